import type { AgentRequest, Instant, RefusalCode } from '../signal.js';
import type { Phone } from '../plan.js';
import { planInForce, type State } from '../state.js';
import { agentOf, type Work } from '../work.js';
import { unlockPin } from '../codes/pin.js';
import { type Agent, isSignedIn, NO_PHONE, type Pause } from './agent.js';
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
  if (request.ask === 'sign-in') return signInAt(work, agent, request.phone ?? null);
  if (request.ask === 'unlock-pin') return unlock(work, agent);
  if (!isSignedIn(agent)) return refuse('wrong-state', `agent "${agent.id}" is signed out; sign in first`);
  switch (request.ask) {
    case 'sign-out':
      return signOut(work, agent);
    case 'pause':
      return pause(work, agent, pauseOf(request, work.now));
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

function pauseOf({ reason, forMs }: Extract<AgentRequest, { ask: 'pause' }>, now: Instant): Pause {
  const until = forMs === undefined ? {} : { until: now + forMs };
  return { reason, since: now, by: 'agent', ...until };
}

/** `wanted` null: at the phone that the file says is his. */
function signInAt(work: Work, agent: Agent, wanted: Phone | null): Outcome {
  if (agent.presence.kind === 'signed-in')
    return refuse('wrong-state', `agent "${agent.id}" is signed in already`);
  const own = planInForce(work.state).agents[agent.id]?.phone ?? null;
  const phone = own ?? wanted;
  const why = phone === null ? whyNowhere(agent) : whyNotAt(work.state, agent, { own, phone, wanted });
  if (phone === null || why !== null) return refuse('phone-refused', why ?? whyNowhere(agent));
  agent.phone = phone;
  return signIn(work, agent);
}

function whyNowhere({ id }: Agent): string {
  return `agent "${id}" has no phone of his own: say at which he signs in`;
}

/** One agent signs in at a phone, unless the file gives it to several. */
function whyNotAt(
  state: State,
  agent: Agent,
  {
    own,
    phone,
    wanted,
  }: { readonly own: Phone | null; readonly phone: Phone; readonly wanted: Phone | null },
): string | null {
  if (wanted !== null && wanted !== phone) return `agent "${agent.id}" has a phone of his own, ${phone}`;
  if (phone !== agent.phone && usersOf(state.index, agent.phone).has(agent.id))
    return `agent "${agent.id}" is not done at ${agent.phone} yet`;
  if (phone !== agent.phone && agent.legs.length > 0) return `agent "${agent.id}" has not hung up yet`;
  const { agents } = planInForce(state);
  const other = [...usersOf(state.index, phone)].find((user) => user !== agent.id);
  const isShared = other !== undefined && own !== null && agents[other]?.phone === own;
  return other === undefined || isShared ? null : `another agent is signed in at ${phone}`;
}

function signIn(work: Work, agent: Agent): Outcome {
  const { state, now } = work;
  const outSince = agent.presence.kind === 'signed-out' ? agent.presence.since : now;
  if (agent.presence.kind === 'signed-out') startShift(agent, now);
  agent.presence = { kind: 'signed-in', since: now };
  endPause(work, agent);
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
  endPause(work, agent);
  work.touched.add(agent.id);
}

/** Frees the phone of an agent who is signed out now; told once for each. */
export function releasePhone(work: Work, agent: Agent): void {
  const { index, phones, deadlines } = work.state;
  const { phone } = agent;
  const left = removeUser(index, phone, agent.id);
  if (left === null) return;
  if (planInForce(work.state).agents[agent.id]?.phone === null) agent.phone = NO_PHONE;
  if (left === 0) {
    phones.delete(phone);
    deadlines.cancel('phone-trails', phone);
    deadlines.cancel('phone-lost', phone);
    work.commands.push({ kind: 'unwatch-phone', phone });
  }
  for (const id of usersOf(index, phone)) work.touched.add(id);
}

/** A pause asked for during a talk or wrap-up is remembered; it shows when these are over. One that stands can be given a time. */
export function pause(work: Work, agent: Agent, wanted: Pause): Outcome {
  const standing = agent.pause?.reason === wanted.reason ? agent.pause : null;
  if (standing !== null && wanted.until === undefined)
    return refuse('wrong-state', `agent "${agent.id}" is paused for "${wanted.reason}" already`);
  endPause(work, agent);
  agent.pause = { ...wanted, since: standing?.since ?? wanted.since };
  if (wanted.until !== undefined) work.state.deadlines.set('pause', agent.id, wanted.until);
  agent.missedInRow = 0;
  work.touched.add(agent.id);
  return DONE;
}

function resume(work: Work, agent: Agent): Outcome {
  if (agent.pause === null) return refuse('wrong-state', `agent "${agent.id}" is not paused`);
  endPause(work, agent);
  agent.missedInRow = 0;
  work.touched.add(agent.id);
  return DONE;
}

/** A pause for a time is over. */
export function pauseDue(work: Work, id: string): void {
  resume(work, agentOf(work, id));
}

function endPause({ state }: Work, agent: Agent): void {
  agent.pause = null;
  state.deadlines.cancel('pause', agent.id);
}

function unlock(work: Work, agent: Agent): Outcome {
  if (unlockPin(work, agent.id)) return DONE;
  return refuse('wrong-state', `the PIN of agent "${agent.id}" is not locked`);
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
