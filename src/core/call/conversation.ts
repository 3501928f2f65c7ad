import { beginWrapUp } from '../agent/wrap-up.js';
import { remember } from '../agent/counters.js';
import type { Outbound } from '../callback/callback.js';
import { hangUp } from '../legs.js';
import type { EndedBy } from '../milestone.js';
import type { OutgoingTalk } from '../outgoing/outgoing.js';
import { nameInFacts } from '../partner/partner.js';
import { endRecording } from '../recording/recordings.js';
import type { AskedOutsideEnd } from '../transfer/asking-outside.js';
import { consultingIn, dropConsultation } from '../transfer/consulting.js';
import { endHold } from '../transfer/holding.js';
import { agentOf, type Work } from '../work.js';
import type { Call, Conversation } from './call.js';

/** The conversation of a call is over: it is told, counted, and the agent's wrap-up begins. */
export function endConversation(work: Work, call: Call, endedBy: EndedBy): void {
  if (call.activity.kind !== 'talking') return;
  const { conversation } = call.activity;
  const consulting = consultingIn(call);
  if (consulting !== null)
    dropConsultation(work, call, consulting, { offer: 'caller-left', outside: overFor(endedBy) });
  endHold(work, call, conversation);
  const talkMs = talkOf(work, conversation);
  call.talkMs += talkMs;
  const { id, queue, agent: agentId, recording } = conversation;
  call.lastTalk = { conversation: id, queue, agent: nameInFacts(agentId), recording };
  call.activity = { kind: 'in-flow' };
  const agent = agentOf(work, conversation.agent);
  if (call.outbound === null) tellConversation(work, call, conversation, endedBy);
  if (conversation.recording !== null) endRecording(work, conversation.recording);
  if (call.outbound === null)
    remember(agent, work.now, talkMs, conversation.queue, work.state.index.historyKeptMs);
  else noteTalk(call.outbound, conversation, { endedAt: work.now, endedBy });
  beginWrapUp(work, agent, conversation);
  hangUp(work, conversation.agentLeg, 'normal');
}

/** What that is to a number outside that was asked about the caller. */
function overFor(endedBy: EndedBy): AskedOutsideEnd {
  const result = endedBy === 'caller' ? 'caller-left' : 'failed';
  return { result, endedBy: endedBy === 'unknown' ? 'unknown' : 'callplane' };
}

/** Of a call that we make its own fact tells. */
function noteTalk(
  outbound: Outbound,
  { id: conversation, startedAt }: Conversation,
  end: Pick<OutgoingTalk, 'endedAt' | 'endedBy'>,
): void {
  if (outbound.callback === null) outbound.talk = { conversation, startedAt, ...end };
  else if (outbound.attempt !== null)
    outbound.attempt.talk = { conversation, talkMs: end.endedAt - startedAt };
}

/** With the caller; what was asked of others meanwhile is no talk with him. */
function talkOf({ now }: Work, { startedAt, consultMs }: Conversation): number {
  return now - startedAt - consultMs;
}

function tellConversation(work: Work, call: Call, conversation: Conversation, endedBy: EndedBy): void {
  const { visit, offer } = conversation;
  if (visit === null || offer === null) return;
  work.milestones.push({
    kind: 'conversation-ended',
    conversation: conversation.id,
    call: call.id,
    visit,
    offer,
    queue: conversation.queue,
    agent: nameInFacts(conversation.agent),
    startedAt: conversation.startedAt,
    endedAt: work.now,
    talkMs: talkOf(work, conversation),
    waitMs: conversation.waitMs,
    ringMs: conversation.ringMs,
    endedBy,
  });
}
