import type { AgentId } from '../core/plan.js';
import { dialledKey } from '../core/plan.js';
import type { FactReader } from '../ports/facts.js';
import { unknownName } from './report-fault.js';
import type { Filters } from './slicing/filters.js';
import type { Slice } from './slicing/items.js';
import { agentNamesOf } from './thresholds.js';

/** What the newest plan calls things; without any plan nothing. */
export interface KnownNames {
  readonly queues: readonly string[];
  readonly agentNames: ReadonlyMap<AgentId, string>;
  readonly numbers: readonly string[];
  readonly tags: readonly string[];
  /** ISO 3166; null: the plan names none. */
  readonly country: string | null;
}

export async function knownNames(reader: FactReader): Promise<KnownNames> {
  const json = await reader.newestPlan();
  if (json === null) return { queues: [], agentNames: new Map(), numbers: [], tags: [], country: null };
  const plan: unknown = JSON.parse(json);
  const numbers = Object.values(member(plan, 'numbers'));
  const country = member(plan, 'company')['country'];
  return {
    queues: Object.keys(member(plan, 'queues')),
    agentNames: agentNamesOf(json),
    numbers: numbers.flatMap((number) => (isRecord(number) ? [String(number['number'])] : [])),
    tags: numbers.flatMap((number) => (isRecord(number) ? textsOf(number['tags']) : [])),
    country: typeof country === 'string' ? country : null,
  };
}

/** A filter that names what neither plan nor facts know is a mistake, not an empty report. */
export function refuseUnknownFilters(filters: Filters, slice: Slice, names: KnownNames): void {
  const queues = [...slice.visits, ...slice.conversations].flatMap(({ fact }) => fact.queue ?? []);
  refuse('queue', filters.queues, [...names.queues, ...queues]);
  const agents = [...slice.offers, ...slice.conversations].map(({ fact }) => fact.agent);
  refuse('agent', filters.agents, [
    ...names.agentNames.keys(),
    ...agents,
    ...slice.states.map(({ agent }) => agent),
  ]);
  const dialled = slice.calls.flatMap(({ origin: { dialled: number } }) => number ?? []);
  refuse('number', filters.numbers, [...names.numbers, ...dialled], dialledKey);
  refuse('tag', filters.tags, [...names.tags, ...slice.calls.flatMap(({ origin }) => origin.tags)]);
}

function refuse(
  kind: string,
  wanted: readonly string[],
  known: readonly string[],
  keyOf: (name: string) => string = (name) => name,
): void {
  const keys = new Set(known.map(keyOf));
  const unknown = wanted.find((name) => !keys.has(keyOf(name)));
  if (unknown !== undefined) throw unknownName(kind, unknown, [...new Set(known)].sort());
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
