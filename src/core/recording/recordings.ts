import type { Call, Conversation } from '../call/call.js';
import type { RecordingFailure } from '../milestone.js';
import type { Failure, FileEnd, RecordingId } from '../signal.js';
import { nameInFacts } from '../partner/partner.js';
import { tell, type Work } from '../work.js';
import type { Recording } from './recording.js';

/** Asterisk must have begun, or closed, the file within this time; else it is asked. */
const ANSWERED_WITHIN_MS = 5_000;
/** A file that closes by itself is closed by the end of the conversation, of which we hear a moment later. */
const END_FOLLOWS_WITHIN_MS = 2_000;
const QUESTIONS_AT_MOST = 3;
/** A beginning that nobody knows of is repeated once. */
const BEGINNINGS_AT_MOST = 2;

/** What a recording takes from its conversation. */
type Recorded = Pick<Conversation, 'id' | 'bridge' | 'startedAt'> & Pick<Recording, 'queue' | 'agent'>;

/** The conversation has begun and is to be recorded. Nothing of the call waits for it. */
export function beginRecording(work: Work, call: Call, conversation: Recorded, id: RecordingId): void {
  const { id: conversationId, queue, agent, bridge, startedAt } = conversation;
  const recording: Recording = {
    ...{ id, call: call.id, conversation: conversationId, queue, bridge, startedAt },
    agent: agent === null ? null : nameInFacts(agent),
    stage: { kind: 'starting' },
    spoilt: null,
    pauses: 0,
    beginnings: 0,
    questions: 0,
  };
  work.state.recordings.set(id, recording);
  const known = work.state.bridges.get(bridge);
  if (known !== undefined) known.recording = id;
  start(work, recording);
}

function start(work: Work, recording: Recording): void {
  recording.beginnings += 1;
  work.commands.push({ kind: 'start-recording', recording: recording.id, bridge: recording.bridge });
  expectAnswer(work, recording);
}

/** The conversation is over, and with it its recording. */
export function endRecording(work: Work, id: RecordingId): void {
  const recording = work.state.recordings.get(id);
  if (recording === undefined) return;
  const { stage } = recording;
  if (stage.kind === 'closed') {
    close(work, recording, recording.spoilt, stage.durationMs);
    return;
  }
  recording.stage = { kind: 'ending' };
  stop(work, recording);
}

function stop(work: Work, recording: Recording): void {
  work.commands.push({ kind: 'stop-recording', recording: recording.id });
  expectAnswer(work, recording);
}

function expectAnswer(work: Work, { id }: Recording): void {
  work.state.deadlines.set('recording', id, work.now + ANSWERED_WITHIN_MS);
}

/** Asterisk has begun the file, or says that it goes on. */
export function recordingStarted(work: Work, id: RecordingId): void {
  const recording = work.state.recordings.get(id);
  if (recording === undefined || recording.stage.kind === 'closed') return;
  recording.questions = 0;
  if (recording.stage.kind === 'ending' || recording.spoilt !== null) {
    stop(work, recording);
    return;
  }
  work.state.deadlines.cancel('recording', id);
  if (recording.stage.kind !== 'starting') return;
  recording.stage = { kind: 'running' };
  note(work, recording, 'recording-started');
  const talk = talkOf(work, recording);
  if (talk === null || talk.hold === null) return;
  // The caller has been put on hold since.
  pauseRecording(work, recording);
  talk.isRecordingHeld = true;
}

function talkOf({ state }: Work, { call, conversation }: Recording): Conversation | null {
  const activity = state.calls.get(call)?.activity;
  return activity?.kind === 'talking' && activity.conversation.id === conversation
    ? activity.conversation
    : null;
}

/** Asterisk has closed the file, says that it broke, or knows of none. */
export function recordingEnded(work: Work, id: RecordingId, end: FileEnd, durationMs: number | null): void {
  const recording = work.state.recordings.get(id);
  if (recording === undefined || recording.stage.kind === 'closed') return;
  if (end === 'missing' && isBeginningLost(recording)) start(work, recording);
  else if (end === 'missing') close(work, recording, recording.spoilt ?? 'not-found', null);
  else if (end === 'broken') close(work, recording, 'broke-off', durationMs);
  else if (recording.stage.kind === 'ending' || recording.spoilt !== null)
    close(work, recording, recording.spoilt, durationMs);
  else {
    recording.stage = { kind: 'closed', durationMs };
    work.state.deadlines.set('recording', id, work.now + END_FOLLOWS_WITHIN_MS);
  }
}

function isBeginningLost({ stage, beginnings }: Recording): boolean {
  return stage.kind === 'starting' && beginnings < BEGINNINGS_AT_MOST;
}

/** Asterisk was not heard in time, or the conversation goes on without its file. */
export function recordingOverdue(work: Work, id: RecordingId): void {
  const recording = work.state.recordings.get(id);
  if (recording === undefined) return;
  const { stage } = recording;
  if (stage.kind === 'closed') {
    close(work, recording, 'broke-off', stage.durationMs);
    return;
  }
  if (work.state.telephony.kind === 'up') recording.questions += 1;
  if (recording.questions > QUESTIONS_AT_MOST) close(work, recording, recording.spoilt ?? 'no-answer', null);
  else ask(work, recording);
}

function ask(work: Work, recording: Recording): void {
  work.commands.push({ kind: 'verify-recording', recording: recording.id });
  expectAnswer(work, recording);
}

/**
 * After a gap: what became of each file is asked for. The last pause or resumption may have been lost with the process
 * that was about to send it; told again it has no effect.
 */
export function askForRecordings(work: Work): void {
  for (const recording of work.state.recordings.values()) {
    const { id, stage, pauses } = recording;
    if (stage.kind === 'closed') continue;
    if (stage.kind === 'paused') work.commands.push({ kind: 'pause-recording', recording: id });
    else if (stage.kind === 'running' && pauses > 0)
      work.commands.push({ kind: 'resume-recording', recording: id });
    ask(work, recording);
  }
}

/** A command about a recording failed. The call knows nothing of it. */
export function recordingCommandFailed(work: Work, kind: string, id: RecordingId, failure: Failure): void {
  const recording = work.state.recordings.get(id);
  if (recording === undefined || recording.stage.kind === 'closed') return;
  const isDoubtful = failure === 'timeout' || failure === 'unknown';
  if (kind === 'start-recording' && !isDoubtful) close(work, recording, whyNotStarted(failure), null);
  else if (kind === 'pause-recording') spoil(work, recording, 'not-paused', failure);
  else if (kind === 'resume-recording') spoil(work, recording, 'not-resumed', failure);
  // A question that failed is put again when its time is over.
  else if (kind !== 'verify-recording') ask(work, recording);
}

function whyNotStarted(failure: Failure): RecordingFailure {
  if (failure === 'gone') return 'no-bridge';
  return failure === 'conflict' ? 'exists' : 'refused';
}

/** A file that may hold what it must not hold, or lacks what it should hold, is not gone on with. */
function spoil(work: Work, recording: Recording, why: RecordingFailure, failure: Failure): void {
  if (failure === 'gone') {
    ask(work, recording);
    return;
  }
  recording.spoilt ??= why;
  stop(work, recording);
}

function close(
  work: Work,
  recording: Recording,
  failure: RecordingFailure | null,
  durationMs: number | null,
): void {
  const { state, now } = work;
  const { id, call, conversation, queue, agent, startedAt } = recording;
  state.recordings.delete(id);
  state.deadlines.cancel('recording', id);
  const bridge = state.bridges.get(recording.bridge);
  if (bridge?.recording === id) bridge.recording = null;
  work.milestones.push({
    ...{ kind: 'recording-ended', recording: id, call, conversation, queue, agent, startedAt },
    endedAt: now,
    durationMs,
    result: failure === null ? 'recorded' : 'failed',
    failure,
  });
}

/** Nothing is recorded from now on, for instance while a card number is said. */
export function pauseRecording(work: Work, recording: Recording): void {
  recording.stage = { kind: 'paused' };
  recording.pauses += 1;
  work.commands.push({ kind: 'pause-recording', recording: recording.id });
  note(work, recording, 'recording-paused');
}

export function resumeRecording(work: Work, recording: Recording): void {
  recording.stage = { kind: 'running' };
  work.commands.push({ kind: 'resume-recording', recording: recording.id });
  note(work, recording, 'recording-resumed');
}

function note(
  work: Work,
  { id, call, conversation }: Recording,
  event: 'recording-started' | 'recording-paused' | 'recording-resumed',
): void {
  const known = work.state.calls.get(call);
  if (known !== undefined) tell(work, known, event, { recording: id, conversation });
}
