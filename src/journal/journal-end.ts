import { rm } from 'node:fs/promises';
import type { Log } from '../ports/log.js';
import { closeFile, openFile, readAt, syncData, truncateFile, writeAt } from './disk.js';
import { listSegments } from './journal-folder.js';
import { SegmentCursor, type Stop } from './segment-cursor.js';

const PIECE = 1024 * 1024;
const LINE_END = 0x0a;

/** Where a journal ends. */
export interface JournalEnd {
  /** Sequence of the last whole record; 0: none. */
  readonly last: number;
  /** The run of the operating system that wrote the newest segment; null: there is none. */
  readonly boot: string | null;
}

/**
 * Finds the end of the journal and cuts off what stands behind its last whole record: the record that a crash
 * tore. What is more than one torn record (a power cut can leave that) is kept beside the segment before the cut.
 */
export async function mendEnd(folder: string, log: Log): Promise<JournalEnd> {
  let boot: string | null = null;
  let last = 0;
  for (const segment of [...(await listSegments(folder))].reverse()) {
    const cursor = await SegmentCursor.open(segment.path);
    if (cursor !== null) {
      boot ??= cursor.header.boot;
      last = Math.max(last, cursor.header.after);
      const stop = await passAll(cursor);
      await cutTail(cursor, stop, log);
      if (cursor.next > cursor.header.first) return { last: cursor.last, boot };
    }
    await rm(segment.path);
    log.warn('removed a journal segment without a whole record', { file: segment.path });
  }
  return { last, boot };
}

async function passAll(cursor: SegmentCursor): Promise<Stop> {
  try {
    return await cursor.advance(Number.MAX_SAFE_INTEGER, () => undefined);
  } finally {
    await cursor.close();
  }
}

async function cutTail(cursor: SegmentCursor, stop: Stop, log: Log): Promise<void> {
  if (stop.kind === 'end' || stop.kind === 'limit') return;
  const file = await openFile(cursor.path, 'r+');
  try {
    const kept = (await isOneTornRecord(cursor, file)) ? null : await keepTail(cursor, file);
    await truncateFile(file, cursor.offset);
    await syncData(file);
    log.warn('cut off what a crash left behind the last whole journal record', {
      file: cursor.path,
      offset: cursor.offset,
      sequence: cursor.last,
      why: stop.kind === 'rubbish' ? stop.why : 'torn record',
      ...(kept === null ? {} : { kept }),
    });
  } finally {
    await closeFile(file);
  }
}

/** A record holds no line end but its last byte. */
async function isOneTornRecord(cursor: SegmentCursor, file: number): Promise<boolean> {
  let offset = cursor.offset;
  for (;;) {
    const bytes = await readAt(file, offset, PIECE);
    if (bytes.includes(LINE_END)) return false;
    if (bytes.length < PIECE) return true;
    offset += bytes.length;
  }
}

async function keepTail(cursor: SegmentCursor, file: number): Promise<string> {
  const path = `${cursor.path}.cut-${cursor.offset}`;
  const copy = await openFile(path, 'w');
  try {
    let offset = 0;
    for (;;) {
      const bytes = await readAt(file, cursor.offset + offset, PIECE);
      if (bytes.length === 0) return path;
      await writeAt(copy, bytes, offset);
      offset += bytes.length;
    }
  } finally {
    await closeFile(copy);
  }
}
