import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  fileKey,
  fileVariable,
  SETTINGS,
  SETTINGS_FILE,
  SETTINGS_FILE_VARIABLE,
  type SettingRow,
} from './settings-table.js';

/** So many letters wrong, missing or too many are taken for a slip. */
const LIKELY_SLIP = 3;

/** A value and where it was set, for messages; paths in it are relative to `folder`. */
export interface FoundValue {
  readonly value: unknown;
  readonly place: string;
  readonly folder: string;
  /** The file that holds the value; null: it stands in the environment. */
  readonly file: string | null;
}

/** What was found, and what is wrong with how it is written down. */
export interface SettingsSource {
  readonly values: ReadonlyMap<SettingRow, FoundValue>;
  readonly faults: readonly string[];
}

interface FileContent {
  readonly path: string;
  /** Dotted key → value. */
  readonly entries: ReadonlyMap<string, unknown>;
}

/** Collects every setting from the environment and, behind it, from the settings file. */
export function findSettings(environment: NodeJS.ProcessEnv, workingFolder: string): SettingsSource {
  const faults: string[] = [];
  const file = readSettingsFile(environment, workingFolder, faults);
  const values = new Map<SettingRow, FoundValue>();
  for (const setting of SETTINGS) {
    const found =
      fromEnvironment(setting, environment, workingFolder, faults) ?? fromFile(setting, file, faults);
    if (found !== null) values.set(setting, found);
  }
  faults.push(...misspeltVariables(environment), ...unknownKeys(file));
  return { values, faults };
}

/** The files in which secrets are kept, each with the setting that says so. */
export function secretFiles(
  environment: NodeJS.ProcessEnv,
  workingFolder: string,
): readonly { readonly path: string; readonly setting: string }[] {
  const { values } = findSettings(environment, workingFolder);
  return [...values].flatMap(([setting, { file, place }]) =>
    setting.kind === 'secret' && file !== null ? [{ path: file, setting: place }] : [],
  );
}

function fromEnvironment(
  setting: SettingRow,
  environment: NodeJS.ProcessEnv,
  folder: string,
  faults: string[],
): FoundValue | null {
  const value = environment[setting.variable] ?? '';
  const path = setting.kind === 'secret' ? (environment[fileVariable(setting)] ?? '') : '';
  if (value !== '') return { value, place: setting.variable, folder, file: null };
  return path === '' ? null : secretFrom(path, fileVariable(setting), folder, faults);
}

function fromFile(setting: SettingRow, file: FileContent | null, faults: string[]): FoundValue | null {
  if (file === null) return null;
  const folder = dirname(file.path);
  const value = file.entries.get(setting.key) ?? null;
  if (value !== null) return { value, place: `${setting.key} in ${file.path}`, folder, file: file.path };
  const path = setting.kind === 'secret' ? file.entries.get(fileKey(setting)) : undefined;
  return typeof path === 'string'
    ? secretFrom(path, `${fileKey(setting)} in ${file.path}`, folder, faults)
    : null;
}

function secretFrom(path: string, place: string, folder: string, faults: string[]): FoundValue | null {
  const file = resolve(folder, path);
  try {
    return { value: readFileSync(file, 'utf8').trim(), place, folder, file };
  } catch (error) {
    faults.push(`${place}: ${file} cannot be read (${codeOf(error)}); name a file with the secret`);
    return null;
  }
}

function readSettingsFile(
  environment: NodeJS.ProcessEnv,
  folder: string,
  faults: string[],
): FileContent | null {
  const named = environment[SETTINGS_FILE_VARIABLE] ?? '';
  const path = resolve(folder, named === '' ? SETTINGS_FILE : named);
  if (named === '' && !existsSync(path)) return null;
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isSection(content)) return { path, entries: new Map(flattened(content, '')) };
    faults.push(`${path}: holds no JSON object; write { "section": { "name": value } }`);
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? `is not JSON: ${withoutText(error.message)}`
        : `cannot be read (${codeOf(error)})`;
    faults.push(`${path}: ${why}`);
  }
  return null;
}

/** The parser's words without the piece of the file that it shows: that may be a secret. */
function withoutText(message: string): string {
  return message.replace(/, (\.{3})?".*is not valid JSON$/s, '');
}

function flattened(section: object, prefix: string): readonly (readonly [string, unknown])[] {
  return Object.entries(section).flatMap(([name, value]: [string, unknown]) =>
    isSection(value) ? flattened(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value] as const],
  );
}

/** Other programs of ours have variables of their own; only what looks like a slip of the pen is a fault. */
function misspeltVariables(environment: NodeJS.ProcessEnv): readonly string[] {
  const known = SETTINGS.flatMap((setting) => [
    setting.variable,
    ...(setting.kind === 'secret' ? [fileVariable(setting)] : []),
  ]).concat(SETTINGS_FILE_VARIABLE);
  return Object.keys(environment).flatMap((name) => {
    if (!name.startsWith('CALLPLANE_') || known.includes(name)) return [];
    const near = nearest(name, known);
    return editsBetween(name, near) > LIKELY_SLIP
      ? []
      : [`${name}: there is no such setting; right would be ${near}`];
  });
}

function nearest(name: string, known: readonly string[]): string {
  return known.reduce((best, each) => (editsBetween(name, each) < editsBetween(name, best) ? each : best));
}

function unknownKeys(file: FileContent | null): readonly string[] {
  const known = SETTINGS.flatMap((setting) => [
    setting.key,
    ...(setting.kind === 'secret' ? [fileKey(setting)] : []),
  ]);
  return [...(file?.entries.keys() ?? [])]
    .filter((key) => !known.includes(key))
    .map(
      (key) => `${key} in ${file?.path ?? ''}: there is no such setting; docs/settings.md lists all of them`,
    );
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Letters to change, insert or take out to make one of the other (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
