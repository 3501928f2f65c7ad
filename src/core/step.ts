import { forgetLastAgentsInTime } from './agent/last-agents.js';
import { settleAgent, watchForNobody } from './agent/settling.js';
import { legAnswered } from './answering.js';
import { requested } from './asking.js';
import { callArrived, callShed } from './call/arriving.js';
import { hangUpCall } from './call/ending.js';
import { briefAgent, endAttempt } from './callback/attempt.js';
import { clientReached } from './callback/meeting.js';
import { forgetDialledInTime } from './callback/policy.js';
import { review, reviewAll } from './callback/reviewing.js';
import { endCode } from './codes/hearing.js';
import { pinChecked } from './codes/signing-in.js';
import type { Command } from './command.js';
import type { Deadline } from './deadlines.js';
import { deadlineDue } from './due.js';
import { commandFailed } from './failures.js';
import { lookedUp, lookUpAgain } from './flow/looking-up.js';
import { speakAgain, speechMade } from './flow/speaking.js';
import { enterBlock, goOn } from './flow/running.js';
import { keyPressed, shownSignal } from './keys.js';
import { legEnded } from './leg-ending.js';
import { hangUp } from './legs.js';
import type { Milestone } from './milestone.js';
import { endOutgoing } from './outgoing/ending.js';
import { outgoingJoined } from './outgoing/joining.js';
import { outsideJoined } from './outside/joining.js';
import { reviewOverflows } from './partner/overflow.js';
import { phoneChanged } from './phones.js';
import { loadPlan } from './plan-loading.js';
import { playbackEnded, playbackStarted } from './playbacks.js';
import { openingDue } from './queue/admission.js';
import { dispatch } from './queue/dispatching.js';
import { enterQueue } from './queue/entering.js';
import { recordingEnded, recordingStarted } from './recording/recordings.js';
import { reconcile, ringForAll } from './reconciling.js';
import { voicemailEnded, voicemailStarted } from './voicemail/file.js';
import { forgetVoicemailsInTime } from './voicemail/keeping.js';
import { voicemailIn } from './voicemail/voicemail.js';
import { repair } from './repairing.js';
import { legJoined } from './ringing/connecting.js';
import { enterRingStep, goOnRinging } from './ringing/ring-step.js';
import type { Answer, Existing, Instant, Signal } from './signal.js';
import { CoreBug, planInForce, type State } from './state.js';
import { followWall } from './switching.js';
import { askAgain } from './transfer/consulting.js';
import { phoneRefers } from './transfer/referring.js';
import { freeForReturn, isDueBack } from './transfer/returning.js';
import type { WebRequest } from './web-request.js';
import { callOf, dispatchLater, type Turn, type Work } from './work.js';

export { createState, type State } from './state.js';

/** What one step hands back: what is to be done, what is worth keeping, and the answers to requests. */
export interface Reaction {
  readonly commands: readonly Command[];
  readonly webRequests: readonly WebRequest[];
  readonly milestones: readonly Milestone[];
  readonly answers: readonly Answer[];
  /** The signal as it may be written down, where that is not the signal itself: digits may be secret. */
  readonly shown?: Signal;
}

const NOTHING: Reaction = { commands: [], webRequests: [], milestones: [], answers: [] };
/** Deadlines that passed while we were away fire so long after the return, one after another. */
const RESUME_AFTER_MS = 3_000;
const RESUME_SPREAD_MS = 10;
/** More turns than this in one step is a loop that would never end. */
const TURNS_AT_MOST = 1_000_000;

/**
 * The core's one door: carries one thing that happened to its end. Deadlines that are due at `now` come first.
 * Changes `state` in place; the same state, signals and instants give the same result.
 */
export function step(state: State, signal: Signal, now: Instant): Reaction {
  const work = beginWork(state, Math.max(now, state.lastAt));
  if (signal.kind === 'restarted') resume(work, state.lastAt, signal.left ?? 'taken-up');
  if (signal.kind === 'clock-shifted') shiftClock(work, signal.wallAheadMs);
  state.lastAt = work.now;
  if (signal.kind === 'step-failed' && signal.deadline !== null)
    state.deadlines.cancel(signal.deadline.kind, signal.deadline.id);
  for (let due = state.deadlines.takeDue(work.now); due !== null; due = state.deadlines.takeDue(work.now)) {
    fire(work, due);
  }
  const shown = shownSignal(state, signal);
  take(work, signal);
  carryToEnd(work);
  const { commands, webRequests, milestones, answers } = work;
  if (shown !== signal) return { commands, webRequests, milestones, answers, shown };
  if (commands.length + webRequests.length + milestones.length + answers.length === 0) return NOTHING;
  return { commands, webRequests, milestones, answers };
}

/** A deadline threw, not the signal that came with it; the reason is the `cause`. */
export class DeadlineFailed extends Error {
  override readonly name = 'DeadlineFailed';

  constructor(
    readonly deadline: Deadline,
    cause: unknown,
  ) {
    super(`the deadline "${deadline.kind}" of ${whoseIs(deadline)} failed: ${String(cause)}`, { cause });
  }
}

/** It is told in the log: where the id is a number, without it. */
function whoseIs({ kind, id }: Deadline): string {
  if (kind === 'redial') return 'a caller';
  return kind === 'message' ? 'a number' : id;
}

function fire(work: Work, due: Deadline): void {
  try {
    deadlineDue(work, due);
    carryToEnd(work);
  } catch (error) {
    throw new DeadlineFailed(due, error);
  }
}

/** When the core wants to be woken; null: not before something happens. */
export function nextDeadline(state: State): Instant | null {
  return state.deadlines.next();
}

function beginWork(state: State, now: Instant): Work {
  return {
    state,
    now,
    commands: [],
    webRequests: [],
    milestones: [],
    answers: [],
    turns: [],
    queuesDue: null,
    queuesToWatch: new Set(),
    stepsTaken: new Map(),
    touched: new Set(),
    callbacksDue: new Set(),
    callbackWindows: new Map(),
    wrapUpEnds: new Map(),
  };
}

function take(work: Work, signal: Signal): void {
  switch (signal.kind) {
    case 'call-arrived':
      return callArrived(work, signal);
    case 'call-shed':
      return callShed(work, signal);
    case 'leg-answered':
      return legAnswered(work, signal.leg);
    case 'leg-ended':
      return legEnded(work, signal.leg, signal.end);
    case 'key-pressed':
      return keyPressed(work, signal.leg, signal.key);
    case 'phone-refers':
      return phoneRefers(work, signal);
    case 'playback-started':
      return playbackStarted(work, signal.playback);
    case 'playback-ended':
      return playbackEnded(work, signal.playback, signal.complete);
    case 'leg-joined':
      legJoined(work, signal.leg, signal.bridge);
      outgoingJoined(work, signal.leg, signal.bridge);
      outsideJoined(work, signal.leg, signal.bridge);
      return;
    case 'recording-started':
      return fileStarted(work, signal.recording);
    case 'recording-ended':
      return fileEnded(work, signal);
    case 'command-failed':
      return commandFailed(work, signal.command, signal.failure);
    case 'looked-up':
      return lookedUp(work, signal.call, signal.lookup, signal.outcome);
    case 'speech-made':
      return speechMade(work, signal.call, signal.speech, signal.outcome);
    case 'pin-checked':
      return pinChecked(work, signal);
    case 'phone-changed':
      return phoneChanged(work, signal.phone, signal.state);
    case 'plan-loaded':
      return loadPlan(work, signal.plan, signal.by);
    case 'request':
      return requested(work, signal);
    case 'telephony-lost':
      loseTelephony(work, signal.unheardMs);
      return;
    case 'telephony-back':
      return telephonyBack(work, signal.existing);
    case 'found-astray':
      return repair(work, signal.astray);
    case 'gap':
      work.milestones.push({ kind: 'gap', from: signal.from, to: signal.to, cause: signal.cause });
      return;
    case 'clock-shifted':
      return;
    case 'new-calls':
      work.state.newCalls = signal.go;
      reviewAll(work);
      return;
    case 'changed':
      work.milestones.push({ kind: 'changed', ...signal.change });
      return;
    case 'step-failed':
      stepFailed(work, signal.leg);
      return;
    case 'restarted':
      return;
    case 'time-passed':
      return forgetInTime(work.state, work.now);
  }
}

/** A conversation's file has begun, or a message's. */
function fileStarted(work: Work, recording: string): void {
  const voicemail = voicemailIn(work.state, recording);
  if (voicemail === null) recordingStarted(work, recording);
  else voicemailStarted(work, voicemail);
}

function fileEnded(work: Work, signal: Extract<Signal, { kind: 'recording-ended' }>): void {
  const { recording, end, durationMs, spokenMs } = signal;
  const voicemail = voicemailIn(work.state, recording);
  if (voicemail === null) recordingEnded(work, recording, end, durationMs);
  else voicemailEnded(work, voicemail, end, { durationMs, spokenMs: spokenMs ?? null });
}

/** Callers who are remembered by their number for so long only, also where nobody calls any more. */
function forgetInTime(state: State, now: Instant): void {
  forgetLastAgentsInTime(state, now);
  forgetVoicemailsInTime(state, now);
  if (state.planInForce !== null) forgetDialledInTime(state, planInForce(state).dialPolicy, now);
}

/**
 * After a restart: the time away is a gap, and nobody is rung before Asterisk has told what is there. Deadlines that
 * passed meanwhile count from now and fire spread out, so that it can be asked first. Ids go on far behind those that a
 * lost end of the journal may have held: its readers may have stored them.
 */
function resume(work: Work, lastAt: Instant, left: 'taken-up' | 'left-alone'): void {
  if (lastAt === 0) return;
  work.state.minted = Math.max(work.state.minted, work.now);
  // This run has begun at the wall time of its own.
  work.state.wallAheadMs = 0;
  work.state.newCalls = 'here';
  loseTelephony(work);
  work.milestones.push({ kind: 'gap', from: lastAt, to: work.now, cause: 'callplane was away' });
  for (const phone of [...work.state.index.signedInAt.keys()].sort())
    work.commands.push({ kind: 'watch-phone', phone });
  if (left === 'taken-up') followWall(work);
  work.state.deadlines.postponeDue(work.now, RESUME_AFTER_MS, RESUME_SPREAD_MS);
  if (left === 'taken-up') takeUp(work);
}

/** What goes on without waiting for Asterisk. */
function takeUp(work: Work): void {
  reviewAll(work);
  for (const call of work.state.calls.values()) {
    openingDue(work, call);
    lookUpAgain(work, call);
    speakAgain(work, call);
  }
}

/** Before deadlines are looked at: those that are on the wall are due by the clock as it is now. */
function shiftClock(work: Work, wallAheadMs: number): void {
  work.state.wallAheadMs = wallAheadMs;
  followWall(work);
  reviewAll(work);
}

function loseTelephony({ state, now }: Work, unheardMs = 0): void {
  if (state.telephony.kind === 'up') state.telephony = { kind: 'lost', since: now - unheardMs };
}

/** The time without Asterisk's events is a gap. */
function telephonyBack(work: Work, existing: Existing | null): void {
  const { telephony } = work.state;
  if (telephony.kind === 'lost' && telephony.since < work.now)
    work.milestones.push({
      kind: 'gap',
      from: telephony.since,
      to: work.now,
      cause: 'Asterisk was not heard',
    });
  work.state.telephony = { kind: 'up' };
  if (existing === null) ringForAll(work);
  else reconcile(work, existing);
}

/** A leg that nobody knows was about to be taken in: nobody would ever speak to it. Or it was about to be made. */
function stepFailed(work: Work, leg: string | null): void {
  if (leg === null) return;
  const known = work.state.legs.get(leg);
  if (known === undefined) {
    const { calls, index } = work.state;
    const unmade = [...index.unmade].find((call) => calls.get(call)?.leg === leg);
    if (unmade === undefined) work.commands.push({ kind: 'hang-up', leg, reason: 'congestion' });
    else hangUpCall(work, unmade, 'callplane', 'failed');
    return;
  }
  if (known.role === 'code') endCode(work, leg);
  else if (known.role !== 'caller') hangUp(work, leg, 'normal');
  if (known.role !== 'code' && work.state.calls.has(known.call))
    hangUpCall(work, known.call, 'callplane', 'failed');
}

/** Goes on until nothing is left to do. */
function carryToEnd(work: Work): void {
  for (let taken = 0; goOneFurther(work); taken++)
    if (taken > TURNS_AT_MOST) throw new CoreBug('a step does not come to its end');
  for (const queue of work.queuesToWatch) watchForNobody(work, queue);
  work.queuesToWatch.clear();
}

/** Whoever was touched is settled first; then calls go on; who waits and who is free meet when both are known. */
function goOneFurther(work: Work): boolean {
  const turn = work.touched.size > 0 ? undefined : work.turns.shift();
  const callback = work.touched.size > 0 || turn !== undefined ? undefined : takeCallback(work);
  const queues = work.queuesDue;
  if (work.touched.size > 0) settleTouched(work);
  else if (turn !== undefined) takeTurn(work, turn);
  else if (callback !== undefined) review(work, callback);
  else if (queues !== null) {
    work.queuesDue = null;
    dispatch(work, [...queues]);
    reviewOverflows(work, queues);
  } else return false;
  return true;
}

function takeCallback({ callbacksDue }: Work): string | undefined {
  const [callback] = callbacksDue;
  if (callback !== undefined) callbacksDue.delete(callback);
  return callback;
}

function settleTouched(work: Work): void {
  for (const agent of work.touched) {
    work.touched.delete(agent);
    settleAgent(work, agent);
  }
}

function takeTurn(work: Work, turn: Turn): void {
  if (!work.state.calls.has(turn.call)) return;
  switch (turn.turn) {
    case 'go-on':
      return goOn(work, turn.call);
    case 'enter':
      return enterBlock(work, turn.call, turn.block);
    case 'wait-in-queue':
      return enterQueue(work, turn.call, turn.queue, turn.limits);
    case 'ring-agents':
      return enterRingStep(work, turn.call);
    case 'ring-next':
      return ringAgain(work, turn.call);
    case 'ring-back':
      freeForReturn(work, callOf(work, turn.call));
      work.turns.push({ turn: 'ring-agents', call: turn.call });
      return;
    case 'brief-agent':
      return briefAgent(work, turn.call);
    case 'attempt-over':
      return endAttempt(work, turn.call, turn.result);
    case 'outgoing-over':
      return endOutgoing(work, turn.call, turn.result, turn.by);
    case 'client-reached':
      return clientReached(work, turn.call);
    case 'hang-up-call':
      return hangUpCall(work, turn.call, turn.by, turn.place);
  }
}

/** A waiting caller's offer is over, or more may ring for him. */
function ringAgain(work: Work, callId: string): void {
  const call = work.state.calls.get(callId);
  const activity = call?.activity;
  if (call !== undefined) askAgain(work, call);
  if (activity?.kind !== 'waiting') return;
  if (call !== undefined && isDueBack(call) && freeForReturn(work, call))
    work.turns.push({ turn: 'ring-next', call: callId });
  else if (activity.visit.queue === null) goOnRinging(work, callId);
  else dispatchLater(work, [activity.visit.queue]);
}
