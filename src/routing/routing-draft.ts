import type { KnownCaller } from '../core/plan.js';
import type { BlockDraft, NumberDraft } from './draft.js';
import { type FaultCode, formatPlace, type Place } from './fault.js';
import type { Entry } from './form/collections.js';
import { Desk, type Name } from './form/desk.js';
import type { AgentDraft, Crew } from './language/agents.js';
import type { DialPolicyDraft } from './language/callbacks.js';
import type { CompanyDraft } from './language/company.js';
import { fileForm, type FileDraft, type PromptDraft, type TransfersDraft } from './language/file.js';
import type { CalendarDraft } from './language/hours.js';
import type { PartnerDraft } from './language/partners.js';
import type { PhonesDraft } from './language/phones.js';
import type { QueueDraft } from './language/queues.js';
import type { VoicemailDraft } from './language/voicemail.js';
import type { MapNode } from './source-node.js';
import { readYaml, type Source } from './yaml-reader.js';

/** All files read as one. Entries with a value of null had a fault. */
export interface RoutingDraft {
  readonly company: CompanyDraft | null;
  readonly hours: readonly Entry<CalendarDraft>[];
  readonly prompts: readonly Entry<PromptDraft>[];
  readonly agents: readonly Entry<AgentDraft>[];
  readonly people: readonly Entry<Crew>[];
  readonly callers: DirectoryDraft;
  readonly dialPolicy: DialPolicyDraft | null;
  readonly partners: readonly Entry<PartnerDraft>[];
  readonly phones: PhonesDraft | null;
  readonly transfers: TransfersDraft | null;
  readonly voicemail: readonly Entry<VoicemailDraft>[];
  readonly queues: readonly Entry<QueueDraft>[];
  readonly flows: readonly Entry<BlockDraft>[];
  readonly numbers: readonly Entry<NumberDraft>[];
}

/** Known callers as they stand in the files, and the tables that have more of them. */
export interface DirectoryDraft {
  readonly known: readonly Entry<KnownCaller>[];
  readonly tables: readonly Name[];
  readonly rememberAgentMs: number | null;
}

export interface ReadFiles {
  readonly draft: RoutingDraft;
  readonly desk: Desk;
  /** Sections that stand in some file, readable or not, with the place of the first. */
  readonly sections: ReadonlyMap<string, Place>;
  /** `yaml`: a file is not a group of keys, so names may be missing. `draft`: every name is known, but not every part. */
  readonly lacks: 'nothing' | 'draft' | 'yaml';
}

/** Reads every file as far as it can be read. Never throws. */
export function readFiles(sources: readonly Source[]): ReadFiles {
  const desk = new Desk();
  const sections = new Map<string, Place>();
  const files: FileDraft[] = [];
  let lacks: ReadFiles['lacks'] = 'nothing';
  for (const source of [...sources].sort(byPath)) {
    const { root, faults } = readYaml(source);
    for (const { code, at, found, right } of faults) desk.add(code, at, found, right);
    const file = root === null ? null : fileForm.read(root, desk);
    if (root?.kind !== 'map') lacks = 'yaml';
    else noteSections(root, sections, desk);
    if (file !== null) files.push(file);
    else if (lacks === 'nothing') lacks = 'draft';
  }
  return { draft: merge(files), desk, sections, lacks };
}

/** The order in which the files of a folder are read: by path, by code unit. */
export function byPath(a: Source, b: Source): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

const ONCE: Readonly<Partial<Record<string, FaultCode>>> = {
  company: 'company-twice',
  dial_policy: 'dial-policy-twice',
  phones: 'phones-twice',
  transfers: 'transfers-twice',
};

function noteSections(root: MapNode, sections: Map<string, Place>, desk: Desk): void {
  for (const { key, keyAt } of root.entries) {
    const first = sections.get(key);
    if (first === undefined) sections.set(key, keyAt);
    else {
      const code = ONCE[key];
      if (code === undefined) continue;
      desk.add(
        code,
        keyAt,
        `${key} a second time (first at ${formatPlace(first)})`,
        `${key} in one file only`,
      );
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
    callers: {
      known: files.flatMap((file) => file.callers?.known ?? []),
      tables: files.flatMap((file) => file.callers?.file ?? []),
      rememberAgentMs:
        files.find((file) => file.callers?.remember_agent != null)?.callers?.remember_agent ?? null,
    },
    dialPolicy: files.find((file) => file.dial_policy !== null)?.dial_policy ?? null,
    partners: files.flatMap((file) => file.partners ?? []),
    phones: files.find((file) => file.phones !== null)?.phones ?? null,
    transfers: files.find((file) => file.transfers !== null)?.transfers ?? null,
    voicemail: files.flatMap((file) => file.voicemail ?? []),
    queues: files.flatMap((file) => file.queues ?? []),
    flows: files.flatMap((file) => file.flows ?? []),
    numbers: files.flatMap((file) => file.numbers ?? []),
  };
}
