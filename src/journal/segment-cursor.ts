import { closeFile, openFile, readAt } from './disk.js';
import { findRecord } from './record-format.js';
import { decodeHeader, type SegmentHeader } from './segment-format.js';

const SMALLEST_READ = 64 * 1024;
const LARGEST_READ = 4 * 1024 * 1024;

/** Why a cursor stopped. `end`: behind a whole record; `torn`: in the beginning of one; `rubbish`: before other bytes. */
export type Stop =
  { readonly kind: 'limit' | 'end' | 'torn' } | { readonly kind: 'rubbish'; readonly why: string };

/** Walks through the records of one segment, forwards, as far as they are whole; goes on when more were written. */
export class SegmentCursor {
  private constructor(
    readonly path: string,
    readonly header: SegmentHeader,
    private readonly file: number,
    private position: number,
    private passed: number,
  ) {}

  /** Opens a segment at its first record; null while its first line is not there in full. */
  static async open(path: string): Promise<SegmentCursor | null> {
    const file = await openFile(path, 'r');
    try {
      const found = decodeHeader(await readAt(file, 0, SMALLEST_READ), path);
      if (found.kind === 'whole') return new SegmentCursor(path, found.header, file, found.next, 0);
    } catch (error) {
      await closeFile(file);
      throw error;
    }
    await closeFile(file);
    return null;
  }

  /** Sequence of the last record passed; before the first one, of the last record of the segment before. */
  get last(): number {
    return this.passed === 0 ? this.header.after : this.header.first + this.passed - 1;
  }

  /** Sequence of the record that comes next here. */
  get next(): number {
    return this.header.first + this.passed;
  }

  /** Bytes from the beginning of the file to behind the last record passed. */
  get offset(): number {
    return this.position;
  }

  /** Passes at most `limit` records and hands the JSON of each to `take`. */
  async advance(limit: number, take: (json: Buffer, sequence: number) => void): Promise<Stop> {
    let left = limit;
    let length = SMALLEST_READ;
    while (left > 0) {
      const bytes = await readAt(this.file, this.position, length);
      const walk = this.walk(bytes, left, take);
      left -= walk.records;
      if (walk.stop.kind === 'rubbish') return walk.stop;
      if (walk.stop.kind === 'limit') break;
      if (bytes.length < length) return { kind: walk.rest === 0 ? 'end' : 'torn' };
      length = Math.max(Math.min(length * 2, LARGEST_READ), walk.wanted);
    }
    return { kind: 'limit' };
  }

  async close(): Promise<void> {
    await closeFile(this.file);
  }

  private walk(bytes: Buffer, limit: number, take: (json: Buffer, sequence: number) => void): Walk {
    let at = 0;
    let records = 0;
    while (records < limit) {
      const found = findRecord(bytes, at);
      if (found.kind === 'rubbish') return this.walked({ records, stop: found, rest: 0, wanted: 0 }, at);
      if (found.kind === 'partial') {
        return this.walked({ records, stop: TORN, rest: bytes.length - at, wanted: found.bytes }, at);
      }
      take(found.json, this.next);
      this.passed += 1;
      at = found.next;
      records += 1;
    }
    return this.walked({ records, stop: { kind: 'limit' }, rest: 0, wanted: 0 }, at);
  }

  private walked(walk: Walk, bytes: number): Walk {
    this.position += bytes;
    return walk;
  }
}

const TORN: Stop = { kind: 'torn' };

interface Walk {
  readonly records: number;
  readonly stop: Stop;
  /** Bytes left behind the last whole record. */
  readonly rest: number;
  /** Bytes that the next record needs as far as known. */
  readonly wanted: number;
}
