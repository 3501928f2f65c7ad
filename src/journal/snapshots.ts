import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../ports/log.js';
import { closeFile, openFile, syncData, syncFolder, writeAt } from './disk.js';
import { asError } from './journal-fault.js';
import { listSegments, listSnapshots } from './journal-folder.js';
import { decodeSnapshot, encodeSnapshot, snapshotName, type Snapshot } from './snapshot-format.js';

/** The newest is used; the one before it is there in case the newest does not load. */
const KEPT = 2;

/** Writes a snapshot so that it is there whole or not at all. */
export async function writeSnapshot(folder: string, snapshot: Snapshot): Promise<void> {
  const path = join(folder, snapshotName(snapshot.sequence));
  const unfinished = `${path}.unfinished`;
  try {
    await writeWhole(unfinished, encodeSnapshot(snapshot));
    await rename(unfinished, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The newest snapshot that loads; null: there is none. One that does not load is named in the log. */
export async function loadNewestSnapshot(folder: string, log: Log): Promise<Snapshot | null> {
  for (const file of [...(await listSnapshots(folder))].reverse()) {
    try {
      return decodeSnapshot(await readFile(file.path), file.path);
    } catch (error) {
      log.warn('a snapshot does not load, the one before it is tried', {
        file: file.path,
        error: asError(error).message,
      });
    }
  }
  return null;
}

/**
 * Deletes the snapshots but the newest two, and the segments that neither these two nor the readers need:
 * those whose records are all within the older snapshot and up to `released`, and that were last written before
 * `keptSince` (milliseconds since 1970): with them a database that comes back from a backup catches up.
 */
export async function prune(folder: string, released: number, keptSince: number): Promise<void> {
  const snapshots = await listSnapshots(folder);
  for (const old of snapshots.slice(0, -KEPT)) await rm(old.path, { force: true });
  const oldest = snapshots.at(-KEPT);
  if (oldest === undefined) return;
  const unneeded = Math.min(oldest.sequence, released);
  const segments = await listSegments(folder);
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next === undefined || next.sequence > unneeded + 1) return;
    if ((await stat(segment.path)).mtimeMs >= keptSince) return;
    await rm(segment.path, { force: true });
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await openFile(path, 'w');
  try {
    await writeAt(file, bytes, 0);
    await syncData(file);
  } finally {
    await closeFile(file);
  }
}
