import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../core/signal.js';
import type { JournalRecord, JournalWriter } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import type { FolderLock } from './folder-lock.js';
import { asError, JournalFault } from './journal-fault.js';
import { encodeRecord } from './record-format.js';
import type { Batch, SegmentRoll } from './segment-roll.js';
import type { SnapshotKeeper } from './snapshot-keeper.js';

/** Larger batches would hold up the event loop when the disk comes back after a long refusal. */
const LARGEST_BATCH = 1024 * 1024;

export interface WriterParts {
  readonly roll: SegmentRoll;
  readonly snapshots: SnapshotKeeper;
  readonly lock: FolderLock;
  readonly log: Log;
  /** Sequence of the first record to come. */
  readonly next: number;
  readonly retryMs: number;
  /** Longest that waiting records may become, in characters of JSON. */
  readonly backlogLimit: number;
}

type Listener = (durable: number, error: Error | null) => void;

/** Group commit: while one batch is on its way to the disk, the next one gathers. */
export class FileJournalWriter implements JournalWriter {
  private readonly listeners: Listener[] = [];
  private readonly closing = new AbortController();
  private readonly waiting: { readonly sequence: number; readonly line: string }[] = [];
  private running: Promise<void> | null = null;
  private refusal: Error | null = null;
  private backlogSize = 0;
  private written: number;
  private expected: number;

  constructor(private readonly parts: WriterParts) {
    this.written = parts.next - 1;
    this.expected = parts.next;
  }

  get durable(): number {
    return this.written;
  }

  get next(): number {
    return this.expected;
  }

  get backlog(): number {
    return this.backlogSize / this.parts.backlogLimit;
  }

  append(record: JournalRecord): void {
    if (record.sequence !== this.expected) throw outOfOrder(record.sequence, this.expected);
    if (this.closing.signal.aborted) throw new JournalFault('out-of-order', 'The journal is closed.');
    const line = encodeRecord(record);
    if (this.backlogSize > 0 && this.backlogSize + line.length > this.parts.backlogLimit) {
      throw backlogFull(this.waiting.length, this.refusal);
    }
    this.waiting.push({ sequence: record.sequence, line });
    this.backlogSize += line.length;
    this.expected += 1;
    this.running ??= this.drain();
  }

  leaveOut(next: number): void {
    if (next < this.expected) throw outOfOrder(next, this.expected);
    this.expected = next;
  }

  onProgress(listener: Listener): void {
    this.listeners.push(listener);
  }

  snapshot(sequence: number, at: Instant, state: Iterable<string>): void {
    this.parts.snapshots.take({ sequence, at, state }, this.written);
  }

  release(sequence: number): void {
    this.parts.snapshots.release(sequence);
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    try {
      await this.running;
      await this.parts.snapshots.settled();
      await this.parts.roll.close();
    } finally {
      await this.parts.lock.release();
    }
  }

  private async drain(): Promise<void> {
    // What else is appended before this tick ends travels along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const { batch, size } = this.takeBatch();
      await this.put(batch);
      this.backlogSize -= size;
      this.written = batch.last;
      this.parts.snapshots.durable(batch.last);
      this.tell(null);
    }
    this.running = null;
  }

  private takeBatch(): { readonly batch: Batch; readonly size: number } {
    let size = 0;
    let count = 0;
    const first = this.waiting[0]?.sequence ?? 0;
    for (const { line, sequence } of this.waiting) {
      // Where numbers were left out a new segment begins, which says so.
      if (count > 0 && (size + line.length > LARGEST_BATCH || sequence !== first + count)) break;
      size += line.length;
      count += 1;
    }
    const taken = this.waiting.splice(0, count);
    const bytes = Buffer.from(taken.map(({ line }) => line).join(''));
    return { batch: { first: taken[0]?.sequence ?? 0, last: taken.at(-1)?.sequence ?? 0, bytes }, size };
  }

  /** Tries until the disk takes the batch; gives up only when the journal is being closed. */
  private async put(batch: Batch): Promise<void> {
    for (;;) {
      try {
        await this.parts.roll.write(batch);
        this.accepted();
        return;
      } catch (thrown) {
        const error = asError(thrown);
        if (this.closing.signal.aborted) throw lostAtClose(batch, this.waiting.length, error);
        this.refused(error);
      }
      await this.rest();
    }
  }

  private async rest(): Promise<void> {
    try {
      await pause(this.parts.retryMs, undefined, { signal: this.closing.signal });
    } catch (error) {
      if (!this.closing.signal.aborted) throw error;
    }
  }

  private refused(error: Error): void {
    if (this.refusal?.message === error.message) return;
    this.refusal = error;
    this.parts.log.error('the disk refuses the journal; records wait in memory until it takes them', {
      error: error.message,
      durable: this.written,
      mend: 'free space on the disk of the data folder, or mend it; writing goes on by itself',
    });
    this.tell(error);
  }

  private accepted(): void {
    if (this.refusal === null) return;
    this.refusal = null;
    this.parts.log.info('the disk takes the journal again', { waiting: this.waiting.length });
  }

  private tell(error: Error | null): void {
    for (const listener of this.listeners) listener(this.written, error);
  }
}

function outOfOrder(found: number, expected: number): JournalFault {
  return new JournalFault(
    'out-of-order',
    `Record ${found} was appended where record ${expected} comes next; the journal has no holes.`,
  );
}

function backlogFull(records: number, refusal: Error | null): JournalFault {
  const why = refusal === null ? 'it is slower than the records come' : refusal.message;
  return new JournalFault(
    'backlog-full',
    `${records} journal records wait for the disk and no more fit into memory (${why}). ` +
      'Free space on the disk of the data folder, or mend it.',
  );
}

function lostAtClose(batch: Batch, waiting: number, error: Error): Error {
  const records = batch.last - batch.first + 1 + waiting;
  return new Error(
    `The journal was closed while the disk refused it: ${records} records are not written (${error.message}).`,
  );
}
