import type { Conversation } from '../call/call.js';
import type { ChangeDetail } from '../change.js';
import type { Outcome } from '../agent/presence.js';
import { outsideOf } from '../outside/joining.js';
import type { CallId, RecordingId, RecordingRequest } from '../signal.js';
import type { Work } from '../work.js';
import type { Recording } from './recording.js';
import { pauseRecording, resumeRecording } from './recordings.js';

/** Pauses or resumes the recording of a call's conversation; a refusal leaves everything as it was. */
export function answerRecordingRequest(work: Work, request: RecordingRequest): Outcome {
  const { call } = request;
  if (!work.state.calls.has(call))
    return { ok: false, code: 'unknown-call', detail: `there is no call "${call}" now` };
  const recording = recordingOf(work, call);
  if (recording === null) return refuse(`call "${call}" is not being recorded`);
  const isPaused = recording.stage.kind === 'paused';
  const talk = talkOf(work, call);
  // While he is on hold nothing is recorded; what is asked for holds from when he is back.
  const goesOn = talk?.isRecordingHeld === true;
  if (request.ask === 'pause-recording') {
    if (isPaused && !goesOn) return refuse(`the recording of call "${call}" is paused already`);
    if (talk !== null) talk.isRecordingHeld = false;
    if (!isPaused) pauseRecording(work, recording);
  } else {
    if (goesOn) return refuse(`the recording of call "${call}" goes on when the caller is back from hold`);
    if (!isPaused) return refuse(`the recording of call "${call}" is not paused`);
    if (talk !== null && talk.hold !== null) talk.isRecordingHeld = true;
    else resumeRecording(work, recording);
  }
  return { ok: true };
}

/** What the recording of a call's conversation is like, for the record of changes. */
export function recordingStanding(work: Work, call: CallId): ChangeDetail {
  return { recording: recordingOf(work, call)?.stage.kind ?? 'none' };
}

function refuse(detail: string): Outcome {
  return { ok: false, code: 'wrong-state', detail };
}

/** The recording of the conversation that the call is in; null: there is none that could be paused. */
function recordingOf(work: Work, call: CallId): Recording | null {
  const id = talkOf(work, call)?.recording ?? recordingOutside(work, call);
  const recording = id === null ? undefined : work.state.recordings.get(id);
  if (recording === undefined || recording.stage.kind === 'closed' || recording.spoilt !== null) return null;
  return recording;
}

/** The file of a talk with a number outside; null: there is none. */
function recordingOutside({ state }: Work, id: CallId): RecordingId | null {
  const call = state.calls.get(id);
  const stage = call === undefined ? undefined : outsideOf(call)?.stage;
  return stage?.kind === 'talking' ? stage.talk.recording : null;
}

function talkOf({ state }: Work, call: CallId): Conversation | null {
  const activity = state.calls.get(call)?.activity;
  return activity?.kind === 'talking' ? activity.conversation : null;
}
