import { emergencyPrompt } from '../emergency.js';
import { playMessage } from '../flow/playing.js';
import { isOpenNow } from '../hours.js';
import { dialledKey, type Plan } from '../plan.js';
import type { Signal } from '../signal.js';
import { mint, planInForce, type State, wallTime } from '../state.js';
import type { Work } from '../work.js';
import type { Call } from './call.js';

/** A caller has come: the call begins on the plan in force, at the block of the number dialled. */
export function callArrived(work: Work, signal: Extract<Signal, { kind: 'call-arrived' }>): void {
  const { state, now } = work;
  if (state.legs.has(signal.leg)) return;
  const plan = planInForce(state);
  const number = plan.numbers[dialledKey(signal.dialled)];
  const call: Call = {
    id: mint(state, 'call'),
    leg: signal.leg,
    from: signal.from,
    fromName: signal.fromName,
    dialled: signal.dialled,
    plan: plan.version,
    language: plan.company.language,
    variables: {},
    priority: 0,
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
    talkMs: 0,
    conversations: 0,
    frames: [],
    activity: { kind: 'in-flow' },
    typedAhead: null,
    lateEndKey: null,
    backdrop: 'silence',
  };
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
  if (number === undefined) {
    work.turns.push({ turn: 'hang-up-call', call: call.id, by: 'callplane', place: 'unallocated' });
    return;
  }
  const prompt = emergencyPrompt(state, call.dialled, wallTime(state, now));
  if (prompt !== null && playMessage(work, call, prompt)) call.frames.push({ block: number.block, next: 0 });
  else work.turns.push({ turn: 'enter', call: call.id, block: number.block });
}

function isInHours(state: State, plan: Plan, hours: string | null, wall: number): boolean {
  if (hours === null || plan.calendars[hours] === undefined) return true;
  return isOpenNow(state, plan, hours, wall);
}
