import { agentOf, type Work, tell } from '../work.js';
import type { Call } from '../call/call.js';
import { mediaOf } from '../flow/media.js';
import { hangUp } from '../legs.js';
import type { ConfirmRule } from '../plan.js';
import type { LegId, OfferId } from '../signal.js';
import { mint, offerOn, planInForce, type State } from '../state.js';
import type { Offer } from './offer.js';
import { closeOffer } from './offers.js';
import { callPlan } from './rule.js';

/** The key by which an agent takes the call, and the one by which he declines it. */
const TAKES = '1';
const DECLINES = '2';
/** "Press 1 to accept this call, or 2 to reject it", of the core sounds. */
const ASKED_OTHERWISE = 'sound:followme/options';

/** Whether whoever answers at this agent's phone must take the call by key; null: he need not. */
export function confirmRuleOf(state: State, { agent }: Offer): ConfirmRule | null {
  return planInForce(state).agents[agent]?.confirm ?? null;
}

/**
 * Somebody has answered, or a machine has: only a key shows that it is the agent. Until it comes his offer stands, and
 * whoever else is rung may be faster. The time begins with the answer; asked again after a gap it begins anew.
 */
export function askToConfirm(work: Work, call: Call, offer: Offer, rule: ConfirmRule): void {
  const { state, now } = work;
  const { language } = planInForce(state).company;
  const known =
    rule.prompt === null ? null : mediaOf(callPlan(state, call), planInForce(state), rule.prompt, language);
  const playback = mint(state, 'play');
  if (offer.confirming === null) tell(work, call, 'confirm-asked', { agent: offer.agent, offer: offer.id });
  else work.commands.push({ kind: 'stop-playback', leg: offer.leg, playback: offer.confirming });
  offer.confirming = playback;
  state.deadlines.set('offer', offer.id, now + rule.withinMs);
  work.commands.push({
    ...{ kind: 'play', leg: offer.leg, playback, media: known ?? [ASKED_OTHERWISE], language },
  });
}

/** Whose agents are being asked for a key. */
export function askedOffers({ offers }: State): readonly OfferId[] {
  return [...offers.values()].filter(({ confirming }) => confirming !== null).map(({ id }) => id);
}

/** After a gap: the question that was asked before it may never have been heard, nor the key. */
export function askAllAgain(work: Work, asked: readonly OfferId[]): void {
  for (const id of asked) {
    const offer = work.state.offers.get(id);
    if (offer === undefined) continue;
    const call = work.state.calls.get(offer.call);
    const rule = offer.confirming === null ? null : confirmRuleOf(work.state, offer);
    if (call?.activity.kind === 'waiting' && rule !== null) askToConfirm(work, call, offer, rule);
  }
}

/** A key of an agent who is asked: he takes the call, or declines it; any other means nothing. */
export function confirmKey(work: Work, leg: LegId, key: string): 'taken' | 'declined' | 'ignored' {
  const offer = askedAt(work.state, leg);
  const call = offer === null ? undefined : work.state.calls.get(offer.call);
  if (offer === null || call === undefined) return 'ignored';
  if (key === DECLINES) {
    closeOffer(work, offer, 'declined');
    hangUp(work, leg, 'normal');
    work.turns.push({ turn: 'ring-next', call: call.id });
    return 'declined';
  }
  if (key !== TAKES) return 'ignored';
  if (offer.confirming !== null)
    work.commands.push({ kind: 'stop-playback', leg, playback: offer.confirming });
  offer.confirming = null;
  tell(work, call, 'confirmed', { agent: agentOf(work, offer.agent).id, offer: offer.id });
  return 'taken';
}

function askedAt(state: State, leg: LegId): Offer | null {
  const known = state.legs.get(leg);
  const offer = known?.role === 'agent' ? offerOn(state, known) : undefined;
  return offer === undefined || offer.leg !== leg || offer.confirming === null ? null : offer;
}
