import { beginWrapUp } from '../agent/wrap-up.js';
import { remember } from '../agent/counters.js';
import { hangUp } from '../legs.js';
import type { EndedBy } from '../milestone.js';
import { endRecording } from '../recording/recordings.js';
import { agentOf, type Work } from '../work.js';
import type { Call, Conversation } from './call.js';

/** The conversation of a call is over: it is told, counted, and the agent's wrap-up begins. */
export function endConversation(work: Work, call: Call, endedBy: EndedBy): void {
  if (call.activity.kind !== 'talking') return;
  const { conversation } = call.activity;
  const talkMs = work.now - conversation.startedAt;
  call.talkMs += talkMs;
  const { id, queue, agent: agentId, recording } = conversation;
  call.lastTalk = { conversation: id, queue, agent: agentId, recording };
  call.activity = { kind: 'in-flow' };
  const agent = agentOf(work, conversation.agent);
  if (call.outbound === null) tellConversation(work, call, conversation, endedBy);
  if (conversation.recording !== null) endRecording(work, conversation.recording);
  if (call.outbound === null)
    remember(agent, work.now, talkMs, conversation.queue, work.state.index.historyKeptMs);
  else if (call.outbound.attempt !== null)
    call.outbound.attempt.talk = { conversation: conversation.id, talkMs };
  beginWrapUp(work, agent, conversation);
  hangUp(work, conversation.agentLeg, 'normal');
}

function tellConversation(work: Work, call: Call, conversation: Conversation, endedBy: EndedBy): void {
  work.milestones.push({
    kind: 'conversation-ended',
    conversation: conversation.id,
    call: call.id,
    visit: conversation.visit,
    offer: conversation.offer,
    queue: conversation.queue,
    agent: conversation.agent,
    startedAt: conversation.startedAt,
    endedAt: work.now,
    talkMs: work.now - conversation.startedAt,
    waitMs: conversation.waitMs,
    ringMs: conversation.ringMs,
    endedBy,
  });
}
