import type { Instant } from '../core/signal.js';
import type { JournalPosition, JournalReader, JournalRecord } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { JournalFault } from './journal-fault.js';
import { listSegments, type NumberedFile } from './journal-folder.js';
import { decodeRecord } from './record-format.js';
import { SegmentCursor, type Stop } from './segment-cursor.js';
import { loadNewestSnapshot } from './snapshots.js';

/** Reads a folder of segments. One `read` at a time. */
export class SegmentJournalReader implements JournalReader {
  /** Stands behind the last record that was read, so that reading on costs no search. */
  private cursor: SegmentCursor | null = null;
  private warnedAt: number | null = null;

  constructor(
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  async read(position: JournalPosition, limit: number): Promise<readonly JournalRecord[]> {
    if (this.cursor?.last !== position.sequence) await this.seek(position.sequence);
    const records: JournalRecord[] = [];
    while (this.cursor !== null && records.length < limit) {
      // Looked up before reading: once there is a successor, this segment grows no more.
      const successor = await this.successor(this.cursor);
      const stop = await this.advance(this.cursor, limit - records.length, records);
      if (successor === null || stop.kind === 'limit' || !(await this.moveOn(successor, stop))) break;
    }
    return records;
  }

  async newestSnapshot(before = Infinity): Promise<{ sequence: number; at: Instant; state: string } | null> {
    return loadNewestSnapshot(this.folder, before, this.log);
  }

  async isComplete(): Promise<boolean> {
    const [first] = await listSegments(this.folder);
    const cursor = first === undefined ? null : await SegmentCursor.open(first.path);
    await cursor?.close();
    return cursor === null || cursor.header.after === 0;
  }

  async close(): Promise<void> {
    await this.stand(null);
  }

  private advance(cursor: SegmentCursor, limit: number, records: JournalRecord[]): Promise<Stop> {
    return cursor.advance(limit, (json, sequence) => {
      const record = decodeRecord(json);
      if (record.sequence !== sequence) throw misplaced(cursor.path, record.sequence, sequence);
      records.push(record);
    });
  }

  /** Puts the cursor behind this sequence, or in front of the first record after it; null where that is not there. */
  private async seek(sequence: number): Promise<void> {
    await this.stand(null);
    const segments = await listSegments(this.folder);
    const from = segments.findLast((segment) => segment.sequence <= sequence + 1) ?? segments[0];
    if (from === undefined) return;
    await this.stand(await SegmentCursor.open(from.path));
    if (this.cursor === null) return;
    if (sequence > 0 && this.cursor.header.after > sequence)
      throw removed(sequence, this.cursor.header.first);
    await this.skipTo(sequence);
  }

  private async skipTo(sequence: number): Promise<void> {
    while (this.cursor !== null && this.cursor.next <= sequence) {
      const successor = await this.successor(this.cursor);
      const stop = await this.cursor.advance(sequence + 1 - this.cursor.next, () => undefined);
      if (stop.kind === 'limit') return;
      if (successor !== null && (await this.moveOn(successor, stop))) continue;
      this.warnBeyond(sequence, this.cursor.last);
      await this.stand(null);
    }
  }

  /** True when the cursor stands in the successor; false while that is only just being made. */
  private async moveOn(successor: NumberedFile, stop: Stop): Promise<boolean> {
    if (this.cursor === null) return false;
    if (stop.kind !== 'end') throw damaged(this.cursor, stop);
    const next = await SegmentCursor.open(successor.path);
    if (next === null) return false;
    if (next.header.after !== this.cursor.last) {
      await next.close();
      throw missing(this.cursor, next);
    }
    await this.stand(next);
    return true;
  }

  private async stand(cursor: SegmentCursor | null): Promise<void> {
    const before = this.cursor;
    this.cursor = cursor;
    await before?.close();
  }

  private async successor(cursor: SegmentCursor): Promise<NumberedFile | null> {
    const segments = await listSegments(this.folder);
    return segments.find((segment) => segment.sequence > cursor.header.first) ?? null;
  }

  private warnBeyond(sequence: number, last: number): void {
    if (this.warnedAt === sequence) return;
    this.warnedAt = sequence;
    this.log.warn('asked for what follows a record that the journal does not have', {
      folder: this.folder,
      asked: sequence,
      last,
      why: 'the newest records were lost (power cut, deleted folder) after they had been read',
    });
  }
}

function damaged(cursor: SegmentCursor, stop: Stop): JournalFault {
  const why = stop.kind === 'rubbish' ? stop.why : 'a record that is not whole';
  return new JournalFault(
    'damaged',
    `${cursor.path} is damaged at byte ${cursor.offset}, behind record ${cursor.last}: ${why}. ` +
      'Put the file back from a backup; records behind this place are not read before that.',
  );
}

function missing(cursor: SegmentCursor, next: SegmentCursor): JournalFault {
  return new JournalFault(
    'damaged',
    `The records ${cursor.last + 1} to ${next.header.after} are missing: ${cursor.path} ends before them and ` +
      `${next.path} begins behind them. Put the missing segments back from a backup.`,
  );
}

function misplaced(path: string, found: number, expected: number): JournalFault {
  return new JournalFault(
    'damaged',
    `${path} holds record ${found} where record ${expected} belongs. Put the file back from a backup.`,
  );
}

function removed(sequence: number, first: number): JournalFault {
  return new JournalFault(
    'removed',
    `The records after ${sequence} are not in the journal any more; it begins with record ${first}. ` +
      'They were deleted, or segments were taken out of the journal folder; put them back from a backup.',
  );
}
