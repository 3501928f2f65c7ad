import { mkdir } from 'node:fs/promises';
import type { Durability, JournalReader, JournalWriter } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { lockFolderInTurn } from './folder-lock.js';
import { mendEnd } from './journal-end.js';
import { listSnapshots } from './journal-folder.js';
import { SegmentJournalReader } from './journal-reader.js';
import { FileJournalWriter } from './journal-writer.js';
import { SegmentRoll } from './segment-roll.js';
import { type Keeping, SnapshotKeeper } from './snapshot-keeper.js';
import { WritePace } from './write-pace.js';

const MEGABYTE = 1024 * 1024;

export interface JournalOptions {
  /** Made when it is not there; the journal's own. */
  readonly folder: string;
  readonly durability: Durability;
  readonly log: Log;
  /** Which run of the operating system this is (Linux: `/proc/sys/kernel/random/boot_id`), without blanks. */
  readonly boot: string;
  /**
   * Lowest sequence with which a journal begins that is new, or that goes on after the operating system was
   * started again. Milliseconds since 1970 make sure that no number comes twice, even when records were lost that
   * a reader had seen (a power cut under `process`, a deleted folder). Default 1.
   */
  readonly beginAt?: number;
  /** A new journal that is the copy of another's end: it begins behind this sequence. */
  readonly behind?: number;
  /** How long segments stay after snapshots and readers are beyond them; without it they go at once. */
  readonly keep?: Keeping;
  /** Default 64 MB. */
  readonly segmentBytes?: number;
  /** How often a disk that refuses is tried again; default 1,000. */
  readonly retryMs?: number;
  /** Most that waits in memory while the disk refuses, in characters of JSON; default 64 million. */
  readonly backlogLimit?: number;
  /**
   * Milliseconds that never go backwards: tells how long writes take, so that under `process` quick ones are made in
   * the event loop (see `WritePace`). Without it all go through the thread pool.
   */
  readonly monotonicMs?: () => number;
  /** So long a process that has the journal may take to end. Left out: it is refused at once. */
  readonly inTurnWithinMs?: number;
}

/**
 * Opens a journal for writing behind its last whole record, after cutting off what a crash tore.
 * Throws `JournalFault` when another process writes it, or when it is damaged or of a newer version.
 */
export async function openJournalWriter(options: JournalOptions): Promise<JournalWriter> {
  const { folder, log } = options;
  await mkdir(folder, { recursive: true });
  const lock = await lockFolderInTurn(folder, options.inTurnWithinMs ?? 0, log);
  try {
    const end = await mendEnd(folder, log);
    const pace = options.monotonicMs === undefined ? null : new WritePace(options.monotonicMs);
    const last = Math.max(end.last, await newestSnapshot(folder), options.behind ?? 0);
    const roll = new SegmentRoll(
      { segmentBytes: 64 * MEGABYTE, ...options, now: options.keep?.now ?? null, pace },
      last,
    );
    return new FileJournalWriter({
      roll,
      snapshots: new SnapshotKeeper(folder, log, options.keep ?? null),
      lock,
      log,
      next: end.boot === options.boot ? last + 1 : Math.max(last + 1, options.beginAt ?? 1),
      retryMs: options.retryMs ?? 1000,
      backlogLimit: options.backlogLimit ?? 64 * MEGABYTE,
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a journal for reading; it need not exist yet, and may be written meanwhile. */
export function openJournalReader(folder: string, log: Log): JournalReader {
  return new SegmentJournalReader(folder, log);
}

/** Sequence of the newest snapshot: a journal that begins with a copied one has no records up to it. 0: there is none. */
async function newestSnapshot(folder: string): Promise<number> {
  return (await listSnapshots(folder)).at(-1)?.sequence ?? 0;
}
