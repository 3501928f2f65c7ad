import { runShare, type Share } from './simulate.js';

process.send?.(runShare(JSON.parse(process.argv[2] ?? '') as Share));
