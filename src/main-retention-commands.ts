import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Settings } from './app/settings.js';
import type { RetentionRequest } from './cli/retention-commands.js';
import { createLog } from './log/create-log.js';
import { userName } from './main-access.js';
import { storeAddress } from './main-books.js';
import { aloneOnFiles } from './main-retention-lock.js';
import { treat } from './main-retention.js';
import type { Log } from './ports/log.js';
import type { RetentionCounts } from './ports/retention.js';
import { countsText, runsText } from './retention/in-words.js';
import { destroyKey } from './retention/key.js';
import { loggedRun } from './retention/nightly.js';
import { RetentionFault } from './retention/retention-fault.js';
import { openStore, type Store } from './store/open-store.js';

/** One run by hand; what to tell. */
export function runByHand(settings: Settings, { mode }: RetentionRequest): Promise<string> {
  const log = terminalLog();
  return inStore(settings, log, async (store) => {
    const stop = new AbortController().signal;
    const work = (): Promise<RetentionCounts> =>
      treat({ settings, store, reach: 'everything', stop, log }, mode);
    if (mode === 'count') return countsText(await work(), mode, settings.retention);
    const name = `by hand ${new Date().toISOString()}`;
    const counts = await loggedRun({ book: store.retention.log, now: () => Date.now(), log }, name, work);
    return countsText(counts, mode, settings.retention);
  });
}

/** The newest runs, as text. */
export function retentionLogText(settings: Settings, newest: number): Promise<string> {
  return inStore(settings, terminalLog(), async (store) =>
    runsText(await store.retention.log.newest(newest)),
  );
}

/** Destroys the key: what was replaced can never be compared with a number again. What to tell. */
export function destroyRetentionKey(settings: Settings): Promise<string> {
  const { key: path } = settings.retention;
  return inStore(settings, terminalLog(), async (store) => {
    const was = await aloneOnFiles(settings, async () => {
      const found = await destroyKey(path);
      await store.retention.people.dropKey();
      await tellDestroyed(store, path);
      return found;
    });
    return was === 'absent'
      ? `there was no key in ${path}; the next run makes a new one\n`
      : `${path} is destroyed; numbers replaced until now stand for nobody any more, and the next run makes a new key\n`;
  });
}

async function tellDestroyed(store: Store, about: string): Promise<void> {
  const by = { name: userName(), role: 'command-line', request: null };
  const change = { id: randomUUID(), at: Date.now(), by, what: 'retention destroy-key', about };
  await store.recorder.recordHistory([{ kind: 'changed', ...change, before: {}, after: {} }]);
}

function terminalLog(): Log {
  return createLog({ level: 'warn', shape: 'terminal', destination: process.stderr });
}

/** Opens the database of a Callplane that has run. Throws a RetentionFault when there is none. */
export function inStoreOf<Answer>(
  settings: Settings,
  work: (store: Store) => Promise<Answer>,
): Promise<Answer> {
  return inStore(settings, terminalLog(), work);
}

async function inStore<Answer>(
  settings: Settings,
  log: Log,
  work: (store: Store) => Promise<Answer>,
): Promise<Answer> {
  const address = storeAddress(settings);
  if ('sqliteFile' in address && !existsSync(address.sqliteFile))
    throw new RetentionFault(
      `There are no facts yet: ${address.sqliteFile} is not there. Name the data folder (CALLPLANE_DATA) or the database ` +
        '(DATABASE_URL) of a Callplane that has run.',
    );
  const store = await openStore({ ...address, log });
  try {
    await store.migrate();
    return await work(store);
  } finally {
    await store.close();
  }
}
