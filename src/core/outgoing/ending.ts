import { notReached } from '../not-reached.js';
import { agentOf, callOf, type Work } from '../work.js';
import type { HangUpReason } from '../command.js';
import type { Call } from '../call/call.js';
import { forgetCall } from '../call/ending.js';
import { endConversation } from '../call/conversation.js';
import { forgetLeg, hangUp, removeBridge } from '../legs.js';
import type { EndedBy } from '../milestone.js';
import type { LegEnd } from '../signal.js';
import { tell } from '../work.js';
import type { OutgoingFact, OutgoingRefusal } from './facts.js';
import type { ByAgent, OutgoingResult } from './outgoing.js';

/** A call that an agent makes. */
export type OutgoingCall = Call & { readonly outbound: ByAgent };

export function isOutgoing(call: Call): call is OutgoingCall {
  return call.outbound !== null && call.outbound.callback === null;
}

/** The call is over, whether anybody answered or not: it is told, and both legs go. `refusal`: why it was blocked. */
export function endOutgoing(
  work: Work,
  callId: string,
  result: OutgoingResult,
  endedBy: EndedBy,
  refusal: OutgoingRefusal | null = null,
): void {
  const call = callOf(work, callId);
  if (call.activity.kind === 'leaving' || !isOutgoing(call)) return;
  letGo(work, call, result, endedBy);
  tellOutgoing(work, call, { result, endedBy, refusal });
  if (!work.state.legs.has(call.leg)) {
    forgetCall(work, call);
    return;
  }
  call.activity = { kind: 'leaving', by: endedBy, place: 'conversation' };
  hangUp(work, call.leg, 'normal');
}

/** Ends what the call is in the middle of, and gives the agent back. */
function letGo(work: Work, call: OutgoingCall, result: OutgoingResult, endedBy: EndedBy): void {
  const { activity } = call;
  const { deadlines } = work.state;
  if (activity.kind === 'talking') {
    endConversation(work, call, endedBy);
    return;
  }
  if (activity.kind !== 'reaching-agent' && activity.kind !== 'calling-out' && activity.kind !== 'joining')
    return;
  deadlines.cancel('dial', call.id);
  deadlines.cancel('connect', call.id);
  releaseAgent(work, call);
  hangUp(work, activity.agentLeg, toneOf(result));
  if (activity.kind === 'joining') removeBridge(work, activity.bridge);
}

function releaseAgent(work: Work, { id, outbound }: OutgoingCall): void {
  const agent = agentOf(work, outbound.agent);
  if (agent.work.kind !== 'calling' || agent.work.call !== id) return;
  agent.work = { kind: 'none' };
  work.touched.add(agent.id);
}

/** What the agent's phone is told: it plays the tone that fits. */
function toneOf(result: OutgoingResult): HangUpReason {
  switch (result) {
    case 'busy':
    case 'refused':
      return 'busy';
    case 'no-answer':
      return 'no-answer';
    case 'failed':
    case 'blocked-by-policy':
      return 'congestion';
    case 'answered':
    case 'caller-left':
    case 'agent-cancelled':
      return 'normal';
  }
}

function tellOutgoing(
  work: Work,
  call: OutgoingCall,
  { result, endedBy, refusal }: Pick<OutgoingFact, 'result' | 'endedBy' | 'refusal'>,
): void {
  const { agent, origin, shown, dialledAt, talk } = call.outbound;
  tell(work, call, 'left', { endedBy, endPlace: talk === null ? result : 'conversation' });
  work.milestones.push({
    ...{ kind: 'outgoing-ended', call: call.id, agent, origin, forCall: null, number: call.dialled, shown },
    ...{ askedAt: call.arrivedAt, dialledAt, answeredAt: call.answeredAt, endedAt: work.now },
    ...{ endedBy, result, refusal, conversation: talk?.conversation ?? null },
    ...{ talkStartedAt: talk?.startedAt ?? null, talkEndedAt: talk?.endedAt ?? null },
    ...{ talkMs: talk === null ? 0 : talk.endedAt - talk.startedAt, planVersion: call.plan },
  });
}

/** The leg outside is gone, from whichever source we learn it first. */
export function outsideEnded(work: Work, call: OutgoingCall, end: LegEnd): void {
  const { kind } = call.activity;
  const by = end === 'unknown' ? 'unknown' : 'caller';
  if (kind === 'talking') endConversation(work, call, by);
  forgetLeg(work, call.leg);
  if (kind === 'leaving') forgetCall(work, call);
  else endOutgoing(work, call.id, call.conversations > 0 ? 'answered' : notReached(end), by);
}

/** The agent's leg is gone before he talks. */
export function agentLeft(work: Work, call: OutgoingCall, end: LegEnd): void {
  const isReached = call.activity.kind !== 'reaching-agent';
  const failed = !isReached && (end === 'unreachable' || end === 'failed');
  const result = failed || end === 'unknown' ? 'failed' : 'agent-cancelled';
  endOutgoing(work, call.id, result, end === 'unknown' ? 'unknown' : 'agent');
}
