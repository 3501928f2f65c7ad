import type { AgentId, QueueId } from '../plan.js';
import type { AgentStateFact } from '../milestone.js';
import type { Call } from '../call/call.js';
import { settleLine } from '../partner/lines.js';
import { isLineOfPartner } from '../partner/partner.js';
import { couldServe } from '../queue/admission.js';
import type { Queue } from '../queue/queue.js';
import { agentOf, callOf, dispatchLater, type Work } from '../work.js';
import type { Agent, ShownState } from './agent.js';
import { forceOut, releasePhone } from './presence.js';
import { isFree, isSomebody, shownState } from './availability.js';
import { planInForce } from '../state.js';

/** Brings everything that follows from an agent's state up to date: its interval, who is free, who must leave. */
export function settleAgent(work: Work, id: AgentId): void {
  const agent = agentOf(work, id);
  if (isLineOfPartner(agent)) {
    settleLine(work, agent);
    return;
  }
  if (agent.presence.kind === 'signing-out' && agent.work.kind === 'none') forceOut(work, agent);
  if (agent.presence.kind === 'signed-out') releasePhone(work, agent);
  closeInterval(work, agent);
  const queues = work.state.index.queuesOf.get(id) ?? [];
  if (noteFreedom(work, agent, queues)) dispatchLater(work, queues);
  for (const queue of queues) work.queuesToWatch.add(queue);
}

function closeInterval(work: Work, agent: Agent): void {
  const next = describe(work, agent);
  const last = agent.shown;
  if (isSame(last, next)) return;
  if (last.since < work.now)
    work.milestones.push({ kind: 'agent-state-ended', ...factOf(work, agent, last) });
  agent.shown = next;
  const { since: from, ...rest } = next;
  work.milestones.push({ kind: 'agent-state-began', agent: agent.id, from, ...rest });
}

function factOf(work: Work, agent: Agent, last: ShownState): AgentStateFact {
  const { since: from, ...rest } = last;
  return { agent: agent.id, ...rest, from, to: work.now, endedBy: endedBy(work, agent.id) };
}

function endedBy(work: Work, agent: AgentId): AgentStateFact['endedBy'] {
  return work.wrapUpEnds.get(agent) ?? 'event';
}

function describe(work: Work, agent: Agent): ShownState {
  const state = shownState(work.state, agent);
  const { work: doing } = agent;
  return {
    state,
    reason: state === 'paused' ? (agent.pause?.reason ?? null) : null,
    since: work.now,
    conversation: doing.kind === 'wrap-up' && state === 'wrap-up' ? doing.conversation : null,
    queue: doing.kind === 'wrap-up' && state === 'wrap-up' ? doing.queue : null,
  };
}

function isSame(a: ShownState, b: ShownState): boolean {
  return a.state === b.state && a.reason === b.reason && a.conversation === b.conversation;
}

/** Keeps the index of free agents; true: the agent has just become free. */
function noteFreedom(work: Work, agent: Agent, queues: readonly QueueId[]): boolean {
  const { free, freeAgents } = work.state.index;
  const nowFree = isFree(work.state, agent);
  const hasBecomeFree = nowFree && !freeAgents.has(agent.id);
  if (nowFree) freeAgents.add(agent.id);
  else freeAgents.delete(agent.id);
  for (const queue of queues) {
    if (nowFree) free.get(queue)?.add(agent.id);
    else free.get(queue)?.delete(agent.id);
  }
  return hasBecomeFree;
}

/**
 * Starts or stops the grace after which callers leave for whom nobody is there. Callers are many and their needs few: each
 * need is looked at once.
 */
export function watchForNobody(work: Work, queueId: QueueId): void {
  const queue = work.state.queues.get(queueId);
  const rule = planInForce(work.state).queues[queueId];
  if (queue === undefined || rule === undefined) return;
  const { deadlines } = work.state;
  if (!hasCallers(work, queue) || hasSomebody(work, queueId, null)) deadlines.cancel('nobody', queueId);
  else if (!deadlines.has('nobody', queueId)) deadlines.set('nobody', queueId, work.now + rule.nobodyGraceMs);
  const answers = new Map<string, boolean>();
  for (const id of work.state.index.particular.get(queueId) ?? []) {
    const call = callOf(work, id);
    const needs = JSON.stringify(call.needs);
    const isThere = answers.get(needs) ?? hasSomebody(work, queueId, call);
    answers.set(needs, isThere);
    if (isThere) deadlines.cancel('nobody-fits', id);
    else if (!deadlines.has('nobody-fits', id))
      deadlines.set('nobody-fits', id, work.now + rule.nobodyGraceMs);
  }
}

/** Whoever is called back waits at home, whether somebody is there or not. */
function hasCallers({ state }: Work, { waiting }: Queue): boolean {
  return waiting.some(({ call }) => state.calls.get(call)?.outbound === null);
}

/**
 * Whether anybody of the queue who can serve this caller (null: one without needs of his own), now or when he has waited
 * longer, is signed in with a phone that can be reached.
 */
export function hasSomebody({ state }: Work, queueId: QueueId, call: Call | null): boolean {
  const rule = planInForce(state).queues[queueId];
  return (
    rule?.agents.some((id) => {
      const agent = state.agents.get(id);
      if (agent === undefined || !isSomebody(state, agent) || !couldServe(state, rule, call, id))
        return false;
      const shown = shownState(state, agent);
      return rule.nobodyCounts?.some((absent) => absent === shown) !== true;
    }) === true
  );
}
