import { createHash } from 'node:crypto';
import type { Plan } from '../core/plan.js';
import { checkCallbacks } from './checks/callbacks.js';
import { checkDials } from './checks/dials.js';
import { checkPartners } from './checks/partners.js';
import { checkPhones } from './checks/phones.js';
import { checkEndings } from './checks/endings.js';
import { layGraph } from './checks/graph.js';
import { checkLoops } from './checks/loops.js';
import { checkMenus } from './checks/menus.js';
import { checkReferences } from './checks/references.js';
import { checkSkills } from './checks/skills.js';
import { checkQueuesUsed, warningsOf } from './checks/uses.js';
import { checkPromptFiles, checkSections, type PromptFiles, type Unplayable } from './checks/whole.js';
import { compilePlan, type Rules } from './compile/plan.js';
import { type FetchTable, readDirectory } from './callers/directory.js';
import { byPlace, type Fault, type Place, type Warning } from './fault.js';
import { byPath, readFiles, type ReadFiles } from './routing-draft.js';
import { checkTexts, type Spoken, spokenTexts } from './speech.js';
import type { Source } from './yaml-reader.js';

export type { Source } from './yaml-reader.js';
export type { PromptFiles } from './checks/whole.js';

/** What is known of the world outside the files. */
export interface LoadFacts {
  /** Which sound files there are; left out: prompts are not looked up. */
  readonly promptFiles?: PromptFiles;
  /** What keeps a sound file from being played; left out: nothing is known. */
  readonly unplayable?: Unplayable;
  /** Fetches tables of callers; left out: they are not looked at. */
  readonly fetchTable?: FetchTable;
  /** The command line of the speech engine, by which its files are told apart. */
  readonly speechEngine?: string;
}

/** A plan, or every fault that was found, in the order of the files. Warnings come with a plan only. */
export type Loaded =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly warnings: readonly Warning[];
      /** Texts of which sound files must be there before the plan may come into force. */
      readonly spoken: readonly Spoken[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const DEFAULT_DEPTH = 2;
const REMEMBERED_MS = 30 * 86_400_000;
const VERSION_DIGITS = 16;

/**
 * Reads routing files, which are taken as one, into a plan. Pure; never throws, whatever the text:
 * it answers with a plan or with at least one fault.
 */
export function loadPlan(sources: readonly Source[], facts: LoadFacts = {}): Loaded {
  const read = readFiles(sources);
  const { draft, desk } = read;
  const directory = readDirectory(draft, facts.fetchTable, desk);
  if (read.lacks !== 'yaml') checkNames(read, wholeOf(sources));
  const graph = layGraph(draft);
  checkEndings(draft, desk);
  checkLoops(graph, desk);
  checkMenus(graph, draft.company?.max_menu_depth ?? DEFAULT_DEPTH, desk);
  checkTexts(draft, desk);
  if (facts.promptFiles !== undefined) checkPromptFiles(draft, facts.promptFiles, desk, facts.unplayable);
  if (!graph.hasUnknown && read.lacks === 'nothing') checkQueuesUsed(draft, graph, desk);
  if (desk.faults.length > 0) return { ok: false, faults: desk.faults.sort(byPlace) };
  const memory = { callers: directory.callers, rememberAgentMs: rememberedFor(read) };
  const spoken = spokenTexts(draft, facts.speechEngine ?? '');
  const compiled = compilePlan(draft, memory, spoken);
  const plan = { version: versionOf(compiled), ...compiled };
  return {
    ok: true,
    plan,
    warnings: [...warningsOf(draft, graph, desk), ...directory.warnings].sort(byPlace),
    spoken,
  };
}

/**
 * The same rules have the same version, wherever and however they are written; what another version of this program
 * makes of the same file has another one, so that it comes into force after an upgrade.
 */
export function versionOf(rules: Rules): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, VERSION_DIGITS);
}

/** Once something asks for the last agent of a caller he is remembered, for 30 days unless the file says otherwise. */
function rememberedFor({ draft, desk }: ReadFiles): number | null {
  const isAskedFor = desk.namesOf('last agent').size > 0;
  return draft.callers.rememberAgentMs ?? (isAskedFor ? REMEMBERED_MS : null);
}

function checkNames({ draft, desk, sections }: ReadFiles, whole: Place): void {
  checkReferences(desk);
  checkSkills(draft, desk);
  checkSections(sections, whole, desk);
  checkCallbacks(draft, sections, desk);
  checkPartners(draft, sections, desk);
  checkPhones(draft, sections, desk);
  checkDials(draft, sections, desk);
}

function wholeOf(sources: readonly Source[]): Place {
  const [first] = [...sources].sort(byPath);
  return { file: first?.path ?? 'routing file', line: 0, column: 0 };
}
