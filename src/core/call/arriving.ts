import { clientCalls } from '../callback/meeting.js';
import { codeDialled } from '../codes/dialling.js';
import { emergencyPrompt } from '../emergency.js';
import { playMessage } from '../flow/playing.js';
import { isOpenNow } from '../hours.js';
import { dialledKey, type Plan } from '../plan.js';
import { hangUp, sendOn } from '../legs.js';
import { numberDialled } from '../outgoing/dialling.js';
import { takeKeptAge } from '../queue/dropping.js';
import type { Signal } from '../signal.js';
import { mint, planInForce, type State, wallTime } from '../state.js';
import { consultDialled } from '../transfer/referring.js';
import { tell, type Work } from '../work.js';
import type { Call } from './call.js';
import { knownCaller } from './known-caller.js';

/** A caller has come: the call begins on the plan in force, at the block of the number dialled. */
export function callArrived(work: Work, signal: Extract<Signal, { kind: 'call-arrived' }>): void {
  if (work.state.legs.has(signal.leg)) return;
  const { leg, phone, dialled } = signal;
  // A number of the file may be written like a code without its star: what is keyed behind a code is no caller's.
  if (phone !== undefined && codeDialled(work, leg, phone, dialled)) return;
  if (phone !== undefined && planInForce(work.state).numbers[dialledKey(dialled)] === undefined) {
    if (!consultDialled(work, leg, phone, dialled)) numberDialled(work, leg, phone, dialled);
    return;
  }
  const call = begin(work, signal);
  takeKeptAge(work, call);
  const number = planInForce(work.state).numbers[dialledKey(signal.dialled)];
  if (number === undefined) {
    work.turns.push({ turn: 'hang-up-call', call: call.id, by: 'callplane', place: 'unallocated' });
    return;
  }
  if (recognise(work, call) === 'blocked') {
    work.turns.push({ turn: 'hang-up-call', call: call.id, by: 'callplane', place: 'blocked' });
    return;
  }
  clientCalls(work, call);
  const prompt = emergencyPrompt(work.state, call.dialled, wallTime(work.state, work.now));
  if (prompt !== null && playMessage(work, call, prompt)) call.frames.push({ block: number.block, next: 0 });
  else work.turns.push({ turn: 'enter', call: call.id, block: number.block });
}

/** Who is in the directory brings his tags and his priority with him. */
function recognise(work: Work, call: Call): 'welcome' | 'blocked' {
  const known = knownCaller(planInForce(work.state), call.fromE164);
  if (known === null) return 'welcome';
  const { name, group, tags, priority, blocked } = known;
  tell(work, call, 'recognised', { name, group, blocked });
  call.tags.push(...tags.filter((tag) => !call.tags.includes(tag)));
  call.priority = priority;
  if (priority !== 0) tell(work, call, 'priority-set', { priority });
  return blocked ? 'blocked' : 'welcome';
}

/** A caller has come whom we cannot serve: a call like any other, which is over as soon as he is gone. */
export function callShed(work: Work, signal: Extract<Signal, { kind: 'call-shed' }>): void {
  if (work.state.legs.has(signal.leg)) return;
  const call = begin(work, signal);
  work.state.index.beingShed.add(call.id);
  tell(work, call, 'shed', { sign: signal.sign, answer: signal.answer });
  call.activity = { kind: 'leaving', by: 'callplane', place: 'shed' };
  if (signal.answer === 'emergency') sendOn(work, call.leg);
  else hangUp(work, call.leg, 'busy');
}

function begin(work: Work, signal: Extract<Signal, { kind: 'call-arrived' | 'call-shed' }>): Call {
  const { state, now } = work;
  const plan = planInForce(state);
  const call = newCall(work, plan, signal);
  state.calls.set(call.id, call);
  state.legs.set(signal.leg, { role: 'caller', call: call.id, bridge: null, hangUps: 0 });
  work.milestones.push({
    kind: 'call-arrived',
    call: call.id,
    leg: call.leg,
    from: call.from,
    dialled: call.dialled,
    at: now,
    planVersion: plan.version,
  });
  return call;
}

function newCall(
  { state, now }: Work,
  plan: Plan,
  signal: Extract<Signal, { kind: 'call-arrived' | 'call-shed' }>,
): Call {
  const number = plan.numbers[dialledKey(signal.dialled)];
  return {
    id: mint(state, 'call'),
    leg: signal.leg,
    from: signal.from,
    fromE164: signal.fromE164 ?? null,
    fromName: signal.fromName,
    dialled: signal.dialled,
    plan: plan.version,
    language: plan.company.language,
    variables: {},
    priority: 0,
    needs: [],
    tags: [...(number?.tags ?? [])],
    marks: [],
    arrivedAt: now,
    inHours: isInHours(state, plan, number?.hours ?? plan.company.hours, wallTime(state, now)),
    answeredAt: null,
    firstOfferedAt: null,
    closed: false,
    informationHeard: null,
    lastExit: null,
    waitMs: 0,
    keptMs: 0,
    talkMs: 0,
    conversations: 0,
    lastTalk: null,
    frames: [],
    activity: { kind: 'in-flow' },
    typedAhead: null,
    lateEndKey: null,
    outbound: null,
    transfer: null,
    backdrop: 'silence',
  };
}

function isInHours(state: State, plan: Plan, hours: string | null, wall: number): boolean {
  if (hours === null || plan.calendars[hours] === undefined) return true;
  return isOpenNow(state, plan, hours, wall);
}
