import type { BlockDraft, NumberDraft } from './draft.js';
import { formatPlace, type Place } from './fault.js';
import type { Entry } from './form/collections.js';
import { Desk } from './form/desk.js';
import type { AgentDraft, Crew } from './language/agents.js';
import type { CompanyDraft } from './language/company.js';
import { fileForm, type FileDraft, type PromptDraft } from './language/file.js';
import type { CalendarDraft } from './language/hours.js';
import type { QueueDraft } from './language/queues.js';
import type { SourceNode } from './source-node.js';
import { readYaml, type Source } from './yaml-reader.js';

/** All files read as one. Entries with a value of null had a fault. */
export interface RoutingDraft {
  readonly company: CompanyDraft | null;
  readonly hours: readonly Entry<CalendarDraft>[];
  readonly prompts: readonly Entry<PromptDraft>[];
  readonly agents: readonly Entry<AgentDraft>[];
  readonly people: readonly Entry<Crew>[];
  readonly queues: readonly Entry<QueueDraft>[];
  readonly flows: readonly Entry<BlockDraft>[];
  readonly numbers: readonly Entry<NumberDraft>[];
}

export interface ReadFiles {
  readonly draft: RoutingDraft;
  readonly desk: Desk;
  /** Sections that stand in some file, readable or not, with the place of the first. */
  readonly sections: ReadonlyMap<string, Place>;
  /** Files that are not YAML; names may be given in them that are missing here. */
  readonly unreadable: number;
}

/** Reads every file as far as it can be read. Never throws. */
export function readFiles(sources: readonly Source[]): ReadFiles {
  const desk = new Desk();
  const sections = new Map<string, Place>();
  const files: FileDraft[] = [];
  let unreadable = 0;
  for (const source of [...sources].sort(byPath)) {
    const { root, faults } = readYaml(source);
    for (const { code, at, found, right } of faults) desk.add(code, at, found, right);
    if (root === null) {
      unreadable++;
      continue;
    }
    noteSections(root, sections, desk);
    const file = fileForm.read(root, desk);
    if (file !== null) files.push(file);
  }
  return { draft: merge(files), desk, sections, unreadable };
}

/** The order in which the files of a folder are read: by path, by code unit. */
export function byPath(a: Source, b: Source): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function noteSections(root: SourceNode, sections: Map<string, Place>, desk: Desk): void {
  if (root.kind !== 'map') return;
  for (const { key, keyAt } of root.entries) {
    const first = sections.get(key);
    if (first === undefined) sections.set(key, keyAt);
    else if (key === 'company') {
      const found = `company a second time (first at ${formatPlace(first)})`;
      desk.add('company-twice', keyAt, found, 'company in one file only');
    }
  }
}

function merge(files: readonly FileDraft[]): RoutingDraft {
  return {
    company: files.find((file) => file.company !== null)?.company ?? null,
    hours: files.flatMap((file) => file.hours ?? []),
    prompts: files.flatMap((file) => file.prompts ?? []),
    agents: files.flatMap((file) => file.agents ?? []),
    people: files.flatMap((file) => file.people ?? []),
    queues: files.flatMap((file) => file.queues ?? []),
    flows: files.flatMap((file) => file.flows ?? []),
    numbers: files.flatMap((file) => file.numbers ?? []),
  };
}
