import { goOnAfterCall } from './call/after-call.js';
import { agentGone, clientLegEnded } from './callback/attempt.js';
import { codeLegEnded } from './codes/hearing.js';
import { callerGone, hangUpCall } from './call/ending.js';
import { endConversation } from './call/conversation.js';
import { agentLeft, isOutgoing, outsideEnded } from './outgoing/ending.js';
import { notReached } from './not-reached.js';
import { outsideLegEnded } from './outside/ending.js';
import type { OfferResult } from './milestone.js';
import { connectFailed, hasWon } from './ringing/connecting.js';
import { whisperedAgentGone } from './ringing/whispering.js';
import { closeOffer } from './ringing/offers.js';
import { forgetLeg } from './legs.js';
import {
  askedAt,
  askedLeft,
  askedOutsideLeft,
  consultingIn,
  endConsultation,
  isLine,
} from './transfer/consulting.js';
import { completeTransfer } from './transfer/handing-over.js';
import { isDueBack } from './transfer/returning.js';
import type { LegEnd, LegId } from './signal.js';
import { type AgentLeg, offerOn, type OutsideLeg } from './state.js';
import { callOf, type Work } from './work.js';

/** A leg is gone, from whichever source we learn it first; a second telling has no effect. */
export function legEnded(work: Work, id: LegId, end: LegEnd): void {
  const leg = work.state.legs.get(id);
  if (leg === undefined) return;
  if (leg.role === 'code') {
    codeLegEnded(work, id);
    return;
  }
  if (leg.role === 'agent') {
    agentLegEnded(work, id, leg, end);
    return;
  }
  if (leg.role === 'outside') {
    numberLeft(work, id, leg, end);
    return;
  }
  const call = callOf(work, leg.call);
  if (isOutgoing(call)) outsideEnded(work, call, end);
  else if (call.outbound === null) callerGone(work, call.id, end !== 'unknown');
  else clientLegEnded(work, call, end);
}

/** A number outside is gone, which was rung for a caller or talks with him, or is asked about him. */
function numberLeft(work: Work, id: LegId, leg: OutsideLeg, end: LegEnd): void {
  const endedBy = end === 'unknown' ? 'unknown' : 'caller';
  const call = work.state.calls.get(leg.call);
  forgetLeg(work, id);
  if (!askedOutsideLeft(work, call, id, { result: notReached(end), endedBy }))
    outsideLegEnded(work, id, leg, end);
}

function agentLegEnded(work: Work, id: LegId, leg: AgentLeg, end: LegEnd): void {
  forgetLeg(work, id);
  const call = work.state.calls.get(leg.call);
  if (call === undefined) return;
  const { activity } = call;
  if (isDueBack(call)) work.turns.push({ turn: 'ring-next', call: call.id });
  if (activity.kind === 'talking' && activity.conversation.agentLeg === id && consultingIn(call) !== null) {
    completeTransfer(work, call, end === 'unknown' ? 'unknown' : 'agent');
  } else if (activity.kind === 'talking' && activity.conversation.agentLeg === id) {
    const by = end === 'unknown' ? 'unknown' : 'agent';
    endConversation(work, call, by);
    if (!goOnAfterCall(work, call)) hangUpCall(work, call.id, by, 'conversation');
  } else if (isOutgoing(call)) {
    agentLeft(work, call, end);
  } else if (isLine(call, id)) {
    endConsultation(work, call, 'cancelled');
  } else if (askedAt(call, id)?.answeredAt != null) {
    askedLeft(work, call);
  } else if (activity.kind === 'connecting' && activity.agentLeg === id) {
    connectFailed(work, call.id);
  } else if (hasWon(call, id)) {
    if (call.outbound === null) whisperedAgentGone(work, call.id, isLost(end) ? 'failed' : 'declined');
    else agentGone(work, call);
  } else {
    offerFailed(work, leg, answered(work, leg) && !isLost(end) ? 'not-confirmed' : resultOf(end));
  }
}

/** Nobody has hung up: the leg went by itself. */
function isLost(end: LegEnd): boolean {
  return end === 'failed' || end === 'unreachable' || end === 'cancelled' || end === 'unknown';
}

/** Somebody has answered and was asked to take the call by key: a mailbox, for instance. */
function answered({ state }: Work, leg: AgentLeg): boolean {
  return (offerOn(state, leg)?.confirming ?? null) !== null;
}

/** The phone of an offer did not answer in one way or another: the next one is rung at once. */
export function offerFailed(work: Work, leg: AgentLeg, result: OfferResult): void {
  const offer = offerOn(work.state, leg);
  if (offer === undefined) return;
  closeOffer(work, offer, result);
  work.turns.push({ turn: 'ring-next', call: leg.call });
}

function resultOf(end: LegEnd): OfferResult {
  switch (end) {
    case 'busy':
    case 'declined':
    case 'no-answer':
    case 'unreachable':
      return end;
    case 'normal':
    case 'cancelled':
    case 'failed':
    case 'unknown':
      return 'failed';
  }
}
