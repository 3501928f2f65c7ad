import type { Outcome } from '../agent/presence.js';
import type { Agent } from '../agent/agent.js';
import { isCodeMissing } from '../agent/outcome.js';
import { isSignedIn } from '../agent/agent.js';
import { usersOf } from '../agent/phone-users.js';
import { endWrapUp } from '../agent/wrap-up.js';
import type { Call } from '../call/call.js';
import { clientCalls } from '../callback/meeting.js';
import { keyedNumber } from '../callback/number.js';
import { isHourUsedUp, noteDialled, refusalOf } from '../callback/policy.js';
import { reviewAll } from '../callback/reviewing.js';
import { isOpenNow } from '../hours.js';
import type { DialPolicy, Phone } from '../plan.js';
import type { CallId, LegId, OutgoingRequest } from '../signal.js';
import { mint, planInForce, type State, wallTime } from '../state.js';
import { agentOf, callOf, tell, type Work } from '../work.js';
import { endOutgoing, isOutgoing, type OutgoingCall } from './ending.js';
import type { OutgoingRefusal } from './facts.js';
import type { OutgoingOrigin, OutgoingRule } from './outgoing.js';
import { inWords, isBeingCalled, toneFor, withoutCode } from './refusing.js';

/** Asterisk's own time-out stands above ours as a net. */
const NET_MS = 2_000;
/** An agent who has clicked has his phone at hand. */
const AGENT_ANSWERS_WITHIN_MS = 20_000;

/** Calls that agents make, as they are made now. */
interface Rules {
  readonly rule: OutgoingRule;
  readonly policy: DialPolicy;
}

/** Null: agents make no calls. */
export function outgoingRules(state: State): Rules | null {
  const { phones, dialPolicy: policy } = planInForce(state);
  const rule = phones?.outgoing;
  return rule === undefined || policy === undefined ? null : { rule, policy };
}

/** The agent who is signed in at a phone, and nobody else with him; null: there is none. */
export function userOf(state: State, phone: Phone): string | null {
  const users = [...usersOf(state.index, phone)];
  return users.length === 1 ? (users[0] ?? null) : null;
}

/** An agent's phone has dialled a number outside. */
export function numberDialled(work: Work, leg: LegId, phone: Phone, dialled: string): void {
  const { state } = work;
  const id = userOf(state, phone);
  // Nobody can be held to the call.
  if (id === null) {
    work.commands.push({ kind: 'hang-up', leg, reason: 'unallocated' });
    return;
  }
  const agent = agentOf(work, id);
  const rules = outgoingRules(state);
  const policy = planInForce(state).dialPolicy;
  const number = policy === undefined ? null : keyedNumber(policy, dialled);
  const refusal = rules === null ? 'switched-off' : whyNotDialled(work, agent, rules, number);
  if (rules === null || refusal !== null || number === null) {
    refuseDialled(work, agent, leg, { number: number ?? dialled, refusal: refusal ?? 'no-number' });
    return;
  }
  const call = begin(work, agent, { origin: 'phone', number, agentLeg: leg, policy: rules.policy });
  dialOutside(work, call, rules);
}

/** What a phone has dialled is not called: that is told, and its tone says why. */
export function refuseDialled(
  work: Work,
  agent: Agent,
  leg: LegId,
  { number, refusal }: { readonly number: string; readonly refusal: OutgoingRefusal },
): void {
  tellBlocked(work, agent, { origin: 'phone', number, refusal });
  work.commands.push({ kind: 'hang-up', leg, reason: toneFor(refusal) });
}

function whyNotDialled(
  work: Work,
  agent: Agent,
  rules: Rules,
  number: string | null,
): OutgoingRefusal | null {
  return whyNot(work, rules, number) ?? (mayCall(agent) ? null : 'agent-busy');
}

/** An agent, or a program for him, asks to be connected with a number: his own phone rings first. */
export function answerOutgoingRequest(work: Work, request: OutgoingRequest): Outcome {
  const { state } = work;
  const agent = state.agents.get(request.agent);
  if (agent === undefined || planInForce(state).agents[request.agent] === undefined)
    return refuse('unknown-agent', `there is no agent "${request.agent}" in the plan in force`);
  const rules = outgoingRules(state);
  if (rules === null)
    return refuse('wrong-state', 'agents make no calls: the routing file has no phones: { outgoing: … }');
  if (agent.presence.kind !== 'signed-in')
    return refuse('wrong-state', `agent "${agent.id}" is signed out; sign in first`);
  if (state.telephony.kind === 'lost') return refuse('wrong-state', 'Asterisk is not heard');
  if (!mayCall(agent) || agent.legs.length > 0)
    return refuse('wrong-state', `agent "${agent.id}" is busy: with a call, or with an outcome that he owes`);
  const number = keyedNumber(rules.policy, request.number);
  const refusal = whyNot(work, rules, number);
  if (refusal !== null || number === null) {
    const why = refusal ?? 'no-number';
    tellBlocked(work, agent, { origin: 'click', number: number ?? request.number, refusal: why });
    return refuse('number-refused', inWords(why));
  }
  const agentLeg = mint(state, 'leg');
  const call = begin(work, agent, { origin: 'click', number, agentLeg, policy: rules.policy });
  state.index.unmade.add(call.id);
  state.deadlines.set('dial', call.id, work.now + AGENT_ANSWERS_WITHIN_MS);
  work.commands.push({
    ...{ kind: 'ring', leg: agentLeg, phone: agent.phone, timeoutMs: AGENT_ANSWERS_WITHIN_MS + NET_MS },
    ...{ callerNumber: number, callerName: null },
  });
  return { ok: true };
}

function refuse(code: 'unknown-agent' | 'wrong-state' | 'number-refused', detail: string): Outcome {
  return { ok: false, code, detail };
}

/** He does nothing else, or only what follows a talk and can be left. */
function mayCall(agent: Agent): boolean {
  if (!isSignedIn(agent)) return false;
  const { work } = agent;
  return work.kind === 'none' || (work.kind === 'wrap-up' && !isCodeMissing(work.outcome));
}

/** Why no call is made to this number now; null: one is. `own`: the call that is to be made. */
function whyNot(
  { state, now }: Work,
  { policy }: Rules,
  number: string | null,
  own: CallId | null = null,
): OutgoingRefusal | null {
  const refusal = refusalOf(state, policy, number, now);
  if (refusal !== null) return refusal;
  if (isBeingCalled(state, number, own)) return 'being-called';
  const isOpen =
    policy.hours === null || isOpenNow(state, planInForce(state), policy.hours, wallTime(state, now));
  return isOpen && state.newCalls === 'here' ? null : 'closed';
}

function tellBlocked(
  work: Work,
  agent: Agent,
  {
    origin,
    number,
    refusal,
  }: { readonly origin: OutgoingOrigin; readonly number: string; readonly refusal: OutgoingRefusal },
): void {
  const { state, now } = work;
  work.milestones.push({
    ...{ kind: 'outgoing-ended', call: mint(state, 'call'), agent: agent.id, origin, forCall: null },
    ...{ number: withoutCode(number), shown: null },
    ...{ askedAt: now, dialledAt: null, answeredAt: null, endedAt: now, endedBy: 'callplane' },
    ...{ result: 'blocked-by-policy', refusal, conversation: null, talkStartedAt: null, talkEndedAt: null },
    ...{ talkMs: 0, planVersion: planInForce(state).version },
  });
}

interface Wanted {
  readonly origin: OutgoingOrigin;
  readonly number: string;
  readonly agentLeg: LegId;
  readonly policy: DialPolicy;
}

/** From here on the agent is in this call and in nothing else. */
function begin(work: Work, agent: Agent, wanted: Wanted): OutgoingCall {
  const { state } = work;
  endWrapUp(work, agent.id, 'agent');
  const call = newCall(work, agent, wanted);
  const { agentLeg } = wanted;
  state.calls.set(call.id, call);
  state.legs.set(agentLeg, {
    ...{ role: 'agent', agent: agent.id, offer: null, call: call.id, bridge: null, hangUps: 0 },
  });
  agent.legs.push(agentLeg);
  agent.work = { kind: 'calling', call: call.id };
  work.touched.add(agent.id);
  tell(work, call, 'outgoing-asked', { agent: agent.id, origin: wanted.origin });
  return call;
}

function newCall(
  { state, now }: Work,
  agent: Agent,
  { origin, number, agentLeg, policy }: Wanted,
): OutgoingCall {
  const plan = planInForce(state);
  return {
    id: mint(state, 'call'),
    leg: mint(state, 'leg'),
    // As with a callback: whom the call is about is known by the number that is called.
    ...{ from: number, fromE164: number, fromName: null, dialled: number },
    plan: plan.version,
    ...{ language: plan.company.language, variables: {}, priority: 0, needs: [], tags: [], marks: [] },
    ...{ arrivedAt: now, inHours: true, answeredAt: null, firstOfferedAt: null, closed: false },
    ...{ informationHeard: null, lastExit: null, waitMs: 0, keptMs: 0 },
    ...{ talkMs: 0, conversations: 0, lastTalk: null, frames: [] },
    activity: { kind: 'reaching-agent', agentLeg },
    ...{ typedAhead: null, lateEndKey: null, backdrop: 'silence', transfer: null },
    outbound: {
      callback: null,
      ...{ agent: agent.id, origin, shown: policy.show, dialledAt: null, talk: null },
    },
  };
}

/** The phone outside rings, and the agent hears it. */
function dialOutside(work: Work, call: OutgoingCall, { rule, policy }: Rules): void {
  const { state, now } = work;
  const { activity, outbound } = call;
  if (activity.kind !== 'reaching-agent') return;
  call.activity = { kind: 'calling-out', agentLeg: activity.agentLeg };
  outbound.dialledAt = now;
  noteDialled(state, policy, call.dialled, now);
  if (isHourUsedUp(state, policy, now)) reviewAll(work);
  state.index.unmade.delete(call.id);
  state.legs.set(call.leg, { role: 'caller', call: call.id, bridge: null, hangUps: 0 });
  state.deadlines.set('dial', call.id, now + rule.ringMs);
  work.commands.push({
    ...{ kind: 'ring', leg: call.leg, phone: policy.dial.replace('{number}', call.dialled) },
    ...{ timeoutMs: rule.ringMs + NET_MS, callerNumber: outbound.shown, callerName: null },
  });
  letHearRinging(work, call);
  clientCalls(work, call);
  tell(work, call, 'dialled', { agent: outbound.agent });
}

/** At his phone, which has dialled, he hears it before it is answered; one that we have rung hears our tone. */
export function letHearRinging(work: Work, { activity, outbound }: OutgoingCall): void {
  if (activity.kind !== 'calling-out') return;
  const kind = outbound.origin === 'phone' ? 'indicate-ringing' : 'start-ringback';
  work.commands.push({ kind, leg: activity.agentLeg });
}

/** The agent's own phone has answered: the number that he clicked is called. Told again, it has no effect. */
export function agentReached(work: Work, callId: string): void {
  const call = work.state.calls.get(callId);
  if (call === undefined || !isOutgoing(call) || call.activity.kind !== 'reaching-agent') return;
  const rules = outgoingRules(work.state);
  const refusal = rules === null ? 'switched-off' : whyNot(work, rules, call.dialled, call.id);
  if (rules === null || refusal !== null)
    endOutgoing(work, call.id, 'blocked-by-policy', 'callplane', refusal);
  else dialOutside(work, call, rules);
}

/** Agent or outside party did not answer in time. */
export function outgoingDue(work: Work, call: Call): void {
  const { kind } = call.activity;
  if (kind !== 'reaching-agent' && kind !== 'calling-out') return;
  // While Asterisk is not heard nobody knows whether somebody has answered.
  if (work.state.telephony.kind === 'lost') work.state.deadlines.set('dial', call.id, work.now + NET_MS);
  else
    endOutgoing(
      work,
      callOf(work, call.id).id,
      kind === 'reaching-agent' ? 'agent-cancelled' : 'no-answer',
      'callplane',
    );
}
