import { register } from 'tsx/esm/api';

// A worker thread of Node 20 does not take `--import tsx` from its options.
register();
await import('./worker.ts');
