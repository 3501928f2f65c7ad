import type { FarRing } from '../support/far-end/records.js';
import type { OfferFact } from '../../src/core/milestone.js';
import { isOfAgent } from './routing.js';

/** So long after its answer a talk counts as one that stands: Callplane has connected it. */
const CONNECTED_AFTER_MS = 300;

export function pairsOf(rings: readonly FarRing[]): readonly string[] {
  return [...new Set(rings.map(({ phone, callerNumber }) => `${phone} ${callerNumber ?? ''}`))];
}

export function hasRung(result: OfferFact['result']): boolean {
  return result === 'answered' || result === 'no-answer' || result === 'busy' || result === 'declined';
}

export function nameOf(ring: FarRing): string {
  return `${ring.callerNumber ?? 'hidden'} at ${ring.phone}`;
}

/** When the phone of an agent was lifted last; null: none of them was. Numbers outside, the partner's too, and the emergency phone do not count. */
export function newestAnswer(rings: readonly FarRing[]): number | null {
  const lifted = rings.flatMap(({ phone, outcome, stoppedAt }) =>
    isOfAgent(phone) && outcome === 'answered' && stoppedAt !== null ? stoppedAt : [],
  );
  return lifted.length === 0 ? null : Math.max(...lifted);
}

/** Talks of agents that neither side has ended at this instant. */
export function standingTalks(rings: readonly FarRing[], now: number): number {
  return rings.filter(
    ({ phone, outcome, stoppedAt, endedAt }) =>
      isOfAgent(phone) &&
      outcome === 'answered' &&
      endedAt === null &&
      (stoppedAt ?? now) <= now - CONNECTED_AFTER_MS,
  ).length;
}
