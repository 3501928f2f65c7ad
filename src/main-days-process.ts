import { openStore } from './store/open-store.js';
import { storeAddress } from './main-books.js';
import { keepSomeDays } from './main-kept-ahead.js';
import { giveWay } from './main-priority.js';
import { logOf, settingsNow } from './main-settings.js';
import type { KeptSome, PutOff } from './reports/days/day-keeper.js';

// A process of its own: keeps what days leave of figures, but those put off in its first argument, tells what came of it, and leaves.
process.on('disconnect', () => process.exit());
// The books may have died while this was still being loaded: nobody heard that.
if (!process.connected) process.exit();
// Ctrl-C reaches the whole group; the books end us when they end.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
const settings = settingsNow();
const log = logOf(settings, 'days');
giveWay(log);
try {
  const kept = await keepSome(JSON.parse(process.argv[2] ?? '[]') as readonly PutOff[]);
  process.send?.(kept, () => process.disconnect());
} catch (error) {
  log.warn('days could not be kept', { error });
  process.exitCode = 1;
  process.disconnect();
}

async function keepSome(putOff: readonly PutOff[]): Promise<KeptSome> {
  const store = await openStore({ ...storeAddress(settings), log });
  try {
    return await keepSomeDays(settings, store, putOff, log);
  } finally {
    await store.close();
  }
}
