import type { Call, Conversation } from '../call/call.js';
import { setBackdrop, silence } from '../call/sound.js';
import { bringIn, takeOut } from '../legs.js';
import { pauseRecording, resumeRecording } from '../recording/recordings.js';
import { callPlan } from '../ringing/rule.js';
import { tell, type Work } from '../work.js';
import { hearAskingAgain } from './second-line.js';
import type { Hold } from './transfer.js';

/** The music class that Asterisk itself falls back to. */
const USUAL_MUSIC = 'default';
const REMOVALS_AT_ONCE = 3;

/** The caller comes out of the bridge and hears music; nothing is recorded meanwhile. */
export function hold(work: Work, call: Call, conversation: Conversation, why: Hold['why']): void {
  const isOut = conversation.hold !== null;
  const removals = conversation.hold?.removals ?? 1;
  endHold(work, call, conversation);
  conversation.hold = { since: work.now, why, removals };
  if (!isOut) takeOut(work, call.leg);
  if (!isOut) hearHold(work, call);
  const recording = recordingOf(work, conversation);
  if (recording?.stage.kind === 'running' && recording.spoilt === null) {
    pauseRecording(work, recording);
    conversation.isRecordingHeld = true;
  }
  tell(work, call, 'held', { why, conversation: conversation.id });
}

/** He may stand in the bridge still, and hear what he must not hear: once more. */
export function takeOutAgain(work: Work, call: Call, conversation: Conversation): void {
  const { hold: held, bridge } = conversation;
  if (held === null) return;
  held.removals += 1;
  work.commands.push({ kind: 'leave-bridge', leg: call.leg, bridge });
  hearHold(work, call);
  hearAskingAgain(work, conversation);
}

/** The same after a removal that failed; what fails again and again is looked for later. */
export function removalFailed(work: Work, call: Call): void {
  if (call.activity.kind !== 'talking') return;
  const { conversation } = call.activity;
  if ((conversation.hold?.removals ?? 0) < REMOVALS_AT_ONCE) takeOutAgain(work, call, conversation);
}

/** Music begins, anew after a gap. */
export function hearHold(work: Work, call: Call): void {
  call.backdrop = 'silence';
  setBackdrop(work, call, 'music', callPlan(work.state, call).transfers?.music ?? USUAL_MUSIC);
}

/** He is back in the bridge. */
export function resume(work: Work, call: Call, conversation: Conversation): void {
  if (conversation.hold === null) return;
  endHold(work, call, conversation);
  silence(work, call);
  bringIn(work, call.leg, conversation.bridge);
  const recording = recordingOf(work, conversation);
  if (conversation.isRecordingHeld && recording?.stage.kind === 'paused') resumeRecording(work, recording);
  conversation.isRecordingHeld = false;
}

/** The time on hold is over, for the caller is back or the conversation is over. */
export function endHold(work: Work, call: Call, conversation: Conversation): void {
  const { hold: held, id, agent, queue } = conversation;
  if (held === null) return;
  conversation.hold = null;
  if (held.why === 'consult') conversation.consultMs += work.now - held.since;
  work.milestones.push({
    ...{ kind: 'hold-ended', call: call.id, conversation: id, agent, queue, why: held.why },
    ...{ startedAt: held.since, endedAt: work.now },
  });
  tell(work, call, 'resumed', { why: held.why, conversation: id });
}

function recordingOf({ state }: Work, { recording }: Conversation) {
  return recording === null ? undefined : state.recordings.get(recording);
}
