import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this program, from its manifest. */
export function programVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Where what is kept of figures is computed, read and written. */
const FIGURES = ['core', 'reports', 'store'];

/** What computes reports: the version, and a hash of the code, as a figure may be mended between two versions. */
export function reportsProgram(): string {
  const hash = createHash('sha256');
  for (const folder of FIGURES)
    for (const file of sourcesIn(join(import.meta.dirname, folder))) hash.update(readFileSync(file));
  return `${programVersion()} ${hash.digest('hex').slice(0, 16)}`;
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
