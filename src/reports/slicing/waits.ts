import { oncePer } from '../once-per.js';
import { countOf } from '../ratio.js';
import { isShort, type Wait } from '../service-level.js';
import type { CallItem, Slice, VisitItem } from './items.js';

/** The waits that the report counts: of calls that were offered and are over, or of visits. */
export const waitsOf: (slice: Slice) => readonly Wait[] = oncePer((slice) =>
  slice.counted === 'visits' ? slice.visits.map(visitWait) : waitsOfCalls(slice.calls),
);

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

function waitsOfCalls(calls: readonly CallItem[]): Wait[] {
  const waits: Wait[] = [];
  for (const { origin, fact, rule } of calls) {
    if (fact === null || fact.firstOfferedAt === null) continue;
    const isHungUp = origin.disposition === 'abandoned' || origin.disposition === 'short-abandoned';
    const end = origin.disposition === 'answered' ? 'answered' : isHungUp ? 'hung-up' : 'other';
    waits.push({ waitMs: fact.waitMs, end, rule });
  }
  return waits;
}
