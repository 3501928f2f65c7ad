import { goOnAfterCall } from './call/after-call.js';
import { agentGone, clientLegEnded } from './callback/attempt.js';
import { callerGone, hangUpCall } from './call/ending.js';
import { endConversation } from './call/conversation.js';
import type { OfferResult } from './milestone.js';
import { connectFailed, hasWon } from './ringing/connecting.js';
import { closeOffer } from './ringing/offers.js';
import { forgetLeg } from './legs.js';
import type { LegEnd, LegId } from './signal.js';
import type { AgentLeg } from './state.js';
import { callOf, type Work } from './work.js';

/** A leg is gone, from whichever source we learn it first; a second telling has no effect. */
export function legEnded(work: Work, id: LegId, end: LegEnd): void {
  const leg = work.state.legs.get(id);
  if (leg === undefined) return;
  if (leg.role === 'agent') {
    agentLegEnded(work, id, leg, end);
    return;
  }
  const call = callOf(work, leg.call);
  if (call.outbound === null) callerGone(work, call.id, end !== 'unknown');
  else clientLegEnded(work, call, end);
}

function agentLegEnded(work: Work, id: LegId, leg: AgentLeg, end: LegEnd): void {
  forgetLeg(work, id);
  const call = work.state.calls.get(leg.call);
  if (call === undefined) return;
  const { activity } = call;
  if (activity.kind === 'talking' && activity.conversation.agentLeg === id) {
    endConversation(work, call, end === 'unknown' ? 'unknown' : 'agent');
    if (!goOnAfterCall(work, call)) hangUpCall(work, call.id, 'agent', 'conversation');
  } else if (activity.kind === 'connecting' && activity.agentLeg === id) {
    connectFailed(work, call.id);
  } else if (hasWon(call, id)) {
    agentGone(work, call);
  } else {
    offerFailed(work, leg, resultOf(end));
  }
}

/** The phone of an offer did not answer in one way or another: the next one is rung at once. */
export function offerFailed(work: Work, leg: AgentLeg, result: OfferResult): void {
  const offer = work.state.offers.get(leg.offer);
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
