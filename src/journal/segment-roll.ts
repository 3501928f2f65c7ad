import { join } from 'node:path';
import type { Durability } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { closeFile, openFile, syncData, syncFolder, writeAt, writeNow } from './disk.js';
import { asError } from './journal-fault.js';
import { encodeHeader, segmentName } from './segment-format.js';
import type { WritePace } from './write-pace.js';

/** The bytes of records that travel together. */
export interface Batch {
  readonly first: number;
  readonly last: number;
  readonly bytes: Buffer;
}

export interface RollOptions {
  readonly folder: string;
  readonly durability: Durability;
  readonly boot: string;
  /** A segment that has reached this size is followed by a new one. */
  readonly segmentBytes: number;
  /** The clock on the wall, by which a segment has had its day; null: only its size counts. */
  readonly now: (() => number) | null;
  readonly log: Log;
  /** When batches may be written in the event loop; null: never. */
  readonly pace: WritePace | null;
}

/** A segment that began so long ago is followed by a new one: what stands in it is not kept for as long as it takes to fill. */
const SEGMENT_AGE_MS = 86_400_000;

interface OpenSegment {
  readonly file: number;
  /** By the clock on the wall; null: there is none. */
  readonly begunAt: number | null;
  size: number;
}

/** Writes batches one behind the other into segments, a new one whenever the last is full or old, or numbers were left out. */
export class SegmentRoll {
  private current: OpenSegment | null = null;

  /** `last`: sequence of the last record that is there already. */
  constructor(
    private readonly options: RollOptions,
    private last: number,
  ) {}

  /** Writes one batch; when it throws, nothing has moved and the same batch may be written again. */
  async write(batch: Batch): Promise<void> {
    const segment = await this.segmentFor(batch);
    await this.put(segment, batch.bytes);
    segment.size += batch.bytes.length;
    this.last = batch.last;
  }

  private async put(segment: Readonly<OpenSegment>, bytes: Buffer): Promise<void> {
    const { durability, pace } = this.options;
    if (durability === 'process' && pace?.mayWriteHere(bytes.length) === true) {
      pace.here(() => writeNow(segment.file, bytes, segment.size));
      return;
    }
    await writeAt(segment.file, bytes, segment.size);
    if (durability === 'power') await syncData(segment.file);
  }

  /** Syncs and closes the segment that is open. */
  async close(): Promise<void> {
    if (this.current === null) return;
    const { file } = this.current;
    this.current = null;
    await finish(file);
  }

  private async segmentFor(batch: Batch): Promise<OpenSegment> {
    const before = this.current;
    const goesOn = batch.first === this.last + 1;
    if (before !== null && goesOn && this.hasRoom(before)) return before;
    this.current = await this.begin(batch.first);
    if (before !== null) this.retire(before.file);
    return this.current;
  }

  private hasRoom({ size, begunAt }: OpenSegment): boolean {
    const { segmentBytes, now } = this.options;
    const isOld = now !== null && begunAt !== null && now() - begunAt >= SEGMENT_AGE_MS;
    return size < segmentBytes && !isOld;
  }

  private async begin(first: number): Promise<OpenSegment> {
    const header = Buffer.from(encodeHeader({ first, after: this.last, boot: this.options.boot }));
    const file = await openFile(join(this.options.folder, segmentName(first)), 'w');
    try {
      await writeAt(file, header, 0);
      if (this.options.durability === 'power') await syncFolder(this.options.folder);
    } catch (error) {
      await closeFile(file);
      throw error;
    }
    return { file, begunAt: this.options.now?.() ?? null, size: header.length };
  }

  /** Not awaited: syncing a whole segment takes longer than a caller may wait. */
  private retire(file: number): void {
    finish(file).catch((error: unknown) => {
      this.options.log.warn('a full journal segment could not be synced', { error: asError(error).message });
    });
  }
}

async function finish(file: number): Promise<void> {
  try {
    await syncData(file);
  } finally {
    await closeFile(file);
  }
}
