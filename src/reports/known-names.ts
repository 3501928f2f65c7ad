import type { AgentId, Language } from '../core/plan.js';
import { dialledKey } from '../core/plan.js';
import type { FactReader, NamesInFacts } from '../ports/facts.js';
import { unknownName } from './report-fault.js';
import type { Filters } from './slicing/filters.js';
import type { Slice } from './slicing/items.js';
import type { Regions } from './telephone-number.js';
import { agentNamesOf } from './thresholds.js';

/** What the newest plan calls things; without any plan nothing. */
export interface KnownNames {
  readonly queues: readonly string[];
  readonly agentNames: ReadonlyMap<AgentId, string>;
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
  const numbers = Object.values(member(plan, 'numbers'));
  const company = member(plan, 'company');
  const country = company['country'];
  return {
    queues: Object.keys(member(plan, 'queues')),
    agentNames: agentNamesOf(json, language),
    numbers: numbers.flatMap((number) => (isRecord(number) ? [String(number['number'])] : [])),
    tags: numbers.flatMap((number) => (isRecord(number) ? textsOf(number['tags']) : [])),
    country: typeof country === 'string' ? country : null,
    regions: regionsIn(company),
  };
}

const NO_NAMES: KnownNames = {
  ...{ queues: [], agentNames: new Map(), numbers: [], tags: [] },
  ...{ country: null, regions: {} },
};

function regionsIn(company: Record<string, unknown>): Regions {
  return Object.fromEntries(
    Object.entries(member(company, 'regions')).map(([begins, region]) => [begins, String(region)]),
  );
}

/** A filter that names what neither plan nor facts know is a mistake, not an empty report. */
export function refuseUnknownFilters(filters: Filters, facts: NamesInFacts, names: KnownNames): void {
  for (const { kind, wanted, known, keyOf } of kindsOf(filters, facts, names)) {
    const unknown = unknownOf(wanted, known, keyOf);
    if (unknown !== undefined) throw unknownName(kind, unknown, [...new Set(known)].sort());
  }
}

/** Whether the filters name what neither plan nor facts know. */
export function hasUnknown(filters: Filters, facts: NamesInFacts, names: KnownNames): boolean {
  return kindsOf(filters, facts, names).some(
    ({ wanted, known, keyOf }) => unknownOf(wanted, known, keyOf) !== undefined,
  );
}

/** The names in facts that have been read. */
export function namesInSlice(slice: Slice): NamesInFacts {
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

function kindsOf(filters: Filters, facts: NamesInFacts, names: KnownNames): readonly KindOfName[] {
  const agents = [...names.agentNames.keys(), ...facts.agents];
  return [
    { kind: 'queue', wanted: filters.queues, known: [...names.queues, ...facts.queues], keyOf: itself },
    { kind: 'agent', wanted: filters.agents, known: agents, keyOf: itself },
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

function member(value: unknown, name: string): Record<string, unknown> {
  const found = isRecord(value) ? value[name] : null;
  return isRecord(found) ? found : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
