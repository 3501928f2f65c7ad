import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import type { AlertBook } from '../ports/alerts.js';
import type { DialplanRecorder, FactRecorder, HistoryRecorder } from '../ports/facts.js';
import type { KeptDaysBook } from '../ports/kept-days.js';
import type { Log } from '../ports/log.js';
import type { QueueLogBook, QueueLogWriter } from '../ports/queue-log.js';
import type { RetentionBooks } from '../ports/retention.js';
import type { SlotBook } from '../ports/slots.js';
import type { LeaseBook } from '../ports/standby.js';
import { DatabaseAlertBook } from './alert-book.js';
import { mysqlSource, sqliteSource } from './data-source.js';
import { parseDatabaseUrl } from './database-url.js';
import { DatabaseKeptDays } from './kept-days.js';
import { DatabaseLease } from './lease.js';
import { migrateSource, refuseNewerSchema } from './migrate.js';
import { queueLogBook } from './queue-log-book.js';
import { TypeOrmReader, type Ask, type StoreReader } from './reader.js';
import { TypeOrmRecorder } from './recorder.js';
import { retentionBooks } from './retention-books.js';
import { DatabaseVoicemailMails } from './voicemail-mail-book.js';
import type { VoicemailMailBook } from '../ports/voicemails.js';
import { DatabaseSlotBook, type InTurn } from './slot-book.js';
import { explained, type StorePlace } from './store-error.js';

/** Where the facts are kept: a MySQL or MariaDB URL, or an SQLite file. */
export type StoreAddress = { readonly url: string } | { readonly sqliteFile: string };

/** What else is said where it is opened. */
export interface StoreOptions {
  readonly log: Log;
  /** Makes the rows of a queue_log beside the facts; left out: none are written. */
  readonly queueLog?: QueueLogWriter | undefined;
}

/** The facts' store, open. */
export interface Store {
  readonly recorder: FactRecorder & DialplanRecorder & HistoryRecorder;
  readonly reader: StoreReader;
  /** Who leads; null: the database is a file of this machine, which nobody shares. */
  readonly lease: LeaseBook | null;
  /** The due runs of scheduled reports; `holder`: a word for this process that no other has. */
  slots(holder: string): SlotBook;
  /** The alerts, likewise. */
  alerts(holder: string): AlertBook;
  /** The mails of messages, likewise. */
  voicemailMails(holder: string): VoicemailMailBook;
  /** What whole days have left of figures. */
  readonly keptDays: KeptDaysBook;
  /** What is kept for a time only. */
  readonly retention: RetentionBooks;
  /** What was written for programs that read a queue_log. */
  readonly queueLog: QueueLogBook;
  /** Where the facts are kept, without password. */
  readonly place: StorePlace;
  /** Brings the tables to this version; harmless to repeat, and from two processes at once. */
  migrate(): Promise<void>;
  /** Several questions about one and the same moment: what is written meanwhile is not seen. */
  atOneMoment<Answer>(read: (reader: StoreReader) => Promise<Answer>): Promise<Answer>;
  /** Throws when the database does not answer now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store; makes no tables (`migrate` does). Throws a StoreError that says what to do when the database
 * cannot be reached or used. Once open, a server that goes away and comes back is connected to again by itself.
 */
export async function openStore(address: StoreAddress & StoreOptions): Promise<Store> {
  if ('url' in address) {
    const target = parseDatabaseUrl(address.url);
    const source = mysqlSource(target);
    await initialized([source], target.place);
    return storeOf({ writer: source, reader: source, place: target.place, options: address });
  }
  const file = resolve(address.sqliteFile);
  const sources = { writer: sqliteSource(file), reader: sqliteSource(file) };
  await initialized([sources.writer, sources.reader], file, () => mkdir(dirname(file), { recursive: true }));
  // What is written over or deleted is gone from the file too.
  await sources.writer.query('PRAGMA secure_delete = ON');
  return storeOf({ ...sources, place: file, options: address });
}

/** SQLite has a connection for the recorder and one for readers, MySQL one pool for both. */
interface OpenSources {
  readonly writer: DataSource;
  readonly reader: DataSource;
  readonly place: StorePlace;
  readonly options: StoreOptions;
}

async function initialized(
  sources: readonly DataSource[],
  place: StorePlace,
  prepare: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  try {
    await prepare();
    for (const source of sources) await source.initialize();
    const [first] = sources;
    if (first !== undefined) await checkSchema(first, place);
  } catch (error) {
    await destroyAll(sources);
    throw explained(error, place);
  }
}

async function checkSchema(source: DataSource, place: StorePlace): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await refuseNewerSchema(runner, place);
  } finally {
    await runner.release();
  }
}

function storeOf(sources: OpenSources): Store {
  const { writer, reader, place, options } = sources;
  const inTurn = turns();
  const writing = turns();
  const isSqlite = writer !== reader;
  const alone: InTurn = (work) => teaching(place, () => (isSqlite ? writing(work) : work()));
  const ask: Ask = (question) => teaching(place, () => question(reader.manager));
  const asking: Ask = isSqlite ? (question) => inTurn(() => ask(question)) : ask;
  const moment = <Answer>(read: (reader: StoreReader) => Promise<Answer>): Promise<Answer> =>
    teaching(place, () => readAtOneMoment(reader, read));
  return {
    recorder: new TypeOrmRecorder(writer, place, writing, options.queueLog ?? null),
    reader: new TypeOrmReader(asking),
    queueLog: queueLogBook(asking),
    lease: isSqlite ? null : new DatabaseLease(writer),
    slots: (holder) => new DatabaseSlotBook(writer, alone, holder),
    alerts: (holder) => new DatabaseAlertBook(writer, alone, holder),
    voicemailMails: (holder) => new DatabaseVoicemailMails(writer, alone, holder),
    retention: retentionBooks(writer, alone),
    keptDays: new DatabaseKeptDays(writer, alone),
    place,
    migrate: () => teaching(place, () => migrateSource(writer, place, options.log)),
    atOneMoment: (read) => (isSqlite ? inTurn(() => moment(read)) : moment(read)),
    ping: () =>
      teaching(place, async () => {
        await reader.query('SELECT 1');
      }),
    close: () => inTurn(() => destroyAll(isSqlite ? [writer, reader] : [writer])),
  };
}

/** A transaction that only reads: MySQL's default level and SQLite's WAL both show it one moment. */
async function readAtOneMoment<Answer>(
  source: DataSource,
  read: (reader: StoreReader) => Promise<Answer>,
): Promise<Answer> {
  const askIn =
    (manager: EntityManager): Ask =>
    (question) =>
      question(manager);
  const work = (manager: EntityManager): Promise<Answer> => read(new TypeOrmReader(askIn(manager)));
  if (source.options.type === 'better-sqlite3') return source.transaction(work);
  return source.transaction('REPEATABLE READ', work);
}

async function teaching<Answer>(place: StorePlace, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw explained(error, place);
  }
}

/** SQLite's one reading connection serves one after the other: a question inside another's transaction would see its moment. */
function turns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => null);
    return mine;
  };
}

async function destroyAll(sources: readonly DataSource[]): Promise<void> {
  for (const source of sources) if (source.isInitialized) await source.destroy();
}
