import { listSegments } from './journal-folder.js';
import { SegmentCursor } from './segment-cursor.js';

/** Sequence behind which the journal holds every record; null: it holds none. */
export async function heldAfter(folder: string): Promise<number | null> {
  const [first] = await listSegments(folder);
  const cursor = first === undefined ? null : await SegmentCursor.open(first.path);
  await cursor?.close();
  return cursor?.header.after ?? null;
}
