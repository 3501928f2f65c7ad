import { randomUUID } from 'node:crypto';
import type { Settings } from './app/settings.js';
import type { RetentionRequest } from './cli/retention-commands.js';
import { userName } from './main-access.js';
import { inExistingStore } from './main-existing-store.js';
import { aloneOnFiles } from './main-retention-lock.js';
import { treat } from './main-retention.js';
import type { Log } from './ports/log.js';
import type { RetentionCounts } from './ports/retention.js';
import { countsText, runsText } from './retention/in-words.js';
import { destroyKey } from './retention/key.js';
import { loggedRun } from './retention/nightly.js';
import type { Store } from './store/open-store.js';

/** One run by hand; what to tell. */
export function runByHand(settings: Settings, { mode }: RetentionRequest): Promise<string> {
  return inMigratedStore(settings, async (store, log) => {
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
  return inMigratedStore(settings, async (store) => runsText(await store.retention.log.newest(newest)));
}

/** Destroys the key: what was replaced can never be compared with a number again. What to tell. */
export function destroyRetentionKey(settings: Settings): Promise<string> {
  const { key: path } = settings.retention;
  return inMigratedStore(settings, async (store) => {
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

/** What a command does in the database of a Callplane that has run, brought to this version. Throws a StoreError when there is none. */
export function inMigratedStore<Answer>(
  settings: Settings,
  work: (store: Store, log: Log) => Promise<Answer>,
): Promise<Answer> {
  return inExistingStore(settings, async (store, log) => {
    await store.migrate();
    return work(store, log);
  });
}
