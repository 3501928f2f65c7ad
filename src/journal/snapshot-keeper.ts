import type { Log } from '../ports/log.js';
import { asError } from './journal-fault.js';

import { prune, type NewSnapshot, writeSnapshot } from './snapshots.js';

/** How long something is kept, by the wall clock, which files are dated with. */
export interface Keeping {
  readonly forMs: number;
  readonly now: () => number;
}

/**
 * Writes snapshots beside the journal, one at a time, each only when its records are durable; a snapshot that
 * comes while another is being written takes the place of one that waits. After each, what nobody needs goes.
 */
export class SnapshotKeeper {
  private wanted: NewSnapshot | null = null;
  private writing: Promise<void> | null = null;
  private released = 0;
  private written = 0;

  constructor(
    private readonly folder: string,
    private readonly log: Log,
    /** How long segments stay after nobody needs them any more; null: not at all. */
    private readonly keep: Keeping | null,
  ) {}

  /** `durable`: sequence of the newest durable record. */
  take(snapshot: NewSnapshot, durable: number): void {
    this.wanted = snapshot;
    this.durable(durable);
  }

  /** The records up to here are durable. */
  durable(sequence: number): void {
    this.written = sequence;
    if (this.wanted === null || this.writing !== null || this.wanted.sequence > sequence) return;
    this.writing = this.write(this.wanted);
    this.wanted = null;
  }

  /** The records up to here are not needed by any reader any more. */
  release(sequence: number): void {
    this.released = Math.max(this.released, sequence);
  }

  /** Every snapshot that can be written is written. */
  async settled(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async write(snapshot: NewSnapshot): Promise<void> {
    try {
      await writeSnapshot(this.folder, snapshot);
      await prune(
        this.folder,
        this.released,
        this.keep === null ? Infinity : this.keep.now() - this.keep.forMs,
      );
    } catch (error) {
      this.log.warn('a snapshot could not be written; the journal keeps what it would have replaced', {
        sequence: snapshot.sequence,
        error: asError(error).message,
      });
    }
    this.writing = null;
    this.durable(this.written);
  }
}
