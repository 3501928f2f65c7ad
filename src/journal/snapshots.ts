import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Log } from '../ports/log.js';
import { closeFile, openFile, syncData, syncFolder, writeAt } from './disk.js';
import { asError } from './journal-fault.js';
import { listSegments, listSnapshots } from './journal-folder.js';
import { decodeSnapshot, snapshotHead, snapshotName, type Snapshot } from './snapshot-format.js';

/** The newest is used; the one before it is there in case the newest does not load. */
const KEPT = 2;

/** How the name of a snapshot ends until it is whole. */
const UNFINISHED = '.unfinished';

/** So many bytes are made ready at once; then the event loop has its turn. */
const SLICE = 256 * 1024;

/** A snapshot to be written: its state comes in pieces of text. */
export type NewSnapshot = Omit<Snapshot, 'state'> & { readonly state: Iterable<string> };

/** Writes a snapshot so that it is there whole or not at all. */
export async function writeSnapshot(folder: string, snapshot: NewSnapshot): Promise<void> {
  const path = join(folder, snapshotName(snapshot.sequence));
  const unfinished = `${path}${UNFINISHED}`;
  try {
    await writeWhole(unfinished, await bytesOf(snapshot));
    await rename(unfinished, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The newest snapshot from before this record that loads; null: there is none. One that does not load is named in the log. */
export async function loadNewestSnapshot(folder: string, before: number, log: Log): Promise<Snapshot | null> {
  const files = (await listSnapshots(folder)).filter(({ sequence }) => sequence < before);
  for (const file of files.reverse()) {
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
 * While no snapshot is being written: deletes the snapshots but the newest two, what crashes left, and the segments that neither these two nor the readers need:
 * those whose records are all within the older snapshot and up to `released`, and that were last written before
 * `keptSince` (milliseconds since 1970): with them a database that comes back from a backup catches up.
 */
export async function prune(folder: string, released: number, keptSince: number): Promise<void> {
  const snapshots = await listSnapshots(folder);
  for (const old of snapshots.slice(0, -KEPT)) await rm(old.path, { force: true });
  const oldest = snapshots.at(-KEPT);
  if (oldest === undefined) return;
  const unneeded = Math.min(oldest.sequence, released);
  await removeLeftovers(folder, keptSince);
  const segments = await listSegments(folder);
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next === undefined || next.sequence > unneeded + 1) return;
    if ((await stat(segment.path)).mtimeMs >= keptSince) return;
    await rm(segment.path, { force: true });
  }
}

/** What crashes left: torn records, kept for a time for whoever mends them, and snapshots that nobody goes on writing. */
async function removeLeftovers(folder: string, keptSince: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const isCutting = /\.cut-\d+$/.test(name) && (await stat(path)).mtimeMs < keptSince;
    if (isCutting || name.endsWith(UNFINISHED)) await rm(path, { force: true });
  }
}

/** The bytes of the file, made slice by slice. */
async function bytesOf({ state, ...of }: NewSnapshot): Promise<readonly Buffer[]> {
  const slices: Buffer[] = [];
  let [length, crc] = [0, 0];
  for (const slice of slicesOf(state)) {
    slices.push(slice);
    length += slice.length;
    crc = crc32(slice, crc);
    await nextTurn();
  }
  return [snapshotHead(of, length, crc), ...slices];
}

function* slicesOf(pieces: Iterable<string>): Iterable<Buffer> {
  let [text, size] = ['', 0];
  for (const piece of pieces) {
    text += piece;
    size += piece.length;
    if (size < SLICE) continue;
    yield Buffer.from(text);
    [text, size] = ['', 0];
  }
  yield Buffer.from(text);
}

async function writeWhole(path: string, parts: readonly Buffer[]): Promise<void> {
  const file = await openFile(path, 'w');
  try {
    let offset = 0;
    for (const part of parts) {
      await writeAt(file, part, offset);
      offset += part.length;
    }
    await syncData(file);
  } finally {
    await closeFile(file);
  }
}
