import type { FarCall, FarRing } from '../support/far-end/records.js';
import type { OfferFact } from '../../src/core/milestone.js';
import { callerAt, isOfAgent, PARTNER_NUMBER, QUEUE_KEY } from './routing.js';

/** So long after its answer a talk counts as one that stands: Callplane has connected it. */
const CONNECTED_AFTER_MS = 1_000;
/** So long after he pressed the key for it a caller is in the queue. */
const QUEUED_AFTER_MS = 1_000;

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

/** Callers who have pressed the queue's key, and for whom nobody has answered: so many wait at least. Whom the partner has is not shown. */
export function waitingCallers(calls: readonly FarCall[], rings: readonly FarRing[], now: number): number {
  const answered = rings.filter(({ outcome }) => outcome === 'answered');
  const served = new Set(answered.map(({ phone, callerNumber }) => callerAt(phone, callerNumber)));
  const atPartner = answered.filter(({ phone, endedAt }) => phone === PARTNER_NUMBER && endedAt === null);
  const waiting = calls.filter(
    ({ from, keys, endedAt }) =>
      endedAt === null &&
      !served.has(from) &&
      keys.some(({ key, at }) => key === QUEUE_KEY && at <= now - QUEUED_AFTER_MS),
  );
  return waiting.length - atPartner.length;
}
