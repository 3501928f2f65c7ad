import { execFile } from 'node:child_process';
import { access, chmod, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { BackupFault } from './backup-fault.js';

const run = promisify(execFile);

/** Packs a folder into a compressed tar archive that only its owner reads; whole or not there at all. */
export async function pack(folder: string, archive: string): Promise<void> {
  const isThere = await access(archive).then(
    () => true,
    () => false,
  );
  if (isThere) throw new BackupFault(`${archive} is there already; name another file.`);
  const unfinished = `${archive}.unfinished`;
  try {
    await tar(['--create', '--gzip', '--file', unfinished, '--directory', folder, '.']);
    await chmod(unfinished, 0o600);
    await rename(unfinished, archive);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Unpacks an archive into an empty folder. */
export async function unpack(archive: string, folder: string): Promise<void> {
  await tar(['--extract', '--gzip', '--no-same-owner', '--file', archive, '--directory', folder]);
}

async function tar(words: readonly string[]): Promise<void> {
  try {
    await run('tar', [...words]);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new BackupFault(`tar failed: ${said}`);
  }
}
