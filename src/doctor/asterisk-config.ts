import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inside } from './inside.js';

/** A line of an Asterisk configuration file, without comment; `section` is empty before the first one. */
export interface ConfigLine {
  readonly section: string;
  readonly text: string;
}

const DEEPEST_INCLUDE = 10;

/**
 * The lines of a configuration file with everything that it includes, in order. `root` is the folder that Asterisk
 * takes for `/`, `etc` its configuration folder. Throws when the file itself cannot be read; an included one that
 * is missing is left out, as `#tryinclude` does.
 */
export async function readConfig(root: string, etc: string, name: string): Promise<readonly ConfigLine[]> {
  const texts = await textsOf(root, etc, name, 0);
  let section = '';
  const lines: ConfigLine[] = [];
  for (const text of texts) {
    const heading = /^\[([^\]]+)\]/.exec(text)?.[1];
    if (heading !== undefined) section = heading;
    else lines.push({ section, text });
  }
  return lines;
}

/** The value of `key = value` or `key => value` in a section; the first one counts; null: it is not there. */
export function valueOf(lines: readonly ConfigLine[], section: string, key: string): string | null {
  for (const line of lines) {
    const [, name, value] = /^(\w+)\s*=>?\s*(.*)$/.exec(line.text) ?? [];
    if (line.section === section && name === key) return (value ?? '').trim();
  }
  return null;
}

async function textsOf(root: string, etc: string, name: string, depth: number): Promise<readonly string[]> {
  const path = await inside(root, name.startsWith('/') ? name : join(etc, name));
  const rows = (await readFile(path, 'utf8')).split('\n').map(withoutComment);
  const texts: string[] = [];
  for (const row of rows) {
    const included = /^#(?:try)?include\s+["<]?([^">]+)[">]?$/.exec(row)?.[1]?.trim();
    if (included !== undefined && depth < DEEPEST_INCLUDE) {
      for (const file of await filesOf(root, etc, included)) {
        texts.push(...(await textsOf(root, etc, file, depth + 1).catch(() => [])));
      }
    } else if (row !== '') texts.push(row);
  }
  return texts;
}

/** `#include` takes a pattern in its last part. */
async function filesOf(root: string, etc: string, pattern: string): Promise<readonly string[]> {
  if (!/[*?]/.test(pattern)) return [pattern];
  const folder = dirname(pattern);
  const names = await readdir(await inside(root, folder.startsWith('/') ? folder : join(etc, folder))).catch(
    () => [],
  );
  const regular = basename(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return names
    .filter((name) => new RegExp(`^${regular}$`).test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** A semicolon begins a comment unless a backslash stands before it. */
function withoutComment(row: string): string {
  return row.replace(/(^|[^\\]);.*$/, '$1').trim();
}
