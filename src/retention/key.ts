import { createHash } from 'node:crypto';
import { link, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, syncFolder } from './on-disk.js';
import { RetentionFault } from './retention-fault.js';

const FINGERPRINT_DIGITS = 16;
/** Everybody but the owner. */
const OTHERS = 0o077;

/** The key by which numbers are replaced: who has it can find out whether a number stands behind a replacement. */
export interface RetentionKey {
  readonly key: Buffer;
  /** By which it is known without telling it. */
  readonly fingerprint: string;
}

/** The key in the file; null: there is none. Throws a RetentionFault when the file is none, or others may read it. */
export async function readKey(path: string): Promise<RetentionKey | null> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new RetentionFault(`The key ${path} cannot be read: ${messageOf(error)}.`);
  }
  try {
    const about = await file.stat();
    if (!about.isFile())
      throw new RetentionFault(`The key ${path} is no file; right would be one, or a path where nothing is.`);
    if ((about.mode & OTHERS) !== 0)
      throw new RetentionFault(`The key ${path} may be read by others; right would be: chmod 600 ${path}`);
    return keyIn(await file.readFile('utf8'), path);
  } finally {
    await file.close();
  }
}

/**
 * A new key of 32 random bytes, on the disk before anything is replaced with it. Where one is there meanwhile it stays, and is
 * what comes back. Throws a RetentionFault where it cannot be written.
 */
export async function makeKey(path: string, key: Buffer): Promise<RetentionKey> {
  await writeKey(path, key).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const kept = await readKey(path);
  if (kept === null) throw new RetentionFault(`The key ${path} is gone again; run it once more.`);
  return kept;
}

async function writeKey(path: string, key: Buffer): Promise<void> {
  const text = `${key.toString('hex')}\n`;
  const unfinished = `${path}.new`;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(unfinished, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  await rm(unfinished);
  await syncFolder(dirname(path));
}

/** Writes over the key, then removes it. `absent`: there was none. Throws a RetentionFault where it cannot be destroyed. */
export async function destroyKey(path: string): Promise<'destroyed' | 'absent'> {
  try {
    await overwrite(path);
    await rm(path);
    await syncFolder(dirname(path));
    return 'destroyed';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'absent';
    throw unwritable(path, error);
  }
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unwritable(path: string, error: unknown): RetentionFault {
  return new RetentionFault(
    `The key ${path} cannot be written: ${messageOf(error)}. Right would be a file in a folder that is there and that ` +
      'the user of Callplane may write (CALLPLANE_RETENTION_KEY).',
  );
}

function keyIn(text: string, path: string): RetentionKey {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new RetentionFault(
      `${path} holds no key; right would be 64 digits from 0 to f on one line, as the first run makes them.`,
    );
  const key = Buffer.from(hex, 'hex');
  const fingerprint = createHash('sha256').update('callplane retention key\0').update(key).digest('hex');
  return { key, fingerprint: fingerprint.slice(0, FINGERPRINT_DIGITS) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
