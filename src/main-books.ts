import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from './app/settings.js';
import type { Plan } from './core/plan.js';
import { isBegun } from './journal/journal-folder.js';
import { openJournalReader } from './journal/open-journal.js';
import { DialplanImport } from './main-dialplan.js';
import type { Log } from './ports/log.js';
import { type Nightly, startNightly } from './reports/nightly.js';
import { openStore, type Store, type StoreAddress } from './store/open-store.js';
import { type Follower, followJournal, type FollowStatus } from './store/recorder-loop.js';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const LOOK_FOR_JOURNAL_MS = 200;
/** What the dialplan did by itself is rare, and nobody waits for it. */
const IMPORT_EVERY_MS = 5_000;

/** The books, running or waiting for their database. */
export interface RunningBooks {
  status(): FollowStatus;
  /** Stores what the journal still holds, then closes the database. */
  stop(): Promise<void>;
}

/** Where the facts are kept: the database that is set, else SQLite in the data folder. */
export function storeAddress(settings: Settings): StoreAddress {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl };
  return { sqliteFile: join(settings.data, 'callplane.sqlite') };
}

/** Starts the books. A database that is away is tried for ever: facts wait in the journal meanwhile. */
export function startBooks(settings: Settings, log: Log): RunningBooks {
  const stopping = new AbortController();
  const open: { books: OpenBooks | null; trouble: string | null } = {
    books: null,
    trouble: 'the database is not open yet',
  };
  const opening = openWithRetry(settings, log, stopping.signal, (trouble) => (open.trouble = trouble)).then(
    (books) => {
      open.books = books;
    },
  );
  return {
    status: () => open.books?.follower.status() ?? { position: null, trouble: open.trouble },
    stop: async () => {
      stopping.abort();
      await opening;
      await open.books?.close();
    },
  };
}

/**
 * Waits until there is a journal: the line begins one when its routing file is right. A start that is refused leaves no
 * empty database behind.
 */
async function firstRecords(folder: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted && !(await isBegun(folder)))
    await pause(LOOK_FOR_JOURNAL_MS, undefined, { signal: stop }).catch(() => undefined);
}

interface OpenBooks {
  readonly follower: Follower;
  close(): Promise<void>;
}

async function openWithRetry(
  settings: Settings,
  log: Log,
  stop: AbortSignal,
  tellTrouble: (trouble: string) => void,
): Promise<OpenBooks | null> {
  let told = '';
  await firstRecords(join(settings.data, 'journal'), stop);
  for (let waitMs = FIRST_RETRY_MS; !stop.aborted; waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS)) {
    try {
      return await openBooks(settings, log);
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      if (trouble !== told) log.error(`the database cannot be used; facts wait in the journal: ${trouble}`);
      told = trouble;
      tellTrouble(trouble);
      await pause(waitMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return null;
}

async function openBooks(settings: Settings, log: Log): Promise<OpenBooks> {
  const store = await openStore({ ...storeAddress(settings), log });
  try {
    await store.migrate();
  } catch (error) {
    await store.close();
    throw error;
  }
  log.info('database open', { place: store.place });
  return follow(settings, store, log);
}

function follow(settings: Settings, store: Store, log: Log): OpenBooks {
  const reader = openJournalReader(join(settings.data, 'journal'), log);
  const wait = async (milliseconds: number): Promise<void> => {
    await pause(milliseconds);
  };
  const follower = followJournal({ reader, recorder: store.recorder, log, wait });
  const nightly = nightlyReports(settings, store, log);
  const dialplan = new DialplanImport(settings, (told) => store.recorder.recordDialplan(told), log);
  const importing = setInterval(() => {
    dialplan.once().catch((error: unknown) => log.debug('tried again later', { error }));
  }, IMPORT_EVERY_MS);
  return {
    follower,
    close: async () => {
      clearInterval(importing);
      await nightly.stop();
      await follower.stop();
      await dialplan.once().catch((error: unknown) => log.debug('left for the next start', { error }));
      await reader.close();
      await store.close();
    },
  };
}

function nightlyReports(settings: Settings, store: Store, log: Log): Nightly {
  const nightly = startNightly({
    atOneMoment: (read) => store.atOneMoment(read),
    zone: () => companyZone(store),
    folder: join(settings.data, 'reports'),
    clock: { now: () => Date.now() },
    log,
  });
  nightly
    .writeYesterday()
    .catch((error: unknown) => log.error('the nightly report could not be written', { error }));
  return nightly;
}

/** The time zone of the newest plan that was in force; null: there was none yet. */
export async function companyZone(store: Store): Promise<string | null> {
  const newest = await store.reader.newestPlan();
  return newest === null ? null : (JSON.parse(newest) as Plan).company.timezone;
}
