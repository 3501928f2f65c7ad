import { askInCall } from '../callback/asking.js';
import type { Call, Frame } from '../call/call.js';
import { needsInWords } from '../needs.js';
import type { BlockId, Step } from '../plan.js';
import { enterDial } from '../outside/dialling.js';
import { agentsOfStep, callPlan } from '../ringing/rule.js';
import { wallTime } from '../state.js';
import { callOf, tell, type Work } from '../work.js';
import { enterCollect } from './collect.js';
import { judge } from './conditions.js';
import { enterLookup, notify } from './looking-up.js';
import { enterSpeak } from './speaking.js';
import { enterMenu } from './menu.js';
import { greet, play, say } from './playing.js';
import { enterRating } from './rating.js';
import { enterVoicemail } from '../voicemail/leaving.js';
import { forgetTypedAhead, isExpected } from './typing-ahead.js';
import { filled } from './variables.js';

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
      if (!step.information && isExpected(work, call)) return 'at-once';
      return play(work, call, step.prompt, step.information) ? 'takes-time' : 'at-once';
    case 'greet':
      return !isExpected(work, call) && greet(work, call, step.otherwise) ? 'takes-time' : 'at-once';
    case 'say':
      return !isExpected(work, call) && say(work, call, step) ? 'takes-time' : 'at-once';
    case 'speak':
      return !isExpected(work, call) && enterSpeak(work, call, step) ? 'takes-time' : 'at-once';
    case 'collect':
      enterCollect(work, call, step);
      return 'takes-time';
    case 'rate':
      return enterRating(work, call, step) ? 'takes-time' : 'at-once';
    case 'dial':
      forgetTypedAhead(work, call);
      if (!enterDial(work, call, step))
        work.turns.push({ turn: 'enter', call: call.id, block: step.otherwise });
      return 'takes-time';
    case 'voicemail':
      enterVoicemail(work, call, step);
      return 'takes-time';
    case 'lookup':
      enterLookup(work, call, step);
      return 'takes-time';
    case 'notify':
      notify(work, call, step);
      return 'at-once';
    case 'menu':
      enterMenu(work, call, step);
      return 'takes-time';
    case 'if':
      branch(work, call, step);
      return 'at-once';
    case 'callback':
      if (askInCall(work, call, step)) return 'at-once';
      work.turns.push({ turn: 'enter', call: call.id, block: step.otherwise });
      return 'takes-time';
    case 'queue':
      forgetTypedAhead(work, call);
      work.turns.push({ turn: 'wait-in-queue', call: call.id, queue: step.queue, limits: 'asked' });
      return 'takes-time';
    case 'ring':
      if (agentsOfStep(work, call, step).length === 0) {
        tell(work, call, 'ring-skipped', { step: step.id, nobody: step.whose ?? null });
        return 'at-once';
      }
      forgetTypedAhead(work, call);
      work.turns.push({ turn: step.whose === 'transferred-by' ? 'ring-back' : 'ring-agents', call: call.id });
      return 'takes-time';
    case 'go':
      jump(work, call, step.flow);
      return 'at-once';
    case 'set':
    case 'language':
    case 'priority':
    case 'record':
    case 'needs':
    case 'closed':
    case 'tag':
      mark(work, call, step);
      return 'at-once';
    case 'hangup':
      work.turns.push({ turn: 'hang-up-call', call: call.id, by: 'callplane', place: 'flow' });
      return 'takes-time';
  }
}

type Mark = Extract<Step, { do: 'set' | 'language' | 'priority' | 'record' | 'needs' | 'closed' | 'tag' }>;

/** Changes what the call carries with it. */
function mark(work: Work, call: Call, step: Mark): void {
  switch (step.do) {
    case 'set': {
      const wall = wallTime(work.state, work.now);
      const value = filled(step.value, call, callPlan(work.state, call), wall);
      call.variables[step.name] = value;
      tell(work, call, 'variable-set', { name: step.name, value });
      return;
    }
    case 'language':
      call.language = step.language;
      tell(work, call, 'language-set', { language: step.language });
      return;
    case 'priority':
      call.priority = step.priority;
      tell(work, call, 'priority-set', { priority: step.priority });
      return;
    case 'record':
      call.record = step.record;
      tell(work, call, 'record-set', { record: step.record });
      return;
    case 'needs':
      call.needs = step.needs;
      tell(work, call, 'needs-set', { needs: needsInWords(step.needs) });
      return;
    case 'closed':
      call.closed = true;
      return;
    case 'tag':
      if (!call.tags.includes(step.tag)) call.tags.push(step.tag);
  }
}

function branch(work: Work, call: Call, step: Extract<Step, { do: 'if' }>): void {
  const { met, because } = judge(work, call, step.condition);
  tell(work, call, 'condition', { met, then: step.then, because });
  const block = met ? step.then : step.otherwise;
  if (block !== null) call.frames.push({ block, next: 0 });
}

/** Another flow takes over; it does not come back. */
function jump(work: Work, call: Call, flow: string): void {
  const block = callPlan(work.state, call).flows[flow];
  tell(work, call, 'flow-entered', { flow });
  call.frames = block === undefined ? [] : [{ block, next: 0 }];
}
