import type { AgentId, Language } from '../core/plan.js';
import { dialledKey } from '../core/plan.js';
import type { FactReader, NamesInFacts, Period } from '../ports/facts.js';
import { isRecord, membersOf, textsOf } from './plan-parts.js';
import { planTeams, readPlanTeams } from './plan-teams.js';
import { unknownName } from './report-fault.js';
import type { Filters } from './slicing/filters.js';
import type { Slice } from './slicing/items.js';
import type { Regions } from './telephone-number.js';
import { agentNamesOf } from './thresholds.js';

/** What the newest plan calls things; without any plan nothing. */
export interface KnownNames {
  readonly queues: readonly string[];
  readonly agentNames: ReadonlyMap<AgentId, string>;
  readonly teams: readonly string[];
  readonly numbers: readonly string[];
  readonly tags: readonly string[];
  /** ISO 3166; null: the plan names none. */
  readonly country: string | null;
  /** What it names where numbers begin so. */
  readonly regions: Regions;
}

export async function knownNames(reader: FactReader, language: Language): Promise<KnownNames> {
  const json = await reader.newestPlan();
  if (json === null) return NO_NAMES;
  const plan: unknown = JSON.parse(json);
  const numbers = membersOf(plan, 'numbers').map(([, number]) => number);
  const company = Object.fromEntries(membersOf(plan, 'company'));
  const { country } = company;
  return {
    queues: membersOf(plan, 'queues').map(([queue]) => queue),
    agentNames: agentNamesOf(json, language),
    teams: planTeams(json).names,
    numbers: numbers.flatMap((number) => (isRecord(number) ? [String(number['number'])] : [])),
    tags: numbers.flatMap((number) => (isRecord(number) ? textsOf(number['tags']) : [])),
    country: typeof country === 'string' ? country : null,
    regions: regionsIn(company),
  };
}

const NO_NAMES: KnownNames = {
  ...{ queues: [], agentNames: new Map(), teams: [], numbers: [], tags: [] },
  ...{ country: null, regions: {} },
};

function regionsIn(company: unknown): Regions {
  return Object.fromEntries(
    membersOf(company, 'regions').map(([begins, region]) => [begins, String(region)]),
  );
}

/** Names that facts bear, and the teams of the plans that they came under. */
export type NamesThen = Omit<NamesInFacts, 'plans'> & { readonly teams: readonly string[] };

/** A filter that names what neither plan nor facts know is a mistake, not an empty report. */
export function refuseUnknownFilters(filters: Filters, facts: NamesThen, names: KnownNames): void {
  for (const { kind, wanted, known, keyOf } of kindsOf(filters, facts, names)) {
    const unknown = unknownOf(wanted, known, keyOf);
    if (unknown !== undefined) throw unknownName(kind, unknown, [...new Set(known)].sort());
  }
}

/** Whether the filters name what neither plan nor facts know. */
export function hasUnknown(filters: Filters, facts: NamesThen, names: KnownNames): boolean {
  return kindsOf(filters, facts, names).some(
    ({ wanted, known, keyOf }) => unknownOf(wanted, known, keyOf) !== undefined,
  );
}

/** The names in what happened in the period, whichever call it was of. */
export async function namesThen(reader: FactReader, period: Period): Promise<NamesThen> {
  const { plans, ...names } = await reader.namesIn(period);
  const teams = [...(await readPlanTeams(reader, new Set(plans))).values()];
  return { ...names, teams: teams.flatMap((each) => each.names) };
}

/** The names in facts that have been read. */
export function namesInSlice(slice: Slice): Omit<NamesThen, 'teams'> {
  return {
    queues: [...slice.visits, ...slice.conversations].flatMap(({ fact }) => fact.queue ?? []),
    agents: [
      ...[...slice.offers, ...slice.conversations, ...slice.outgoing].map(({ fact }) => fact.agent),
      ...slice.states.map(({ agent }) => agent),
    ],
    numbers: slice.calls.flatMap(({ origin: { dialled } }) => dialled ?? []),
    tags: slice.calls.flatMap(({ origin }) => origin.tags),
  };
}

interface KindOfName {
  readonly kind: string;
  readonly wanted: readonly string[];
  readonly known: readonly string[];
  readonly keyOf: (name: string) => string;
}

function kindsOf(filters: Filters, facts: NamesThen, names: KnownNames): readonly KindOfName[] {
  const agents = [...names.agentNames.keys(), ...facts.agents];
  return [
    { kind: 'queue', wanted: filters.queues, known: [...names.queues, ...facts.queues], keyOf: itself },
    { kind: 'agent', wanted: filters.agents, known: agents, keyOf: itself },
    { kind: 'team', wanted: filters.teams, known: [...names.teams, ...facts.teams], keyOf: itself },
    {
      kind: 'number',
      wanted: filters.numbers,
      known: [...names.numbers, ...facts.numbers],
      keyOf: dialledKey,
    },
    { kind: 'tag', wanted: filters.tags, known: [...names.tags, ...facts.tags], keyOf: itself },
  ];
}

function unknownOf(
  wanted: readonly string[],
  known: readonly string[],
  keyOf: (name: string) => string,
): string | undefined {
  if (wanted.length === 0) return undefined;
  const keys = new Set(known.map(keyOf));
  return wanted.find((name) => !keys.has(keyOf(name)));
}

function itself(name: string): string {
  return name;
}
