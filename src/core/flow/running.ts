import { isOpen } from '../calendar.js';
import type { Call, Frame } from '../call/call.js';
import { type BlockId, type Condition, dialledKey, type Plan, type Step } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import { wallTime } from '../state.js';
import { callOf, tell, type Work } from '../work.js';
import { enterMenu } from './menu.js';
import { startPrompt, stopPrompt } from './prompt.js';
import { forgetTypedAhead } from './typing-ahead.js';

/** Steps that a call may take without waiting for anything: more is a loop. */
const STEPS_AT_ONCE = 200;

/** The call begins a block; when it is over, the block around it goes on. Blocks that are over leave nothing behind. */
export function enterBlock(work: Work, callId: string, block: BlockId): void {
  const call = callOf(work, callId);
  dropFinished(work, call);
  call.frames.push({ block, next: 0 });
  goOn(work, callId);
}

function dropFinished(work: Work, call: Call): void {
  const { blocks } = callPlan(work.state, call);
  const isOver = ({ block, next }: Frame): boolean => next >= (blocks[block]?.length ?? 0);
  for (let last = call.frames.at(-1); last !== undefined && isOver(last); last = call.frames.at(-1))
    call.frames.pop();
}

/** Carries out the call's next steps until one of them takes time; a flow that is over hangs up. */
export function goOn(work: Work, callId: string): void {
  const call = callOf(work, callId);
  if (call.activity.kind === 'leaving') return;
  call.activity = { kind: 'in-flow' };
  while (mayGoOn(work, callId)) {
    const step = nextStep(work, call);
    if (step === null) {
      work.turns.push({ turn: 'hang-up-call', call: callId, by: 'callplane', place: 'flow' });
      return;
    }
    if (carryOut(work, call, step) === 'takes-time') return;
  }
  work.turns.push({ turn: 'hang-up-call', call: callId, by: 'callplane', place: 'failed' });
}

/** Counts over the whole step of the core: a loop may lead through queues that turn the caller away. */
function mayGoOn(work: Work, callId: string): boolean {
  const taken = work.stepsTaken.get(callId) ?? 0;
  work.stepsTaken.set(callId, taken + 1);
  return taken < STEPS_AT_ONCE;
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
      forgetTypedAhead(work, call);
      work.turns.push({ turn: 'wait-in-queue', call: call.id, queue: step.queue });
      return 'takes-time';
    case 'ring':
      forgetTypedAhead(work, call);
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

/** The prompt that a call hears begins again; when no plan knows it any more, the flow goes on. */
export function replayPrompt(work: Work, call: Call): void {
  if (call.activity.kind !== 'playing') return;
  const { prompt, information, playback } = call.activity;
  stopPrompt(work, call, playback);
  if (!play(work, call, prompt, information)) work.turns.push({ turn: 'go-on', call: call.id });
}

function branch(work: Work, call: Call, step: Extract<Step, { do: 'if' }>): void {
  const wall = wallTime(work.state, work.now);
  const isMet = holds(callPlan(work.state, call), step.condition, call, wall);
  tell(work, call, 'condition', { met: isMet, then: step.then });
  const block = isMet ? step.then : step.otherwise;
  if (block !== null) call.frames.push({ block, next: 0 });
}

/** Everything that is named must hold; `now` is the time on the wall. */
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
