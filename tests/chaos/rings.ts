import type { FarRing } from '../support/far-end/records.js';
import type { OfferFact } from '../../src/core/milestone.js';

export function pairsOf(rings: readonly FarRing[]): readonly string[] {
  return [...new Set(rings.map(({ phone, callerNumber }) => `${phone} ${callerNumber ?? ''}`))];
}

export function hasRung(result: OfferFact['result']): boolean {
  return result === 'answered' || result === 'no-answer' || result === 'busy' || result === 'declined';
}

export function nameOf(ring: FarRing): string {
  return `${ring.callerNumber ?? 'hidden'} at ${ring.phone}`;
}
