import type { Agent } from './agent/agent.js';
import { isSignedIn, NO_PHONE } from './agent/agent.js';
import { isWithCaller } from './agent/availability.js';
import { historyKeptMs } from './agent/counters.js';
import { rememberAsPlanned } from './agent/last-agents.js';
import { settleOutcome } from './agent/outcome.js';
import { addUser, removeUser, usersOf } from './agent/phone-users.js';
import { forceOut } from './agent/presence.js';
import { untriedPin } from './codes/pin.js';
import { callbackOf } from './callback/attempt.js';
import { leaveLine } from './callback/line.js';
import { reviewAll } from './callback/reviewing.js';
import { type Actor, actorOf } from './change.js';
import type { AgentId, Plan, PlannedAgent, PlannedQueue, QueueId } from './plan.js';
import { forgetRests } from './partner/lines.js';
import { changeOverflow } from './partner/overflow.js';
import { isLineOfPartner } from './partner/partner.js';
import { scheduleOpening } from './queue/admission.js';
import { changeAnnouncements } from './queue/announcements.js';
import { leaveByExit } from './queue/leaving.js';
import type { Queue } from './queue/queue.js';
import { visitOf, withdrawOffer } from './ringing/offers.js';
import { scheduleWidening } from './ringing/ringing.js';
import { queueRule, ruleOf } from './ringing/rule.js';
import { placesOf } from './ringing/strategy.js';
import type { State } from './state.js';
import { forgetGoneSwitches } from './switching.js';
import { callOf, dispatchLater, type Work } from './work.js';

/**
 * A plan comes into force: queues and agents take their new values at once, calls in a flow finish on the plan
 * they started with, callers of a queue that is gone leave it by its exit `nobody`.
 */
export function loadPlan(work: Work, plan: Plan, by: Actor | string): void {
  const { state } = work;
  const old = state.planInForce === null ? undefined : state.plans.get(state.planInForce);
  forgetUnusedPlan(state);
  state.plans.set(plan.version, plan);
  state.planInForce = plan.version;
  forgetGoneSteps(state);
  forgetGoneSwitches(work, plan);
  forgetRests(state, old, plan);
  rememberAsPlanned(state, plan, work.now);
  for (const planned of Object.values(plan.agents)) employ(work, planned);
  for (const planned of Object.values(plan.agents)) leaveDeskTo(work, plan, planned);
  for (const id of Object.keys(plan.queues))
    if (!state.queues.has(id))
      state.queues.set(id, { id, waiting: [], lastServed: null, estimateError: null });
  indexPlan(state, plan);
  for (const agent of state.agents.values()) {
    // Whoever rings or talks at a partner goes on to the end.
    if (plan.agents[agent.id] === undefined && !isLineOfPartner(agent)) dismiss(work, agent);
    work.touched.add(agent.id);
  }
  for (const queue of state.queues.values()) {
    const rule = plan.queues[queue.id];
    changeOverflow(work, queue, old?.queues[queue.id]?.overflow, rule?.overflow);
    if (rule === undefined) closeQueue(work, queue.id);
    else changeQueue(work, queue, old?.queues[queue.id], rule);
  }
  reviewAll(work);
  dispatchLater(work, Object.keys(plan.queues));
  work.milestones.push({
    kind: 'plan-in-force',
    version: plan.version,
    at: work.now,
    by: actorOf(by).name,
    plan: JSON.stringify(withoutDirectory(plan)),
  });
  work.milestones.push({
    kind: 'changed',
    id: `plan-${plan.version}`,
    at: work.now,
    by: actorOf(by),
    what: 'reload',
    about: 'routing',
    before: { version: old?.version ?? null },
    after: { version: plan.version },
  });
}

/** Facts keep the rules of every version for years; who was in the directory is personal, and no rule. */
function withoutDirectory({ callers: _personal, ...rules }: Plan): Plan {
  return rules;
}

/** What a ring step remembers goes when no plan has the step any more. */
function forgetGoneSteps(state: State): void {
  const steps = [...state.plans.values()].flatMap(({ blocks }) => Object.values(blocks).flat());
  const ids = new Set(steps.flatMap((step) => (step.do === 'ring' ? [step.id] : [])));
  for (const id of state.servedBySteps.keys()) if (!ids.has(id)) state.servedBySteps.delete(id);
}

function forgetUnusedPlan(state: State): void {
  const old = state.planInForce;
  if (old === null) return;
  for (const call of state.calls.values()) if (call.plan === old) return;
  state.plans.delete(old);
}

function employ(work: Work, planned: PlannedAgent): void {
  const known = work.state.agents.get(planned.id);
  if (known === undefined) work.state.agents.set(planned.id, newAgent(planned, work.now));
  else if (planned.phone === null) stayAtDesk(known);
  else if (known.phone !== planned.phone) movePhone(work, known, planned.phone);
}

function newAgent(planned: PlannedAgent, now: number): Agent {
  return {
    id: planned.id,
    phone: planned.phone ?? NO_PHONE,
    presence: { kind: 'signed-out', since: null },
    work: { kind: 'none' },
    pause: null,
    pin: untriedPin(),
    legs: [],
    restUntil: null,
    missedInRow: 0,
    idleSince: null,
    shiftStartedAt: null,
    history: [],
    credits: {},
    shown: { state: 'signed-out', reason: null, since: now, conversation: null, queue: null },
  };
}

/** From now on he signs in anywhere; as long as he is signed in he stays where he is. */
function stayAtDesk(agent: Agent): void {
  if (!isSignedIn(agent)) agent.phone = NO_PHONE;
}

/** A phone that the file gives to an agent who is signed in is no desk any more: whoever has sat there is signed out. */
function leaveDeskTo(work: Work, plan: Plan, { id, phone }: PlannedAgent): void {
  const { agents, index } = work.state;
  if (phone === null || !usersOf(index, phone).has(id)) return;
  for (const user of usersOf(index, phone)) {
    const other = agents.get(user);
    if (other !== undefined && plan.agents[user]?.phone === null) dismiss(work, other);
  }
}

/** Another phone in the file: the agent keeps his state, the old phone is no longer watched. */
function movePhone(work: Work, agent: Agent, phone: string): void {
  const { index } = work.state;
  const left = removeUser(index, agent.phone, agent.id);
  if (left === 0) {
    work.state.phones.delete(agent.phone);
    work.state.deadlines.cancel('phone-trails', agent.phone);
    work.state.deadlines.cancel('phone-lost', agent.phone);
    work.commands.push({ kind: 'unwatch-phone', phone: agent.phone });
  }
  agent.phone = phone;
  if (left === null) return;
  if (addUser(index, phone, agent.id) === 1) work.commands.push({ kind: 'watch-phone', phone });
}

/** An agent who is in no plan any more is signed out; a conversation goes on to its end. */
function dismiss(work: Work, agent: Agent): void {
  if (!isSignedIn(agent)) return;
  if (isWithCaller(work.state, agent)) {
    agent.presence = { kind: 'signing-out', since: work.now };
    return;
  }
  if (agent.work.kind === 'offered') withdrawOffer(work, agent.work.offer, 'withdrawn');
  if (agent.work.kind === 'wrap-up') settleOutcome(work, agent.work.outcome);
  work.state.deadlines.cancel('wrap-up', agent.id);
  agent.work = { kind: 'none' };
  forceOut(work, agent);
}

/** Who waits already waits under the new limit and hears the new announcements. */
function changeQueue(work: Work, queue: Queue, old: PlannedQueue | undefined, rule: PlannedQueue): void {
  const hasNewWords = JSON.stringify(old?.waiting) !== JSON.stringify(rule.waiting);
  for (const place of queue.waiting) {
    const call = callOf(work, place.call);
    const visit = visitOf(call);
    if (visit === null || call.outbound !== null) continue;
    const { waitMs } = queueRule(work.state, call, queue.id).limits;
    if (waitMs === null) work.state.deadlines.cancel('wait-limit', call.id);
    else work.state.deadlines.set('wait-limit', call.id, visit.enteredAt + waitMs);
    scheduleOpening(work, call, visit, rule);
    if (visit.offers.length > 0) scheduleWidening(work, call, visit, ruleOf(work, call, visit));
    if (hasNewWords) changeAnnouncements(work, call, visit, rule.waiting);
  }
  work.queuesToWatch.add(queue.id);
}

function closeQueue(work: Work, id: QueueId): void {
  const queue = work.state.queues.get(id);
  for (const place of [...(queue?.waiting ?? [])]) {
    const call = work.state.calls.get(place.call);
    if (call?.activity.kind !== 'waiting') continue;
    const callback = callbackOf(work.state, call);
    if (callback !== undefined) leaveLine(work, callback);
    else leaveByExit(work, place.call, 'removed');
  }
  if (queue?.waiting.length === 0) work.state.queues.delete(id);
  work.state.deadlines.cancel('nobody', id);
}

/** Derives what is looked up often; who is free is filled in as agents are settled. */
export function indexPlan(state: State, plan: Plan): void {
  const { index } = state;
  index.historyKeptMs = historyKeptMs(plan);
  index.free.clear();
  index.freeAgents.clear();
  index.queuesOf.clear();
  index.placesIn.clear();
  const queuesOf = new Map<AgentId, QueueId[]>();
  for (const queue of Object.values(plan.queues)) {
    index.free.set(queue.id, new Set());
    index.placesIn.set(queue.id, placesOf(queue.agents));
    for (const agent of queue.agents) queuesOf.set(agent, [...(queuesOf.get(agent) ?? []), queue.id]);
  }
  for (const [agent, queues] of queuesOf) index.queuesOf.set(agent, queues);
}
