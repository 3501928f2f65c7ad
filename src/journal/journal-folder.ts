import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './journal-fault.js';
import { segmentFirst } from './segment-format.js';
import { snapshotSequence } from './snapshot-format.js';

/** A file of the journal and the sequence its name tells: a segment's first record, a snapshot's last. */
export interface NumberedFile {
  readonly path: string;
  readonly sequence: number;
}

/** The segments in the order of their sequences; none when there is no folder yet. */
export function listSegments(folder: string): Promise<readonly NumberedFile[]> {
  return listNumbered(folder, segmentFirst);
}

/** The finished snapshots, oldest first; none when there is no folder yet. */
export function listSnapshots(folder: string): Promise<readonly NumberedFile[]> {
  return listNumbered(folder, snapshotSequence);
}

/** Whether a line has ever begun a journal here. */
export async function isBegun(folder: string): Promise<boolean> {
  return (await listSegments(folder)).length + (await listSnapshots(folder)).length > 0;
}

async function listNumbered(
  folder: string,
  sequenceOf: (name: string) => number | null,
): Promise<readonly NumberedFile[]> {
  const files: NumberedFile[] = [];
  for (const name of await namesIn(folder)) {
    const sequence = sequenceOf(name);
    if (sequence !== null) files.push({ path: join(folder, name), sequence });
  }
  return files.sort((a, b) => a.sequence - b.sequence);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
