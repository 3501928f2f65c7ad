import type { AgentRequest, Instant, RefusalCode } from '../signal.js';
import { planInForce } from '../state.js';
import { agentOf, type Work } from '../work.js';
import { type Agent, isSignedIn } from './agent.js';
import { isWithCaller } from './availability.js';
import { newcomerCredit, windowStart } from './counters.js';
import { isCodeMissing, openOutcome, setOutcome } from './outcome.js';
import { addUser, removeUser, usersOf } from './phone-users.js';
import { endWrapUp, extendWrapUp } from './wrap-up.js';

const NEW_SHIFT_AFTER_MS = 4 * 3_600_000;

export type Outcome =
  { readonly ok: true } | { readonly ok: false; readonly code: RefusalCode; readonly detail: string };

const DONE: Outcome = { ok: true };

function refuse(code: RefusalCode, detail: string): Outcome {
  return { ok: false, code, detail };
}

/** Carries out what an agent asks for; a refusal leaves everything as it was. */
export function answerRequest(work: Work, request: AgentRequest): Outcome {
  const agent = work.state.agents.get(request.agent);
  if (agent === undefined || planInForce(work.state).agents[request.agent] === undefined) {
    return refuse('unknown-agent', `there is no agent "${request.agent}" in the plan in force`);
  }
  if (request.ask === 'sign-in') return signIn(work, agent);
  if (!isSignedIn(agent)) return refuse('wrong-state', `agent "${agent.id}" is signed out; sign in first`);
  switch (request.ask) {
    case 'sign-out':
      return signOut(work, agent);
    case 'pause':
      return pause(work, agent, { reason: request.reason, since: work.now, by: 'agent' });
    case 'resume':
      return resume(work, agent);
    case 'end-wrap-up':
      return stopWrapUp(work, agent);
    case 'extend-wrap-up':
      return prolongWrapUp(work, agent, request.byMs);
    case 'set-outcome':
      return sayOutcome(work, agent, request.outcome);
  }
}

function signIn(work: Work, agent: Agent): Outcome {
  const { state, now } = work;
  if (agent.presence.kind === 'signed-in')
    return refuse('wrong-state', `agent "${agent.id}" is signed in already`);
  const outSince = agent.presence.kind === 'signed-out' ? agent.presence.since : now;
  if (agent.presence.kind === 'signed-out') startShift(agent, now);
  agent.presence = { kind: 'signed-in', since: now };
  agent.pause = null;
  agent.missedInRow = 0;
  const users = addUser(state.index, agent.phone, agent.id);
  if (users === 1) work.commands.push({ kind: 'watch-phone', phone: agent.phone });
  giveCredits(work, agent, outSince);
  for (const id of usersOf(state.index, agent.phone)) work.touched.add(id);
  state.deadlines.cancel('rest', agent.id);
  agent.restUntil = null;
  return DONE;
}

function startShift(agent: Agent, now: Instant): void {
  const since = agent.presence.since;
  if (agent.shiftStartedAt === null || since === null || now - since >= NEW_SHIFT_AFTER_MS)
    agent.shiftStartedAt = now;
}

/** Credits are given at the first sign-in of a window; `outSince`: until when he was signed in, null: never. */
function giveCredits(work: Work, agent: Agent, outSince: Instant | null): void {
  const plan = planInForce(work.state);
  const { timezone } = plan.company;
  for (const queueId of work.state.index.queuesOf.get(agent.id) ?? []) {
    const queue = plan.queues[queueId];
    if (queue === undefined) continue;
    const from = windowStart(queue.counting.window, timezone, agent, work.now);
    if (outSince !== null && from !== null && outSince >= from) continue;
    const colleagues = queue.agents
      .filter((id) => id !== agent.id)
      .map((id) => agentOf(work, id))
      .filter(isSignedIn);
    const credit = newcomerCredit(agent, colleagues, queue.counting, queueId, timezone, work.now);
    if (credit !== null) agent.credits[queueId] = credit;
  }
}

function signOut(work: Work, agent: Agent): Outcome {
  if (agent.presence.kind === 'signing-out')
    return refuse('wrong-state', `agent "${agent.id}" is signing out already`);
  if (isWithCaller(work.state, agent) || owesCode(agent)) {
    agent.presence = { kind: 'signing-out', since: work.now };
    work.touched.add(agent.id);
    return DONE;
  }
  endWrapUp(work, agent.id, 'agent');
  forceOut(work, agent);
  return DONE;
}

/** Signs out an agent who is in no conversation. An offer that stands is withdrawn by the caller of this function. */
export function forceOut(work: Work, agent: Agent): void {
  agent.presence = { kind: 'signed-out', since: work.now };
  agent.pause = null;
  work.touched.add(agent.id);
}

/** Frees the phone of an agent who is signed out now; told once for each. */
export function releasePhone(work: Work, agent: Agent): void {
  const { index, phones, deadlines } = work.state;
  const left = removeUser(index, agent.phone, agent.id);
  if (left === null) return;
  if (left === 0) {
    phones.delete(agent.phone);
    deadlines.cancel('phone-trails', agent.phone);
    deadlines.cancel('phone-lost', agent.phone);
    work.commands.push({ kind: 'unwatch-phone', phone: agent.phone });
  }
  for (const id of usersOf(index, agent.phone)) work.touched.add(id);
}

/** A pause asked for during a talk or wrap-up is remembered; it shows when these are over. */
export function pause(work: Work, agent: Agent, wanted: NonNullable<Agent['pause']>): Outcome {
  if (agent.pause !== null && agent.pause.reason === wanted.reason) {
    return refuse('wrong-state', `agent "${agent.id}" is paused for "${wanted.reason}" already`);
  }
  agent.pause = wanted;
  agent.missedInRow = 0;
  work.touched.add(agent.id);
  return DONE;
}

function resume(work: Work, agent: Agent): Outcome {
  if (agent.pause === null) return refuse('wrong-state', `agent "${agent.id}" is not paused`);
  agent.pause = null;
  agent.missedInRow = 0;
  work.touched.add(agent.id);
  return DONE;
}

/** His queue demands to know what came of the conversation that his wrap-up follows. */
function owesCode({ work }: Agent): boolean {
  return work.kind === 'wrap-up' && isCodeMissing(work.outcome);
}

function sayOutcome(work: Work, agent: Agent, code: string): Outcome {
  const open = openOutcome(work.state, agent);
  if (open === null) {
    const detail = `agent "${agent.id}" is in no conversation, and in no wrap-up, of a queue with outcomes`;
    return refuse('wrong-state', detail);
  }
  const { codes } = open.rule;
  if (!Object.hasOwn(codes, code)) {
    const detail = `the queue "${open.queue}" knows no outcome "${code}"; right would be one of ${Object.keys(codes).join(', ')}`;
    return refuse('unknown-outcome', detail);
  }
  setOutcome(work, open, code, 'request');
  // He had wanted to leave, and owed only this.
  if (agent.presence.kind === 'signing-out') endWrapUp(work, agent.id, 'agent');
  return DONE;
}

function stopWrapUp(work: Work, agent: Agent): Outcome {
  if (agent.work.kind !== 'wrap-up') return refuse('wrong-state', `agent "${agent.id}" is not in wrap-up`);
  if (owesCode(agent)) {
    const codes = Object.keys(agent.work.outcome?.rule.codes ?? {}).join(', ');
    return refuse('outcome-missing', `agent "${agent.id}" has to set an outcome first, one of ${codes}`);
  }
  endWrapUp(work, agent.id, 'agent');
  return DONE;
}

function prolongWrapUp(work: Work, agent: Agent, byMs: number): Outcome {
  if (agent.work.kind !== 'wrap-up') return refuse('wrong-state', `agent "${agent.id}" is not in wrap-up`);
  if (!extendWrapUp(work, agent, byMs)) {
    return refuse('limit-reached', `the wrap-up of agent "${agent.id}" has reached its limit`);
  }
  return DONE;
}
