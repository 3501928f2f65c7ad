import { readFileSync, statSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TableText } from './callers/directory.js';
import type { Fault, FaultCode } from './fault.js';
import { LARGEST_FILE, type Source } from './yaml-reader.js';

/** The files as text, or why one of them could not be read. */
export type ReadSources =
  | { readonly ok: true; readonly sources: readonly Source[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const MOST_FILES = 200;
/** Ten thousand long lines. */
const LARGEST_TABLE = 4_000_000;
/** UTF-8 takes at most three bytes for one UTF-16 code unit. */
const MOST_BYTES = 3 * LARGEST_FILE;

/** Reads one routing file, or every `*.yml` of a folder (not of folders in it, nor hidden). Never throws. */
export async function readSources(path: string): Promise<ReadSources> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    return isFolder ? await readFolder(path) : await readSource(path);
  } catch (error) {
    return unreadable(path, error);
  }
}

async function readFolder(folder: string): Promise<ReadSources> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  const misnamed = names.find((name) => name.endsWith('.yaml'));
  if (misnamed !== undefined) {
    const right = '.yml, by which the routing files of a folder are known';
    return refuse('file-ending', join(folder, misnamed), 'the ending .yaml', right);
  }
  const paths = names.filter((name) => name.endsWith('.yml')).map((name) => join(folder, name));
  if (paths.length === 0)
    return refuse('files-none', folder, 'a folder without *.yml', 'at least one file in it');
  if (paths.length > MOST_FILES) {
    return refuse('files-too-many', folder, `${paths.length} files`, `at most ${MOST_FILES}`);
  }
  return together(await Promise.all(paths.map((each) => readSource(each))));
}

async function readSource(path: string): Promise<ReadSources> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) {
      return refuse('file-too-large', path, `a file of ${size} bytes`, `at most ${LARGEST_FILE} characters`);
    }
    const text = decode(await readFile(path));
    if (text === null) return refuse('not-text', path, 'bytes that are not UTF-8', 'a text file in UTF-8');
    return { ok: true, sources: [{ path, text }] };
  } catch (error) {
    return unreadable(path, error);
  }
}

/** The text of a table beside the routing files. Never throws. */
export function fetchTable(path: string): TableText {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_TABLE)
      return { ok: false, found: `the table ${path} of ${size} bytes (at most ${LARGEST_TABLE})` };
    const text = decode(readFileSync(path));
    return text === null
      ? { ok: false, found: `the table ${path}, whose bytes are not UTF-8` }
      : { ok: true, text };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, found: `the table ${path}, which cannot be read (${reason})` };
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function together(reads: readonly ReadSources[]): ReadSources {
  const faults = reads.flatMap((read) => (read.ok ? [] : read.faults));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, sources: reads.flatMap((read) => (read.ok ? read.sources : [])) };
}

function unreadable(path: string, error: unknown): ReadSources {
  const reason = error instanceof Error ? error.message : String(error);
  return refuse(
    'file-unreadable',
    path,
    `a path that cannot be read (${reason})`,
    'a readable file or folder (setting CALLPLANE_ROUTING)',
  );
}

function refuse(code: FaultCode, file: string, found: string, right: string): ReadSources {
  return { ok: false, faults: [{ code, at: { file, line: 0, column: 0 }, found, right }] };
}
