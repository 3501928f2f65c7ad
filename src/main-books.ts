import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from './app/settings.js';
import { isBegun } from './journal/journal-folder.js';
import { openJournalReader } from './journal/open-journal.js';
import { DialplanImport } from './main-dialplan.js';
import { keptAhead } from './main-kept-ahead.js';
import { type WatchedAlerts, watchedAlerts } from './main-alerts.js';
import { beginQueueLog, copyQueueLog, queueLogWriter } from './main-queue-log.js';
import { mailedMessages } from './main-voicemail.js';
import { nightlyRetention } from './main-retention.js';
import type { Nightly } from './retention/nightly.js';
import { scheduledReports, type ScheduledReports, sentNow } from './main-schedules.js';
import { answerStory } from './main-why.js';
import type { StoryTold, StoryWished } from './parent/messages.js';
import type { Log } from './ports/log.js';
import type { LeaseBook, LeaseRow, LeaseWish } from './ports/standby.js';
import { openStore, type Store, type StoreAddress } from './store/open-store.js';
import type { StoreReader } from './store/reader.js';
import { type Follower, followJournal, type FollowStatus } from './store/recorder-loop.js';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const LOOK_FOR_JOURNAL_MS = 200;
/** What the dialplan did by itself is rare, and nobody waits for it. */
const IMPORT_EVERY_MS = 5_000;

/** The books, running or waiting for their database. */
export interface RunningBooks {
  status(): FollowStatus;
  /** Scheduled reports and alerts of the last days that did not arrive. */
  undelivered(): number;
  /** What the line wants of the lease; with a standby, facts are written only while the line leads. */
  leaseWished(wish: LeaseWish): void;
  /** Answers a question about a call that is stored. */
  story(wish: StoryWished): Promise<StoryTold>;
  /** Stores what the journal still holds, then closes the database. */
  stop(): Promise<void>;
}

/** Where the facts are kept: the database that is set, else SQLite in the data folder. */
export function storeAddress(settings: Settings): StoreAddress {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl };
  return { sqliteFile: join(settings.data, 'callplane.sqlite') };
}

/**
 * Starts the books. A database that is away is tried for ever: facts wait in the journal meanwhile. `tellLease`: the
 * lease as it is after each wish.
 */
export function startBooks(settings: Settings, log: Log, tellLease: (row: LeaseRow) => void): RunningBooks {
  const stopping = new AbortController();
  const open: { books: OpenBooks | null; trouble: string | null } = {
    books: null,
    trouble: 'the database is not open yet',
  };
  const opening = openWithRetry(settings, log, stopping.signal, (trouble) => (open.trouble = trouble)).then(
    (books) => {
      open.books = books;
      if (settings.standby === null) books?.write('on');
    },
  );
  return {
    status: () => open.books?.status() ?? { position: null, trouble: open.trouble, facts: 'behind' },
    undelivered: () => open.books?.undelivered() ?? 0,
    leaseWished: (wish) => open.books?.leaseWished(wish, tellLease),
    story: (wish) => answerStory(open.books?.reader ?? null, wish, log),
    stop: async () => {
      stopping.abort();
      await opening;
      await open.books?.close();
    },
  };
}

/**
 * Waits until there is a journal: the line begins one when its routing file is right. A start that is refused leaves no
 * empty database behind. `none`: there was none yet when the end came.
 */
async function firstRecords(folder: string, stop: AbortSignal): Promise<'begun' | 'none'> {
  for (;;) {
    if (await isBegun(folder)) return 'begun';
    if (stop.aborted) return 'none';
    await pause(LOOK_FOR_JOURNAL_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Tries at least once, also when the end has come already: what the journal holds is written before. */
async function openWithRetry(
  settings: Settings,
  log: Log,
  stop: AbortSignal,
  tellTrouble: (trouble: string) => void,
): Promise<OpenBooks | null> {
  let told = '';
  // Of two installations the books keep the lease before there is any journal.
  if (settings.standby === null) {
    const records = await firstRecords(join(settings.data, 'journal'), stop);
    if (records === 'none') return null;
  }
  for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS)) {
    try {
      return await openBooks(settings, log);
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      if (trouble !== told) log.error(`the database cannot be used; facts wait in the journal: ${trouble}`);
      told = trouble;
      tellTrouble(trouble);
    }
    if (stop.aborted) return null;
    await pause(waitMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function openBooks(settings: Settings, log: Log): Promise<OpenBooks> {
  const store = await openStore({ ...storeAddress(settings), log, queueLog: queueLogWriter(settings) });
  try {
    await store.migrate();
  } catch (error) {
    await store.close();
    throw error;
  }
  log.info('database open', { place: store.place });
  return new OpenBooks(settings, store, log);
}

/** What runs while facts are written. */
interface Writing {
  readonly follower: Follower;
  readonly sent: SentByItself;
  end(): Promise<void>;
}

/** What goes out by itself. */
interface SentByItself {
  readonly reports: ScheduledReports;
  readonly alerts: WatchedAlerts;
  readonly messages: { stop(): Promise<void> };
}

/** More questions about the lease are not asked while so many wait for an answer. */
const LEASE_QUESTIONS = 2;

/** The books with an open database: they write facts, or only keep the lease. */
class OpenBooks {
  readonly #settings: Settings;
  readonly #store: Store;
  readonly #log: Log;
  #writing: Writing | null = null;
  /** While another installation writes: what lies on this machine goes in its time too. */
  #filesHere: Nightly | null;
  #changed: Promise<void> = Promise.resolve();
  #wanted: 'on' | 'off' = 'off';
  #questions = 0;
  #leaseTrouble: string | null = null;

  constructor(settings: Settings, store: Store, log: Log) {
    this.#settings = settings;
    this.#store = store;
    this.#log = log;
    this.#filesHere = settings.standby === null ? null : this.#startFilesHere();
  }

  get reader(): StoreReader {
    return this.#store.reader;
  }

  status(): FollowStatus {
    return (
      this.#writing?.follower.status() ?? { position: null, trouble: this.#leaseTrouble, facts: 'behind' }
    );
  }

  undelivered(): number {
    const sent = this.#writing?.sent;
    return sent === undefined ? 0 : sent.reports.undelivered() + sent.alerts.undelivered();
  }

  /** Begins or ends writing, one change after the other. */
  write(wanted: 'on' | 'off'): void {
    if (this.#wanted === wanted) return;
    this.#wanted = wanted;
    this.#changed = this.#changed.then(async () => {
      await this.#end();
      if (wanted === 'on') {
        await beginQueueLog(this.#settings, this.#store.queueLog, this.#log.with({ job: 'queue_log' }));
        this.#writing = startWriting(this.#settings, this.#store, this.#log);
      } else this.#filesHere = this.#startFilesHere();
    });
    this.#changed.catch((error: unknown) => this.#log.error('the facts could not be closed', { error }));
  }

  leaseWished(wish: LeaseWish, tell: (row: LeaseRow) => void): void {
    const { lease } = this.#store;
    const { standby } = this.#settings;
    if (lease === null || standby === null) return;
    this.write(wish.wish === 'hold' ? 'on' : 'off');
    if (this.#questions < LEASE_QUESTIONS) this.#ask(lease, wish, standby.leaseMs, tell);
  }

  async close(): Promise<void> {
    await this.#changed;
    await this.#end();
    await this.#store.close();
  }

  async #end(): Promise<void> {
    const [writing, filesHere] = [this.#writing, this.#filesHere];
    this.#writing = null;
    this.#filesHere = null;
    await filesHere?.stop();
    await writing?.end();
  }

  #startFilesHere(): Nightly {
    return nightlyRetention(
      this.#settings,
      this.#store,
      'this-machine',
      this.#log.with({ job: 'retention' }),
    );
  }

  #ask(lease: LeaseBook, wish: LeaseWish, leaseMs: number, tell: (row: LeaseRow) => void): void {
    this.#questions += 1;
    lease.carryOut(wish, leaseMs).then(
      (row) => {
        this.#questions -= 1;
        if (this.#leaseTrouble !== null) this.#log.info('the lease can be read again');
        this.#leaseTrouble = null;
        tell(row);
      },
      (error: unknown) => {
        this.#questions -= 1;
        if (this.#leaseTrouble === null) this.#log.error('the lease cannot be read or kept', { error });
        this.#leaseTrouble = error instanceof Error ? error.message : String(error);
      },
    );
  }
}

function startWriting(settings: Settings, store: Store, log: Log): Writing {
  const reader = openJournalReader(join(settings.data, 'journal'), log);
  const wait = async (milliseconds: number): Promise<void> => {
    await pause(milliseconds);
  };
  const follower = followJournal({ reader, recorder: store.recorder, log, wait });
  const sent = sentByItself(settings, store, () => follower.status().facts, log);
  const dialplan = new DialplanImport(settings, (told) => store.recorder.recordDialplan(told), log);
  const retention = nightlyRetention(settings, store, 'everything', log.with({ job: 'retention' }));
  const days = keptAhead(() => follower.status().facts, log.with({ job: 'days' }));
  const queueLog = copyQueueLog(settings, store.queueLog, log.with({ job: 'queue_log' }));
  const importing = setInterval(() => {
    dialplan.once().catch((error: unknown) => log.debug('tried again later', { error }));
  }, IMPORT_EVERY_MS);
  return {
    follower,
    sent,
    end: async () => {
      clearInterval(importing);
      const { reports, alerts, messages } = sent;
      await Promise.all([reports, alerts, messages, retention, days].map((each) => each.stop()));
      await follower.stop();
      await queueLog?.stop();
      await dialplan.once().catch((error: unknown) => log.debug('left for the next start', { error }));
      await reader.close();
    },
  };
}

function sentByItself(
  settings: Settings,
  store: Store,
  facts: () => 'complete' | 'behind',
  log: Log,
): SentByItself {
  const file = sentNow(settings, log);
  return {
    reports: scheduledReports(settings, store, file, facts, log),
    alerts: watchedAlerts(settings, store, file, facts, log),
    messages: mailedMessages(settings, store, log.with({ job: 'voicemail' })),
  };
}
