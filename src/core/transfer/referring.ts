import type { Call } from '../call/call.js';
import type { ReferAnswer } from '../command.js';
import { keyedNumber } from '../callback/number.js';
import { refuseDialled, userOf } from '../outgoing/dialling.js';
import type { OutgoingRefusal } from '../outgoing/facts.js';
import { inWords } from '../outgoing/refusing.js';
import { numberOutside } from '../outside/dialling.js';
import type { Phone } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { LegId, Signal } from '../signal.js';
import { planInForce, type State } from '../state.js';
import { agentOf, tell, type Work } from '../work.js';
import { type Wish, wishTransfer } from './asking.js';
import { whyNotHandedOver } from './asking-outside.js';
import { consultingIn } from './consulting.js';
import type { Target } from './rule.js';

type Refer = Extract<Signal, { kind: 'phone-refers' }>;

/** A phone asks by its transfer key that who talks with it goes on elsewhere, and hears what has come of it. */
export function phoneRefers(work: Work, refer: Refer): void {
  const { leg } = refer;
  // Told again, or crossed with our own hang-up: there is nobody to hear it.
  if (work.state.deadlines.has('leg-gone', leg)) return;
  const place = work.commands.length;
  const call = talkingAt(work.state, leg);
  const answer = call === null ? 'declined' : wishOfPhone(work, call, refer);
  // Before whatever follows of it, for that may be the end of this leg.
  work.commands.splice(place, 0, { kind: 'answer-refer', leg, answer });
}

/** The call whose caller talks with the agent at this leg, or about whom he asks another there; null: there is none. */
function talkingAt({ legs, calls }: State, id: LegId): Call | null {
  const leg = legs.get(id);
  const call = leg?.role === 'agent' ? calls.get(leg.call) : undefined;
  return call !== undefined && linesOf(call).includes(id) ? call : null;
}

/** The legs of the agent who talks with the caller: one, or one more on which he asks. */
function linesOf({ activity }: Call): readonly LegId[] {
  if (activity.kind !== 'talking') return [];
  const { agentLeg, consultation } = activity.conversation;
  return consultation?.line == null ? [agentLeg] : [agentLeg, consultation.line];
}

function wishOfPhone(work: Work, call: Call, { leg, to, beside }: Refer): ReferAnswer {
  if (beside !== null) return bringTogether(work, call, leg, beside);
  const target = extension(work.state, call, to) ?? numberNamed(work.state, to);
  if (target === null)
    return refused(work, call, 'unavailable', 'the phone asked for no extension, and for no number');
  const outcome = wishTransfer(work, call, { ask: 'transfer-call', target, reason: null }, 'phone');
  return outcome.ok ? 'done' : refused(work, call, 'declined', outcome.detail);
}

/** Both calls of the phone are named: the caller, and whom his agent asks about him on the other. */
function bringTogether(work: Work, call: Call, leg: LegId, beside: LegId): ReferAnswer {
  const lines = linesOf(call);
  if (leg === beside || !lines.includes(beside) || consultingIn(call) === null)
    return refused(work, call, 'declined', 'the other call of the phone is not about this caller');
  const outcome = wishTransfer(work, call, { ask: 'complete-transfer' }, 'phone');
  return outcome.ok ? 'done' : refused(work, call, 'declined', outcome.detail);
}

function refused(work: Work, call: Call, answer: ReferAnswer, why: string): ReferAnswer {
  tell(work, call, 'transfer-refused', { by: 'phone', why });
  return answer;
}

/**
 * An agent who talks with a caller dials an extension on another line of his phone, or a number outside that he may send
 * callers to: he asks whoever is there, with the caller on hold. False: it is no such thing.
 */
export function consultDialled(work: Work, line: LegId, phone: Phone, dialled: string): boolean {
  const { state } = work;
  const agent = userOf(state, phone);
  const call = talkingWith(state, agent);
  const target = call === null ? null : askedFor(state, call, dialled);
  if (agent === null || call === null || target === null) return false;
  const barred = target.to === 'number' ? whyNotDialled(work, target) : null;
  if (barred !== null) {
    tell(work, call, 'transfer-refused', { by: 'phone', why: inWords(barred.refusal) });
    refuseDialled(work, agentOf(work, agent), line, barred);
    return true;
  }
  const wish: Wish = { ask: 'consult', target, reason: null, line };
  const outcome = wishTransfer(work, call, wish, 'phone');
  if (outcome.ok) return true;
  tell(work, call, 'transfer-refused', { by: 'phone', why: outcome.detail });
  work.commands.push({ kind: 'hang-up', leg: line, reason: 'busy' });
  return true;
}

/**
 * A number that his phone may not call now, asked or not; null: it may. As every number that he dials it is called by
 * nobody while new calls go elsewhere; an extension belongs to the call that is here.
 */
function whyNotDialled(
  work: Work,
  target: Extract<Target, { to: 'number' }>,
): { readonly number: string; readonly refusal: OutgoingRefusal } | null {
  const { state } = work;
  const { dialPolicy: policy } = planInForce(state);
  if (policy === undefined) return { number: target.number, refusal: 'not-allowed' };
  const isLetOut = target.isWritten === true || state.newCalls === 'here';
  const refusal = whyNotHandedOver(work, policy, target) ?? (isLetOut ? null : 'closed');
  return refusal === null ? null : { number: numberOutside(policy, target).number ?? target.number, refusal };
}

/** Where nobody is handed over, he makes a call of his own, or none. */
function askedFor(state: State, call: Call, dialled: string): Target | null {
  if (callPlan(state, call).transfers === undefined) return null;
  return extension(state, call, dialled) ?? numberNamed(state, dialled);
}

/** The call of the caller that an agent talks with; null: with nobody, or with whom he has called. */
function talkingWith({ agents, calls }: State, agent: string | null): Call | null {
  const doing = agent === null ? undefined : agents.get(agent)?.work;
  const call = doing?.kind === 'talking' ? calls.get(doing.call) : undefined;
  return call?.outbound === null ? call : null;
}

/** A number that agents may call at their phones is one that they may send callers to; null: it is none. */
function numberNamed(state: State, dialled: string): Target | null {
  const { dialPolicy: policy, phones } = planInForce(state);
  const isCalled = policy !== undefined && phones?.outgoing !== undefined;
  return isCalled && keyedNumber(policy, dialled) !== null ? { to: 'number', number: dialled } : null;
}

function extension(state: State, call: Call, dialled: string): Target | null {
  const extensions = callPlan(state, call).transfers?.extensions ?? {};
  return Object.hasOwn(extensions, dialled) ? (extensions[dialled] ?? null) : null;
}
