import { setTimeout as pause } from 'node:timers/promises';
import { askedAhead, keepDay } from './main-kept-ahead.js';
import { storeAddress } from './main-books.js';
import { giveWay } from './main-priority.js';
import { logOf, settingsNow } from './main-settings.js';
import type { Period } from './ports/facts.js';
import { openStore } from './store/open-store.js';

/** After each day it rests so many times as long as the day took: nobody waits for it. */
const RESTS = 3;
const LONGEST_REST_MS = 60_000;

// A process of its own: keeps what the days in its first argument leave of figures, one after another, until the books are gone.
const settings = settingsNow();
const log = logOf(settings, 'days');
giveWay(log);
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; the books end us when they end.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
const store = await openStore({ ...storeAddress(settings), log });
const asked = await askedAhead(settings, store, log);
if (asked !== null)
  for (const day of JSON.parse(process.argv[2] ?? '[]') as readonly Period[]) {
    const beganAt = performance.now();
    await keepDay(store, day, asked, log);
    const tookMs = performance.now() - beganAt;
    await pause(Math.min(LONGEST_REST_MS, RESTS * tookMs));
  }
await store.close();
process.disconnect();
