import type { CallFact, ConversationFact, OfferFact, TransferFact, VisitFact } from '../core/milestone.js';
import type { CallId } from '../core/signal.js';
import { allSound, equality, type Check } from './check.js';
import type { DayFacts } from './day-facts.js';
import { groupBy, sumOf } from './ratio.js';

/** What a call that is over is made of, wherever in time it lies. */
interface Parts {
  readonly call: CallFact;
  readonly visits: readonly VisitFact[];
  readonly offers: readonly OfferFact[];
  readonly conversations: readonly ConversationFact[];
  readonly transfers: readonly TransferFact[];
}

/** Whether the facts of each call fit together; a fact that is missing shows here. Pure. */
export function callFactChecks(facts: DayFacts): Check[] {
  const parts = partsOf(facts);
  return [offersCheck(parts), answersCheck(parts), waitsCheck(parts), talkCheck(parts), callsCheck(facts)];
}

function partsOf(facts: DayFacts): Parts[] {
  const visits = groupBy([...facts.visits, ...facts.beyond.visits], (visit) => visit.call);
  const offers = groupBy([...facts.offers, ...facts.beyond.offers], (offer) => offer.call);
  const talks = groupBy([...facts.conversations, ...facts.beyond.conversations], (talk) => talk.call);
  const transfers = groupBy([...facts.transfers, ...facts.beyond.transfers], (transfer) => transfer.call);
  return facts.calls.map((call) => ({
    call,
    visits: visits.get(call.call) ?? [],
    offers: offers.get(call.call) ?? [],
    conversations: talks.get(call.call) ?? [],
    transfers: transfers.get(call.call) ?? [],
  }));
}

function offersCheck(parts: readonly Parts[]): Check {
  const made = sumOf(parts, (one) => offersMade(one));
  const told = sumOf(parts, (one) => one.offers.length);
  const faults = parts.filter((one) => offersMade(one) !== one.offers.length);
  return equality('offers made by visits = offers with a result', made, told, idsOf(faults));
}

function offersMade(one: Parts): number {
  // Whoever is rung while an agent asks is rung for no visit, unless he gets the caller.
  return sumOf(one.visits, (visit) => visit.offers) + sumOf(one.transfers, (transfer) => transfer.offers);
}

/** Each answered offer has its conversation, each conversation its answered offer and its answered visit. */
function answersCheck(parts: readonly Parts[]): Check {
  const answered = sumOf(parts, (one) => answeredOffers(one).length);
  const talks = sumOf(parts, (one) => one.conversations.length);
  const faults = parts.filter((one) => {
    const told = one.conversations.map((talk) => talk.offer);
    const visits = one.visits.filter((visit) => visit.exit === 'answered').map((visit) => visit.visit);
    return !(
      isSame(answeredOffers(one), told) &&
      isSame(
        visits,
        one.conversations.map((talk) => talk.visit),
      ) &&
      one.call.conversations === told.length
    );
  });
  return equality('offers answered = conversations', answered, talks, idsOf(faults));
}

function answeredOffers(one: Parts): string[] {
  return one.offers.filter((offer) => offer.result === 'answered').map((offer) => offer.offer);
}

function waitsCheck(parts: readonly Parts[]): Check {
  const waitOf = (one: Parts): number => sumOf(one.visits, (visit) => visit.waitMs);
  const faults = parts.filter(
    (one) => one.call.waitMs !== waitOf(one) || (one.call.firstOfferedAt !== null) !== one.visits.length > 0,
  );
  const ofCalls = sumOf(parts, (one) => one.call.waitMs);
  return equality("calls' waits = waits of their visits (ms)", ofCalls, sumOf(parts, waitOf), idsOf(faults));
}

function talkCheck(parts: readonly Parts[]): Check {
  const talkOf = (one: Parts): number => sumOf(one.conversations, (talk) => talk.talkMs);
  const faults = parts.filter((one) => one.call.talkMs !== talkOf(one));
  const ofCalls = sumOf(parts, (one) => one.call.talkMs);
  return equality(
    "calls' talk = talk of their conversations (ms)",
    ofCalls,
    sumOf(parts, talkOf),
    idsOf(faults),
  );
}

/** Whatever happened in the period belongs to a call that is known: over, or in progress. */
function callsCheck(facts: DayFacts): Check {
  const known = new Set<CallId>([
    ...facts.calls.map((call) => call.call),
    ...facts.openCalls.map((call) => call.call),
    ...facts.beyond.earlierCalls.keys(),
  ]);
  const named = new Set([...facts.visits, ...facts.offers, ...facts.conversations].map((fact) => fact.call));
  const faults = [...named].filter((call) => !known.has(call));
  return allSound('visits, offers and conversations belong to a known call', named.size, faults);
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  const [a, b] = [[...left].sort(), [...right].sort()];
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

function idsOf(parts: readonly Parts[]): string[] {
  return parts.map((one) => one.call.call);
}
