import type { Agent } from '../agent/agent.js';
import { type Call, hasAgent, type Visit } from '../call/call.js';
import { lasting, meets } from '../needs.js';
import type { AgentId, PlannedQueue, QueueId } from '../plan.js';
import { queueRule } from '../ringing/rule.js';
import { planInForce, type State } from '../state.js';
import type { Instant } from '../signal.js';
import { dispatchLater, type Work } from '../work.js';

/**
 * Those of the agents who may be offered this caller now: groups of agents open, and requirements end, with the time that
 * he has waited in this queue.
 */
export function admitted(
  { state, now }: Work,
  call: Call,
  visit: Visit,
  agents: readonly Agent[],
): readonly Agent[] {
  if (visit.queue === null) return agents;
  const rule = queueRule(state, call, visit.queue);
  if (!isSelective(rule, call)) return agents;
  return agents.filter(({ id }) => admits(state, rule, call, id, now - visit.enteredAt));
}

/** Whether it matters who the agent is. */
function isSelective(rule: PlannedQueue, call: Call): boolean {
  return rule.needs !== undefined || rule.opensAfterMs !== undefined || call.needs.length > 0;
}

function admits(
  state: State,
  rule: PlannedQueue,
  call: Call | null,
  agent: AgentId,
  waitedMs: number,
): boolean {
  if (waitedMs < opensAfterMs(rule, agent)) return false;
  const skills = planInForce(state).agents[agent]?.skills;
  return meets(skills, rule.needs, waitedMs) && meets(skills, call?.needs, waitedMs);
}

/** Why an agent may not be offered this caller now; null: he may. */
export function whyNotAdmitted(
  { state, now }: Work,
  call: Call,
  visit: Visit,
  agent: AgentId,
): 'not-yet' | 'skills' | null {
  if (visit.queue === null) return null;
  const rule = queueRule(state, call, visit.queue);
  const waitedMs = now - visit.enteredAt;
  if (admits(state, rule, call, agent, waitedMs)) return null;
  return waitedMs < opensAfterMs(rule, agent) ? 'not-yet' : 'skills';
}

function opensAfterMs({ opensAfterMs }: PlannedQueue, agent: AgentId): number {
  return opensAfterMs !== undefined && Object.hasOwn(opensAfterMs, agent) ? (opensAfterMs[agent] ?? 0) : 0;
}

/** Whether an agent who is free now may be offered this caller. */
export function isServable(state: State, call: Call, visit: Visit, now: Instant): boolean {
  const free = visit.queue === null ? undefined : state.index.free.get(visit.queue);
  if (visit.queue === null || free === undefined || free.size === 0) return false;
  const rule = queueRule(state, call, visit.queue);
  if (!isSelective(rule, call)) return true;
  const waitedMs = now - visit.enteredAt;
  for (const agent of free) if (admits(state, rule, call, agent, waitedMs)) return true;
  return false;
}

/** Whether an agent may be offered callers of this queue, sooner or later; `call`: this caller, null: one without needs. */
export function couldServe(state: State, rule: PlannedQueue, call: Call | null, agent: AgentId): boolean {
  return admits(state, rule, call, agent, Infinity);
}

/** Callers who need more than their queue asks for, whatever they wait: they may be there for nobody. */
export function isParticular(call: Call): boolean {
  return call.outbound === null && lasting(call.needs).length > 0;
}

/** Notes who waits in the queue with needs of his own; `false`: he does not wait there any more. */
export function noteParticular(state: State, queue: QueueId, call: Call, waits: boolean): void {
  const { particular } = state.index;
  const calls = particular.get(queue) ?? new Set();
  if (waits && isParticular(call)) calls.add(call.id);
  else calls.delete(call.id);
  if (calls.size > 0) particular.set(queue, calls);
  else particular.delete(queue);
}

/** Sets the deadline at which more agents may be offered this caller; none when nobody is added any more. */
export function scheduleOpening(work: Work, call: Call, visit: Visit, rule: PlannedQueue): void {
  const waitedMs = work.now - visit.enteredAt;
  const times = [
    ...Object.values(rule.opensAfterMs ?? {}),
    ...[...(rule.needs ?? []), ...call.needs].map(({ untilMs }) => untilMs ?? 0),
  ].filter((afterMs) => afterMs > waitedMs);
  if (times.length === 0) work.state.deadlines.cancel('opening', call.id);
  else work.state.deadlines.set('opening', call.id, visit.enteredAt + Math.min(...times));
}

/** More agents may be offered this caller now. */
export function openingDue(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind !== 'waiting' && !hasAgent(activity)) return;
  const { visit } = activity;
  if (visit.queue === null) return;
  scheduleOpening(work, call, visit, queueRule(work.state, call, visit.queue));
  dispatchLater(work, [visit.queue]);
}
