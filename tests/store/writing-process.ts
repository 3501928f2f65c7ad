/** Run by a test as a process of its own: writes one huge batch into an SQLite file, to be killed meanwhile. */
import { openStore } from '../../src/store/open-store.js';
import { anOffer, recordsOf, silentLog, T0 } from './sample-facts.js';

const [sqliteFile] = process.argv.slice(2);
if (sqliteFile === undefined) throw new Error('usage: writing-process.ts FILE');
const store = await openStore({ sqliteFile, log: silentLog });
const offers = Array.from({ length: 1_000_000 }, (_, index) => ({
  kind: 'offer-ended' as const,
  ...anOffer({ offer: `offer-${index}`, offeredAt: T0 + index }),
}));
await store.recorder.record(0, recordsOf(1, offers));
