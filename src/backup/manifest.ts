import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupFault } from './backup-fault.js';

/** The version of the archive that this program writes; it reads this one. */
const FORMAT = 1;
const NAME = 'manifest.json';

/** What a backup holds and how to know that it is whole. */
export interface Manifest<Database> {
  readonly format: number;
  /** Of the program that made it. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** null: there was none yet. */
  readonly database: Database | null;
  /** Recordings that were there, whether they are in the archive or not. */
  readonly recordings: readonly { readonly path: string; readonly bytes: number }[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Lists what is in the folder with checksums, and writes the manifest beside it. */
export async function sealFolder<Database>(
  folder: string,
  about: Pick<Manifest<Database>, 'version' | 'madeAt' | 'database' | 'recordings'>,
): Promise<Manifest<Database>> {
  const files: Manifest<Database>['files'][number][] = [];
  for (const { path, bytes } of await filesBelow(folder))
    files.push({ path, bytes, sha256: await checksum(join(folder, path)) });
  const manifest = { format: FORMAT, ...about, files };
  await writeFile(join(folder, NAME), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Reads the manifest and compares every file with it. Throws `BackupFault` naming each that differs. */
export async function openSealed<Database>(folder: string): Promise<Manifest<Database>> {
  const text = await readFile(join(folder, NAME), 'utf8').catch(() => null);
  if (text === null)
    throw new BackupFault('The archive holds no manifest.json: it is not a backup of Callplane.');
  const manifest = JSON.parse(text) as Manifest<Database>;
  if (manifest.format !== FORMAT) {
    throw new BackupFault(
      `The backup has format ${manifest.format}, and this program reads ${FORMAT}. Use the version that made it: ${manifest.version}.`,
    );
  }
  const faults: string[] = [];
  for (const { path, sha256 } of manifest.files) {
    const found = await checksum(join(folder, path)).catch(() => null);
    if (found !== sha256)
      faults.push(`${path} ${found === null ? 'is missing' : 'differs from its checksum'}`);
  }
  if (faults.length === 0) return manifest;
  throw new BackupFault(
    `The backup is damaged, nothing was restored: ${faults.join('; ')}. Take the one before it.`,
  );
}

/** Every file below a folder, in order; none when there is no folder. */
export async function filesBelow(
  folder: string,
): Promise<readonly { readonly path: string; readonly bytes: number }[]> {
  const names = await readdir(folder, { recursive: true, encoding: 'utf8' }).catch(() => []);
  const files: { path: string; bytes: number }[] = [];
  for (const path of [...names].sort()) {
    const found = await stat(join(folder, path));
    if (found.isFile()) files.push({ path, bytes: found.size });
  }
  return files;
}

async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
