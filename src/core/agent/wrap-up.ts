import type { AgentId, WrapUpRule } from '../plan.js';
import { planInForce } from '../state.js';
import { agentOf, type Work } from '../work.js';
import type { Agent, WrapUp } from './agent.js';
import { isCodeMissing, type OpenOutcome, settleOutcome } from './outcome.js';
import type { Conversation } from '../call/call.js';

/**
 * The agent's conversation is over: wrap-up, or free at once when the rule gives none or he wants to leave and owes no
 * code.
 */
export function beginWrapUp(work: Work, agent: Agent, conversation: Conversation): void {
  const { timeMs, extendToMs } = conversation.wrapUp;
  const { outcome } = conversation;
  if (timeMs === 0 || (agent.presence.kind === 'signing-out' && !owesCode(work, agent, outcome))) {
    settleOutcome(work, outcome);
    finishWork(work, agent);
    return;
  }
  const until = work.now + timeMs;
  agent.work = {
    kind: 'wrap-up',
    conversation: conversation.id,
    queue: conversation.queue,
    since: work.now,
    until,
    limit: work.now + extendToMs,
    outcome,
  };
  work.state.deadlines.set('wrap-up', agent.id, until);
  work.touched.add(agent.id);
}

/** Nobody who has left the plan can say anything any more. */
function owesCode({ state }: Work, agent: Agent, outcome: OpenOutcome | null): boolean {
  return isCodeMissing(outcome) && planInForce(state).agents[agent.id] !== undefined;
}

/** Ends a wrap-up that runs; nothing happens when none does. */
export function endWrapUp(work: Work, id: AgentId, by: 'agent' | 'limit'): void {
  const agent = agentOf(work, id);
  if (agent.work.kind !== 'wrap-up') return;
  work.state.deadlines.cancel('wrap-up', id);
  work.wrapUpEnds.set(id, by);
  settleOutcome(work, agent.work.outcome);
  finishWork(work, agent);
}

/** The talk that the wrap-up follows may go on: the agent can be rung, and what came of it is still open. null: there is none. */
export function putWrapUpAside(work: Work, agent: Agent): WrapUp | null {
  if (agent.work.kind !== 'wrap-up') return null;
  const { work: wrapUp } = agent;
  work.state.deadlines.cancel('wrap-up', agent.id);
  finishWork(work, agent);
  return wrapUp;
}

/** The talk has not gone on: so does the wrap-up, as long as it has time and he is there. */
export function goOnWithWrapUp(work: Work, agent: Agent, wrapUp: WrapUp): void {
  const { presence } = agent;
  const isLeaving =
    presence.kind === 'signed-out' ||
    (presence.kind === 'signing-out' && !owesCode(work, agent, wrapUp.outcome));
  if (agent.work.kind !== 'none' || isLeaving || wrapUp.until <= work.now) {
    settleOutcome(work, wrapUp.outcome);
    return;
  }
  agent.work = wrapUp;
  work.state.deadlines.set('wrap-up', agent.id, wrapUp.until);
  work.touched.add(agent.id);
}

/** Prolongs a wrap-up up to its limit; false: the limit is reached already, or no wrap-up runs. */
export function extendWrapUp(work: Work, agent: Agent, byMs: number): boolean {
  if (agent.work.kind !== 'wrap-up' || agent.work.until >= agent.work.limit) return false;
  const until = Math.min(agent.work.until + byMs, agent.work.limit);
  agent.work = { ...agent.work, until };
  work.state.deadlines.set('wrap-up', agent.id, until);
  return true;
}

/** How long it was to take: the same is given again after a talk that goes on. */
export function wrapUpRuleOf({ since, until, limit }: WrapUp): WrapUpRule {
  return { timeMs: until - since, extendToMs: limit - since };
}

function finishWork(work: Work, agent: Agent): void {
  agent.work = { kind: 'none' };
  agent.idleSince = work.now;
  work.touched.add(agent.id);
}
