import { clientAnswered } from './callback/attempt.js';
import type { Call } from './call/call.js';
import { agentReached } from './outgoing/dialling.js';
import { isOutgoing } from './outgoing/ending.js';
import { outsideAnswered } from './outgoing/joining.js';
import { outsideAnswers } from './outside/joining.js';
import { agentAnswered } from './ringing/connecting.js';
import type { LegId } from './signal.js';
import type { AgentLeg, OutsideLeg } from './state.js';
import { askedOutsideAnswers } from './transfer/consulting.js';
import { callOf, type Work } from './work.js';

/** Whom we have called has answered. */
export function partyAnswered(work: Work, call: Call): void {
  if (isOutgoing(call)) outsideAnswered(work, call);
  else clientAnswered(work, call);
}

/** The phone of an agent has answered: for an offer that stands, or for the call that he makes. */
export function ownAnswered(work: Work, id: LegId, { offer, call }: AgentLeg): void {
  if (offer === null) agentReached(work, call);
  else if (work.state.offers.has(offer)) agentAnswered(work, id, offer);
}

/** A number outside has answered, which was rung for a caller, or is asked about him. */
export function numberAnswered(work: Work, id: LegId, { call }: OutsideLeg): void {
  outsideAnswers(work, id, work.state.calls.get(call));
  askedOutsideAnswers(work, id, work.state.calls.get(call));
}

/** An answer of a leg that we do not know (its offer is long over) is hung up. */
export function legAnswered(work: Work, id: LegId): void {
  const leg = work.state.legs.get(id);
  if (leg?.role === 'code') return;
  if (leg === undefined) work.commands.push({ kind: 'hang-up', leg: id, reason: 'normal' });
  else if (leg.role === 'caller') partyAnswered(work, callOf(work, leg.call));
  else if (leg.role === 'outside') numberAnswered(work, id, leg);
  else if (leg.offer === null) agentReached(work, leg.call);
  else agentAnswered(work, id, leg.offer);
}
