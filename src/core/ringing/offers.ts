import { type Call, hasAgent, type Visit } from '../call/call.js';
import { callerName } from '../call/known-caller.js';
import type { CallEvent, OfferResult } from '../milestone.js';
import type { MissedResult } from '../plan.js';
import type { Instant, OfferId } from '../signal.js';
import { hangUp } from '../legs.js';
import { mint, type State } from '../state.js';
import { agentOf, callOf, tell, type Work } from '../work.js';
import type { Agent } from '../agent/agent.js';
import { pause } from '../agent/presence.js';
import { noteNotTaken } from '../partner/lines.js';
import { isLineOfPartner, nameInFacts } from '../partner/partner.js';
import { backToNotes } from '../transfer/returning.js';
import type { Offer } from './offer.js';
import { callPlan, type RingRule, ruleOf } from './rule.js';

/** Asterisk's own time-out stands above ours as a net. */
const NET_MS = 2_000;
/** A phone that fails at once is not tried again at once, whatever the file says: that would be a storm. */
const REST_AT_LEAST_MS = 1_000;

/** Reserves an agent for a call and rings his phone. Its id. */
export function makeOffer(work: Work, call: Call, visit: Visit, agent: Agent, rule: RingRule): OfferId {
  const { state, now } = work;
  const callerName = shownName(state, call);
  const offer = placeOffer(work, call, visit, agent, {
    ...{ offerMs: rule.offerMs, callerNumber: call.from, callerName },
  });
  state.index.freeAgents.delete(agent.id);
  for (const queue of state.index.queuesOf.get(agent.id) ?? []) state.index.free.get(queue)?.delete(agent.id);
  visit.tried.push(agent.id);
  visit.offers.push(offer.id);
  const { id, wave } = offer;
  tell(work, call, 'offered', { agent: agent.id, offer: id, wave, ...callbackOf(call, visit, now) });
  return id;
}

/** How long a phone rings for an offer, and what it shows. */
interface Ringing {
  readonly offerMs: number;
  readonly callerNumber: string | null;
  readonly callerName: string | null;
}

/** A phone rings for a waiting caller; whose it is does nothing else meanwhile. */
export function placeOffer(
  work: Work,
  call: Call,
  visit: Visit,
  agent: Agent,
  { offerMs, callerNumber, callerName }: Ringing,
): Offer {
  const { state, now } = work;
  const offer: Offer = {
    id: mint(state, 'offer'),
    call: call.id,
    visit: visit.id,
    queue: visit.queue,
    agent: agent.id,
    leg: mint(state, 'leg'),
    wave: visit.waves,
    offeredAt: now,
    confirming: null,
  };
  state.offers.set(offer.id, offer);
  state.legs.set(offer.leg, {
    role: 'agent',
    agent: agent.id,
    offer: offer.id,
    call: call.id,
    bridge: null,
    hangUps: 0,
  });
  state.deadlines.set('offer', offer.id, now + offerMs);
  agent.work = { kind: 'offered', offer: offer.id, call: call.id };
  agent.legs.push(offer.leg);
  visit.offersMade += 1;
  work.touched.add(agent.id);
  work.commands.push({
    ...{ kind: 'ring', leg: offer.leg, phone: agent.phone, timeoutMs: offerMs + NET_MS },
    ...{ callerNumber, callerName, ...(isLineOfPartner(agent) ? { line: agent.id } : {}) },
  });
  return offer;
}

/** Every offer of the visit that stands now: agents' and a partner's. */
export function allOffers({ offers, atPartner }: Visit): readonly OfferId[] {
  return atPartner == null ? offers : [...offers, atPartner];
}

/** Who calls, and who hands him over: `Ivan Petrov (Anna)`. */
function shownName(state: State, call: Call): string | null {
  const plan = callPlan(state, call);
  const name = callerName(plan, call);
  const { transfer } = call;
  if (transfer === null) return name;
  const from = `(${plan.agents[transfer.from]?.name ?? transfer.from})`;
  return name === null ? from : `${name} ${from}`;
}

/**
 * Closes an offer with its one result and gives the agent back. The leg is not touched: where it still
 * rings, the caller of this function hangs it up.
 */
export function closeOffer(work: Work, offer: Offer, result: OfferResult, endedAt = work.now): void {
  const { state } = work;
  const agent = agentOf(work, offer.agent);
  const call = state.calls.get(offer.call);
  state.offers.delete(offer.id);
  state.deadlines.cancel('offer', offer.id);
  const { id } = offer;
  tellOffer(work, call, offer, result, endedAt);
  if (agent.work.kind === 'offered' && agent.work.offer === id) agent.work = { kind: 'none' };
  if (call !== undefined && result !== 'answered') backToNotes(work, call, agent.id);
  work.touched.add(agent.id);
  if (isLineOfPartner(agent)) noteNotTaken(work, agent, result);
  const visit = call === undefined ? null : visitOf(call);
  if (visit === null || call === undefined || visit.id !== offer.visit) return;
  visit.offers = visit.offers.filter((one) => one !== id);
  if (visit.atPartner === id) visit.atPartner = null;
  if (isLineOfPartner(agent)) return;
  if (call.outbound !== null && call.outbound.callback !== null)
    work.callbacksDue.add(call.outbound.callback);
  const rule = ruleOf(work, call, visit);
  if (isMissed(result)) punish(work, agent, result, rule);
  else if (result === 'failed' && rule.offers !== null) rest(work, agent, REST_AT_LEAST_MS);
}

/** Of an offer for a callback it is told for which, and how long it has waited. */
function callbackOf({ outbound }: Call, visit: Visit, now: Instant): CallEvent['detail'] {
  if (outbound === null || outbound.callback === null) return {};
  return { callback: outbound.callback, waitedMs: visit.carriedMs + now - visit.enteredAt };
}

/** An offer for a callback is told with what came of it. */
function tellOffer(
  work: Work,
  call: Call | undefined,
  offer: Offer,
  result: OfferResult,
  endedAt: Instant,
): void {
  const { id, confirming: _confirming, ...fact } = offer;
  if (call?.outbound == null || call.outbound.callback === null) {
    const agent = nameInFacts(offer.agent);
    work.milestones.push({ kind: 'offer-ended', offer: id, ...fact, agent, endedAt, result });
    return;
  }
  const { callback, attempt } = call.outbound;
  const { agent, offeredAt } = offer;
  const queue = offer.queue ?? '';
  if (result === 'answered' && attempt !== null) {
    attempt.offer = { offer: id, agent, queue, offeredAt, endedAt };
    return;
  }
  work.milestones.push({
    ...{ kind: 'callback-attempt-ended', attempt: id, callback, call: call.id, queue, agent, offeredAt },
    ...{ offerEndedAt: endedAt, offerResult: result, dialledAt: null, answeredAt: null, endedAt },
    ...{ result: null, conversation: null, talkMs: 0 },
  });
}

/** Closes an offer whose phone still rings. */
export function withdrawOffer(
  work: Work,
  id: OfferId,
  result: 'caller-left' | 'withdrawn' | 'lost-race' | 'no-answer' | 'not-confirmed',
): void {
  const offer = work.state.offers.get(id);
  if (offer === undefined) return;
  closeOffer(work, offer, result);
  hangUp(work, offer.leg, result === 'lost-race' ? 'answered-elsewhere' : 'normal');
  const call = callOf(work, offer.call);
  if (call.activity.kind === 'waiting' || call.activity.kind === 'talking')
    work.turns.push({ turn: 'ring-next', call: call.id });
}

/** The visit that a call waits, is made or connects in. */
export function visitOf(call: Call): Visit | null {
  const { activity } = call;
  return activity.kind === 'waiting' || hasAgent(activity) ? activity.visit : null;
}

function isMissed(result: OfferResult): result is MissedResult {
  return (
    result === 'no-answer' ||
    result === 'busy' ||
    result === 'declined' ||
    result === 'unreachable' ||
    result === 'not-confirmed'
  );
}

function punish(work: Work, agent: Agent, result: MissedResult, rule: RingRule): void {
  agent.missedInRow += 1;
  const policy = rule.offers?.[result] ?? rule.offers?.['no-answer'];
  if (policy === undefined) return;
  if (policy.rank === 'last') putLast(work, agent, rule);
  rest(work, agent, result === 'no-answer' ? policy.restMs : Math.max(policy.restMs, REST_AT_LEAST_MS));
  if (
    policy.pauseAfterMissed !== null &&
    agent.missedInRow >= policy.pauseAfterMissed &&
    agent.pause === null
  ) {
    pause(work, agent, { reason: 'missed-calls', since: work.now, by: 'callplane' });
  }
}

/** As if he had just had a conversation, for those strategies that ask for it. */
function putLast(work: Work, agent: Agent, { queue, strategy }: RingRule): void {
  agent.idleSince = work.now;
  const served = queue === null || strategy !== 'rotating' ? undefined : work.state.queues.get(queue);
  if (served !== undefined) served.lastServed = agent.id;
}

function rest(work: Work, agent: Agent, restMs: number): void {
  if (restMs === 0) return;
  agent.restUntil = work.now + restMs;
  work.state.deadlines.set('rest', agent.id, agent.restUntil);
}
