/** Run by a test as a process of its own: brings the tables of a database to this version. */
import { openStore } from '../../src/store/open-store.js';
import { silentLog } from './sample-facts.js';

const [kind, place] = process.argv.slice(2);
if (kind === undefined || place === undefined) throw new Error('usage: migrating-process.ts url|file PLACE');
const store = await openStore({
  ...(kind === 'url' ? { url: place } : { sqliteFile: place }),
  log: silentLog,
});
await store.migrate();
await store.migrate();
await store.close();
