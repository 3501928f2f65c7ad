import { close, fdatasync, fsync, ftruncate, open, read, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Files by descriptor, in the thread pool unless said otherwise. Not `fs/promises`: its file handles cost several
 * times as much per write, and the journal's write stands between every signal and its commands.
 */
export const openFile = promisify(open) as (path: string, flags: string) => Promise<number>;
export const closeFile = promisify(close);
export const syncData = promisify(fdatasync);
export const truncateFile = promisify(ftruncate) as (file: number, bytes: number) => Promise<void>;
const syncAll = promisify(fsync);
const writeSome = promisify(write) as (
  file: number,
  bytes: Uint8Array,
  from: number,
  length: number,
  position: number,
) => Promise<{ readonly bytesWritten: number }>;
const readSome = promisify(read) as (
  file: number,
  bytes: Uint8Array,
  from: number,
  length: number,
  position: number,
) => Promise<{ readonly bytesRead: number }>;

/** Writes all the bytes at this offset; what is there is overwritten, so it may be tried again. */
export async function writeAt(file: number, bytes: Uint8Array, offset: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await writeSome(file, bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

/** The same in the event loop, for little at a time. */
export function writeNow(file: number, bytes: Uint8Array, offset: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, offset + done);
}

/** At most `length` bytes from this offset; fewer at the end of the file. */
export async function readAt(file: number, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await readSome(file, bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** Makes the names in a folder survive a power cut: after a file was made, renamed or deleted. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await openFile(path, 'r');
  try {
    await syncAll(folder);
  } finally {
    await closeFile(folder);
  }
}
