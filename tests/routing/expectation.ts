import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatPlace, type Fault } from '../../src/routing/fault.js';
import { loadPlan, type Loaded, type PromptFiles } from '../../src/routing/load.js';
import { fetchTable, readSources } from '../../src/routing/sources.js';

export const BAD = 'tests/routing/bad';
export const GOOD = 'tests/routing/good';

/** Who can see what is wrong: the JSON Schema too, only the check, or nobody but the YAML reader. */
export type SeenBy = 'schema' | 'check' | 'yaml';

/** What a bad example says about itself in its first lines: two for each fault. */
export interface Expectation {
  readonly faults: readonly { readonly where: string; readonly code: string; readonly message: string }[];
  readonly seenBy: SeenBy;
}

/** The names of the bad examples: files, and folders of files that are read as one. */
export function badExamples(): string[] {
  return readdirSync(BAD).sort();
}

/** Reads `# 4:15 unknown-word schema` and `# found …; right would be …`, as often as they follow. */
export function expectationOf(name: string): Expectation {
  const path = join(BAD, name);
  const first = statSync(path).isDirectory() ? join(path, readdirSync(path).sort()[0] ?? '') : path;
  const lines = readFileSync(first, 'utf8').split('\n');
  const faults: Expectation['faults'][number][] = [];
  let seenBy: SeenBy = 'check';
  for (let index = 0; index < lines.length; index += 2) {
    const head = /^# (\S+) (\S+) (schema|check|yaml)$/.exec(lines[index] ?? '');
    if (head === null) break;
    seenBy = head[3] as SeenBy;
    faults.push({ where: head[1] ?? '', code: head[2] ?? '', message: (lines[index + 1] ?? '').slice(2) });
  }
  return { faults, seenBy };
}

/** A fault as the examples write it: without the folder that all of them are in. */
export function describe(fault: Fault, name: string): Expectation['faults'][number] {
  const place = fault.at.line === 0 ? '0:0' : formatPlace(fault.at).slice(join(BAD, name).length + 1);
  const message = `found ${fault.found}; right would be ${fault.right}`.replaceAll(`${BAD}/`, '');
  return { where: place, code: fault.code, message };
}

const SOUNDS = new Set(['callplane/welcome']);
export const onlyWelcome: PromptFiles = () => SOUNDS;

/** Reads and loads a file or folder as `callplane check` does. */
export async function load(path: string, promptFiles?: PromptFiles): Promise<Loaded> {
  const read = await readSources(path);
  if (!read.ok) return { ok: false, faults: read.faults };
  return loadPlan(read.sources, { fetchTable, ...(promptFiles === undefined ? {} : { promptFiles }) });
}
