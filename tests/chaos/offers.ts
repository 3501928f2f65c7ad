import { isPartner } from '../../src/core/partner/partner.js';
import type { OfferFact, OutgoingFact } from '../../src/core/milestone.js';
import type { FarRing } from '../support/far-end/records.js';
import type { Facts } from './facts.js';
import { hasRung } from './rings.js';
import { PARTNER_NUMBER } from './routing.js';
import { type Absence, JUST_NOW_MS, SAME_INSTANT_MS } from './tolerances.js';

/** An offer that is over so soon may have been taken back before its INVITE was at the phone. */
const ON_ITS_WAY_MS = 1_000;

/**
 * An agent's phone that rang for a caller is told as often. What is told beside that is an offer that cannot have rung there:
 * it says so itself, was taken back at once, or stood when Callplane was hit.
 */
export function offersFault(
  pair: string,
  rings: number,
  offers: readonly OfferFact[],
  absences: readonly Absence[],
): readonly string[] {
  const reached = offers.filter(({ result }) => hasRung(result)).length;
  const excused = offers.filter((offer) => needNotHaveRung(offer, absences)).length;
  if (offers.length >= rings && reached <= rings && offers.length - rings <= excused) return [];
  const results = offers.map(({ result }) => result).join(', ');
  return [
    `${pair}: rung ${rings} times, ${offers.length} offers stored (${results}), ${reached} of them rang`,
  ];
}

function needNotHaveRung({ result, offeredAt, endedAt }: OfferFact, absences: readonly Absence[]): boolean {
  switch (result) {
    case 'unreachable':
    case 'failed':
    case 'withdrawn':
      return true;
    case 'caller-left':
    case 'lost-race':
      return (
        endedAt - offeredAt <= ON_ITS_WAY_MS ||
        absences.some(
          ({ at, backAt }) => offeredAt <= backAt + SAME_INSTANT_MS && endedAt >= at - JUST_NOW_MS,
        )
      );
    case 'answered':
    case 'no-answer':
    case 'busy':
    case 'declined':
    case 'not-confirmed':
      return false;
  }
}

/** A number outside that was rung for a caller is told as often, and as answered no oftener than it was. */
export function outsideFault(
  pair: string,
  rings: readonly FarRing[],
  made: readonly OutgoingFact[],
): readonly string[] {
  const talked = made.filter(({ result }) => result === 'answered').length;
  const answered = rings.filter(({ outcome }) => outcome === 'answered').length;
  if (made.length >= rings.length && talked <= answered) return [];
  return [
    `${pair}: rung ${rings.length} times, answered ${answered}; ${made.length} stored, ${talked} answered`,
  ];
}

/** For whom the partner is rung is not shown there: all its rings at once. */
export function partnerFaults(
  all: readonly FarRing[],
  facts: Pick<Facts, 'offers' | 'conversations'>,
): readonly string[] {
  const rings = all.filter(({ phone }) => phone === PARTNER_NUMBER);
  const answered = rings.filter(({ outcome }) => outcome === 'answered').length;
  const offers = facts.offers.filter(({ agent }) => isPartner(agent)).length;
  const talks = facts.conversations.filter(({ agent }) => isPartner(agent)).length;
  if (offers >= rings.length && talks <= answered) return [];
  return [
    `the partner: rung ${rings.length} times, answered ${answered}; ${offers} offers, ${talks} talks stored`,
  ];
}
