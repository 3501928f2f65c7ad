import { isOpen } from '../calendar.js';
import type { Call } from '../call/call.js';
import { type BlockId, type Condition, dialledKey, type Plan, type Step } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import { callOf, tell, type Work } from '../work.js';
import { enterMenu } from './menu.js';
import { startPrompt } from './prompt.js';

/** Steps that a call may take without waiting for anything: more is a loop. */
const STEPS_AT_ONCE = 200;

/** The call begins a block; when it is over, the block around it goes on. */
export function enterBlock(work: Work, callId: string, block: BlockId): void {
  callOf(work, callId).frames.push({ block, next: 0 });
  goOn(work, callId);
}

/** Carries out the call's next steps until one of them takes time; a flow that is over hangs up. */
export function goOn(work: Work, callId: string): void {
  const call = callOf(work, callId);
  if (call.activity.kind === 'leaving') return;
  call.activity = { kind: 'in-flow' };
  for (let taken = 0; taken < STEPS_AT_ONCE; taken++) {
    const step = nextStep(work, call);
    if (step === null) {
      work.turns.push({ turn: 'hang-up-call', call: callId, by: 'callplane', place: 'flow' });
      return;
    }
    if (carryOut(work, call, step) === 'takes-time') return;
  }
  work.turns.push({ turn: 'hang-up-call', call: callId, by: 'callplane', place: 'failed' });
}

function nextStep(work: Work, call: Call): Step | null {
  const { blocks } = callPlan(work.state, call);
  for (let frame = call.frames.at(-1); frame !== undefined; frame = call.frames.at(-1)) {
    const step = blocks[frame.block]?.[frame.next];
    if (step !== undefined) {
      frame.next += 1;
      return step;
    }
    call.frames.pop();
  }
  return null;
}

function carryOut(work: Work, call: Call, step: Step): 'at-once' | 'takes-time' {
  switch (step.do) {
    case 'play':
      return play(work, call, step.prompt, step.information) ? 'takes-time' : 'at-once';
    case 'menu':
      enterMenu(work, call, step);
      return 'takes-time';
    case 'if':
      branch(work, call, step);
      return 'at-once';
    case 'queue':
      work.turns.push({ turn: 'wait-in-queue', call: call.id, queue: step.queue });
      return 'takes-time';
    case 'ring':
      work.turns.push({ turn: 'ring-agents', call: call.id });
      return 'takes-time';
    case 'go':
      jump(work, call, step.flow);
      return 'at-once';
    case 'closed':
      call.closed = true;
      return 'at-once';
    case 'tag':
      if (!call.tags.includes(step.tag)) call.tags.push(step.tag);
      return 'at-once';
    case 'hangup':
      work.turns.push({ turn: 'hang-up-call', call: call.id, by: 'callplane', place: 'flow' });
      return 'takes-time';
  }
}

/** Begins a prompt for its own sake; false: there is nothing to play. */
function play(work: Work, call: Call, prompt: string, information: boolean): boolean {
  const playback = startPrompt(work, call, prompt);
  if (playback === null) return false;
  call.activity = { kind: 'playing', prompt, information, playback, since: work.now, hasStarted: false };
  return true;
}

function branch(work: Work, call: Call, step: Extract<Step, { do: 'if' }>): void {
  const isMet = holds(callPlan(work.state, call), step.condition, call, work.now);
  tell(work, call, 'condition', { met: isMet, then: step.then });
  const block = isMet ? step.then : step.otherwise;
  if (block !== null) call.frames.push({ block, next: 0 });
}

/** Everything that is named must hold. */
function holds(plan: Plan, condition: Condition, call: Call, now: number): boolean {
  const { inHours, outside, dialled } = condition;
  if (inHours !== null && !isCalendarOpen(plan, inHours, now)) return false;
  if (outside !== null && isCalendarOpen(plan, outside, now)) return false;
  return dialled === null || dialled.includes(dialledKey(call.dialled));
}

function isCalendarOpen(plan: Plan, name: string, now: number): boolean {
  const calendar = plan.calendars[name];
  return calendar !== undefined && isOpen(calendar, now);
}

/** Another flow takes over; it does not come back. */
function jump(work: Work, call: Call, flow: string): void {
  const block = callPlan(work.state, call).flows[flow];
  tell(work, call, 'flow-entered', { flow });
  call.frames = block === undefined ? [] : [{ block, next: 0 }];
}
