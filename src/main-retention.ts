import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from './app/settings.js';
import { standsFor } from './main-clients.js';
import { aloneOnFiles } from './main-retention-lock.js';
import { queueLogProgress } from './main-queue-log.js';
import { companyOf } from './main-schedules.js';
import { rescueFile } from './main-rescue.js';
import { installationId } from './main-standby.js';
import type { Log } from './ports/log.js';
import type { RetentionCounts } from './ports/retention.js';
import { normalNumber } from './reports/telephone-number.js';
import { destroyKey, makeKey, readKey, type RetentionKey } from './retention/key.js';
import { loggedRun, startNightly, type Nightly } from './retention/nightly.js';
import { RecordingFolders } from './retention/recording-folders.js';
import { RetentionFault } from './retention/retention-fault.js';
import {
  runRetention,
  type Reach,
  type RetentionParts,
  type RetentionRules,
} from './retention/run-retention.js';
import { SavedFiles } from './retention/saved-files.js';
import type { Store } from './store/open-store.js';

const KEY_BYTES = 32;
const LONGEST_STOP_MS = 2_000;
/** With the day that a name tells and that of the run: within the four days that a journal is kept for longer. */
const ASIDE_LONGER_MS = 2 * 86_400_000;

const MEND_KEY =
  'Copy that key here (with a standby it is on the other machine), or begin with a new one: callplane retention destroy-key';

/** The run of every night: `everything` while the books write facts, `this-machine` while those of another do. */
export function nightlyRetention(settings: Settings, store: Store, reach: Reach, log: Log): Nightly {
  const stopping = new AbortController();
  const parts = { book: store.retention.log, now: () => Date.now(), log };
  const nightly = startNightly({
    ...parts,
    hour: settings.retention.hour,
    named: async (night) =>
      reach === 'everything' ? night : `${night}, files of ${await installationId(settings.data)}`,
    zone: async () => (await companyOf(store))?.timezone ?? 'UTC',
    run: (name) =>
      loggedRun(parts, name, () => treat({ settings, store, reach, stop: stopping.signal, log }, 'do')),
  });
  void nightly.look();
  return {
    look: () => nightly.look(),
    stop: async () => {
      stopping.abort();
      // What is done in part is completed by the next run; facts do not wait for a disk that hangs.
      await Promise.race([nightly.stop(), pause(LONGEST_STOP_MS, undefined, { ref: false })]);
    },
  };
}

/** What is to be treated, until `stop`. */
interface Treating {
  readonly settings: Settings;
  readonly store: Store;
  readonly reach: Reach;
  readonly stop: AbortSignal;
  readonly log: Log;
}

/** Does, or only counts, what the settings say. */
export function treat(
  { settings, store, reach, stop, log }: Treating,
  mode: 'do' | 'count',
): Promise<RetentionCounts> {
  const { numbers, recordings } = settings.retention;
  const { archiveAfterMs = null, deleteAfterMs = null } = recordings ?? {};
  const asideMs = settings.journalKeepMs + ASIDE_LONGER_MS;
  const rules: RetentionRules = { numbers, recordings: { archiveAfterMs, deleteAfterMs }, asideMs };
  const work = (): Promise<RetentionCounts> =>
    runRetention(partsOf(settings, store, log, stop), rules, mode, reach);
  return mode === 'count' ? work() : aloneOnFiles(settings, work);
}

function partsOf(settings: Settings, store: Store, log: Log, stop: AbortSignal): RetentionParts {
  return {
    books: store.retention,
    replacer: () => replacerOf(settings, store),
    saved: savedFilesOf(settings),
    recordings: foldersOf(settings),
    now: Date.now(),
    pause: async (milliseconds) => {
      await pause(milliseconds, undefined, { signal: stop });
    },
    log,
  };
}

export function savedFilesOf({ data, queueLogFile }: Settings): SavedFiles {
  const progress = queueLogProgress(data);
  return new SavedFiles(
    join(data, 'reports'),
    rescueFile(data),
    join(data, 'journal'),
    queueLogFile,
    progress,
  );
}

/** null: nobody said where recordings are. */
export function foldersOf({ retention: { recordings } }: Settings): RecordingFolders | null {
  return recordings === null ? null : new RecordingFolders(recordings.folder, recordings.archive);
}

async function replacerOf(settings: Settings, store: Store): Promise<(number: string) => string> {
  const key = await keyToUse(settings, store);
  const country = (await companyOf(store))?.country ?? null;
  return (number) => standsFor(normalNumber(number, country), key);
}

/** The key of this installation, which must be the one that numbers were replaced with before. */
async function keyToUse({ retention: { key: path } }: Settings, store: Store): Promise<RetentionKey> {
  const inUse = await store.retention.people.keyInUse();
  const known = await readKey(path);
  if (inUse !== null && known === null) throw noKey(path);
  const key = known ?? (await makeKey(path, randomBytes(KEY_BYTES)));
  const used = inUse ?? (await store.retention.people.useKey(key.fingerprint));
  if (used === key.fingerprint) return key;
  if (known !== null) throw otherKey(path);
  // The other machine was quicker.
  await destroyKey(path);
  throw noKey(path);
}

function noKey(path: string): RetentionFault {
  return new RetentionFault(`There is no key in ${path}, but numbers were replaced before. ${MEND_KEY}`);
}

function otherKey(path: string): RetentionFault {
  return new RetentionFault(
    `The key in ${path} is not the one with which numbers were replaced before. ${MEND_KEY}`,
  );
}
