import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AccessFault, type AccessFile, formatAccess, NO_ACCESS, parseAccess } from './access-file.js';

const MODE = 0o600;
const OTHERS = 0o077;

/** Tells whether the file is still the one that was read; empty: there is none. */
export type AccessStamp = string;

export interface ReadAccess {
  readonly file: AccessFile;
  readonly stamp: AccessStamp;
}

/** Reads the access file; one that is not there lets nobody in. Throws `AccessFault`. */
export async function readAccess(path: string): Promise<ReadAccess> {
  const handle = await orNull(open(path, constants.O_RDONLY), 'ENOENT', path);
  if (handle === null) return { file: NO_ACCESS, stamp: '' };
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new AccessFault(`${path} is no file`);
    if ((found.mode & OTHERS) !== 0)
      throw new AccessFault(
        `${path} may be read or written by others (mode ${(found.mode & 0o777).toString(8)}): chmod 600 ${path}`,
      );
    return { file: parseAccess(await handle.readFile('utf8'), path), stamp: stampOf(found) };
  } finally {
    await handle.close();
  }
}

/** The stamp that the file has now. Throws `AccessFault`. */
export async function accessStamp(path: string): Promise<AccessStamp> {
  const found = await orNull(stat(path, { bigint: false }), 'ENOENT', path);
  return found === null ? '' : stampOf(found);
}

/**
 * Changes the file in one piece: the new one is written beside it (mode 0600, owned by whom the old one or the folder
 * belongs to), synced, and renamed over it. The file beside it is also the lock. Throws `AccessFault`.
 */
export async function changeAccess(path: string, change: (file: AccessFile) => AccessFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.new`;
  const handle = await orNull(open(beside, 'wx', MODE), 'EEXIST', path);
  if (handle === null)
    throw new AccessFault(
      `${beside} is there: another "callplane access" is at work, or was cut off. When none runs: rm ${beside}`,
    );
  try {
    const { file } = await readAccess(path);
    await writeAll(handle, formatAccess(change(file)));
    await handOver(handle, path);
    await handle.close();
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await handle.close();
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, text: string): Promise<void> {
  await handle.writeFile(text);
  await handle.chmod(MODE);
  await handle.sync();
}

/** Root changes the file of the user that Callplane runs as; it stays his. */
async function handOver(handle: FileHandle, path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = (await orNull(stat(path), 'ENOENT', path)) ?? (await stat(dirname(path)));
  await handle.chown(owner.uid, owner.gid);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function stampOf(found: {
  readonly ino: number;
  readonly mtimeMs: number;
  readonly size: number;
}): AccessStamp {
  return `${found.ino}-${found.mtimeMs}-${found.size}`;
}

/** Null for the one code that is expected; everything else teaches. */
async function orNull<Result>(work: Promise<Result>, expected: string, path: string): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === expected) return null;
    throw new AccessFault(
      `${path} cannot be used (${code}); it must be a file of the user that runs Callplane`,
    );
  }
}
