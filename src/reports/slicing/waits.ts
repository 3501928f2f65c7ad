import { countOf } from '../ratio.js';
import { isShort, type Wait } from '../service-level.js';
import type { CallItem, Slice, VisitItem } from './items.js';

/** The waits that the report counts: of calls that were offered and are over, or of visits. */
export function waitsOf(slice: Slice): readonly Wait[] {
  return slice.counted === 'visits' ? slice.visits.map(visitWait) : slice.calls.flatMap(callWait);
}

/** The calls or visits themselves, whatever became of them. */
export function enteredOf(slice: Slice): number {
  return slice.counted === 'visits' ? slice.visits.length : slice.calls.length;
}

export function answeredOf(waits: readonly Wait[]): number {
  return countOf(waits, (wait) => wait.end === 'answered');
}

export function abandonedOf(waits: readonly Wait[]): number {
  return countOf(waits, (wait) => wait.end === 'hung-up' && !isShort(wait.waitMs, wait.rule));
}

export function shortAbandonedOf(waits: readonly Wait[]): number {
  return countOf(waits, (wait) => wait.end === 'hung-up' && isShort(wait.waitMs, wait.rule));
}

function visitWait({ fact, rule }: VisitItem): Wait {
  const end = fact.exit === 'answered' || fact.exit === 'hung-up' ? fact.exit : 'other';
  return { waitMs: fact.waitMs, end, rule };
}

function callWait({ origin, fact, rule }: CallItem): Wait[] {
  if (fact === null || fact.firstOfferedAt === null) return [];
  const isHungUp = origin.disposition === 'abandoned' || origin.disposition === 'short-abandoned';
  const end = origin.disposition === 'answered' ? 'answered' : isHungUp ? 'hung-up' : 'other';
  return [{ waitMs: fact.waitMs, end, rule }];
}
