import type { Milestone } from '../core/milestone.js';
import type { Instant, Signal } from '../core/signal.js';

/** One step of the core: what came in, when, and what is worth keeping of it. */
export interface JournalRecord {
  /** Each one more than the last; numbers are left out only where the journal itself says so (`JournalWriter.next`). */
  readonly sequence: number;
  readonly at: Instant;
  readonly signal: Signal;
  readonly milestones: readonly Milestone[];
}

/**
 * What survives what. `process`: in the operating system's hands before the commands go out, survives the
 * death of the process. `power`: synced to the disk before the commands go out, survives a power cut.
 */
export type Durability = 'process' | 'power';

export interface JournalWriter {
  /** Sequence that the next record must have; ask for it at the start, it may leave numbers out then. */
  readonly next: number;
  /** Takes the record at once; it is written in the background, in order, many together. Throws when `backlog` is 1. */
  append(record: JournalRecord): void;
  /** The next record will have this sequence; those in between are left out, and the journal says so. Throws when it is less than `next`. */
  leaveOut(next: number): void;
  /** Sequence of the newest record that has the promised durability. */
  readonly durable: number;
  /** Part of the memory for waiting records that is in use while the disk refuses them, 0 to 1. */
  readonly backlog: number;
  /** Called whenever `durable` grows, or the disk refuses (then `error` is set, and again with null when it works again). */
  onProgress(listener: (durable: number, error: Error | null) => void): void;
  /**
   * Writes the state of the core as of `sequence`, whose text comes in pieces: they are taken one by one, in the
   * background. Older snapshots and segments that nobody needs go.
   */
  snapshot(sequence: number, at: Instant, state: Iterable<string>): void;
  /** Every reader has what it needs up to here (the books have stored it), so that old segments may go. */
  release(sequence: number): void;
  /** Everything appended is durable, files are closed. */
  close(): Promise<void>;
}

export interface JournalPosition {
  /** Records up to here have been read; 0: none. */
  readonly sequence: number;
}

/** Reads records in order, also while they are being written by another process. */
export interface JournalReader {
  /** At most `limit` records after `position`; empty: nothing new yet. */
  read(position: JournalPosition, limit: number): Promise<readonly JournalRecord[]>;
  /** The newest whole snapshot, or the newest one that was made before the record `before`; null: none. */
  newestSnapshot(before?: number): Promise<{
    readonly sequence: number;
    readonly at: Instant;
    readonly state: string;
  } | null>;
  /** False when old records were removed: what is left can then be replayed only onto a snapshot. */
  isComplete(): Promise<boolean>;
  close(): Promise<void>;
}
