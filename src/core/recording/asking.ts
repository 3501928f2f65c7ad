import type { ChangeDetail } from '../change.js';
import type { Outcome } from '../agent/presence.js';
import type { CallId, RecordingRequest } from '../signal.js';
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
  if (request.ask === 'pause-recording') {
    if (isPaused) return refuse(`the recording of call "${call}" is paused already`);
    pauseRecording(work, recording);
  } else {
    if (!isPaused) return refuse(`the recording of call "${call}" is not paused`);
    resumeRecording(work, recording);
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
  const activity = work.state.calls.get(call)?.activity;
  const id = activity?.kind === 'talking' ? activity.conversation.recording : null;
  const recording = id === null ? undefined : work.state.recordings.get(id);
  if (recording === undefined || recording.stage.kind === 'closed' || recording.spoilt !== null) return null;
  return recording;
}
