import { briefingOver } from './callback/attempt.js';
import { codeSoundOver } from './codes/hearing.js';
import { codeAsked } from './codes/signing-in.js';
import type { Call } from './call/call.js';
import { hearInstead } from './flow/playing.js';
import { PLAYBACK_ENDS_WITHIN_MS, promptOver } from './flow/prompt.js';
import { collectPromptOver } from './flow/collect.js';
import { menuPromptOver } from './flow/menu.js';
import { ratePromptOver } from './flow/rating.js';
import { announcementOver } from './queue/announcements.js';
import { whisperOver } from './ringing/whispering.js';
import type { PlaybackId } from './signal.js';
import { voicemailSoundOver } from './voicemail/leaving.js';
import { tell, type Work } from './work.js';

const HANG_UP_FOLLOWS_WITHIN_MS = 300;

/** Sound has begun: from now on its end is awaited. */
export function playbackStarted(work: Work, playback: PlaybackId): void {
  const call = work.state.playbacks.get(playback);
  if (call !== undefined) work.state.deadlines.set('playback', call, work.now + PLAYBACK_ENDS_WITHIN_MS);
}

/**
 * Sound is over; an end that nobody waits for any more (it was cut off by us) is ignored. Sound that breaks off may
 * mean that the caller has hung up: Asterisk tells that a moment later, so the call goes on only after that moment.
 */
export function playbackEnded(work: Work, playback: PlaybackId, isComplete: boolean): void {
  const call = work.state.playbacks.get(playback);
  if (call === undefined) {
    codeSoundOver(work, playback, (code) => codeAsked(work, code));
    return;
  }
  if (isComplete) soundOver(work, playback, true);
  else work.state.deadlines.set('playback', call, work.now + HANG_UP_FOLLOWS_WITHIN_MS);
}

/** The sound could not be played, or is over: whatever waited for its end goes on. */
export function soundOver(work: Work, playback: PlaybackId, isComplete: boolean): void {
  if (codeSoundOver(work, playback, (code) => codeAsked(work, code))) return;
  const callId = work.state.playbacks.get(playback);
  const call = callId === undefined ? undefined : work.state.calls.get(callId);
  if (call === undefined) return;
  work.state.playbacks.delete(playback);
  work.state.deadlines.cancel('playback', call.id);
  if (heardBy(call) !== playback) return;
  if (!isComplete) tellBrokeOff(work, call);
  goOn(work, call, isComplete);
}

/** Somebody who is still there has not heard it to its end: its file may be gone. */
function tellBrokeOff(work: Work, call: Call): void {
  const { activity } = call;
  const { prompt = null, instead = null } = activity.kind === 'playing' ? activity : {};
  tell(work, call, 'prompt-broke-off', { at: activity.kind, prompt, instead });
}

function goOn(work: Work, call: Call, isComplete: boolean): void {
  const { activity } = call;
  if (activity.kind === 'playing') {
    if (isComplete || !hearInstead(work, call)) promptOver(work, call, isComplete);
  } else if (activity.kind === 'in-menu') menuPromptOver(work, call);
  else if (activity.kind === 'collecting') collectPromptOver(work, call);
  else if (activity.kind === 'rating') ratePromptOver(work, call);
  else if (activity.kind === 'leaving-message') voicemailSoundOver(work, call);
  else if (activity.kind === 'waiting') announcementOver(work, call, activity.visit);
  else if (activity.kind === 'briefing') {
    if (call.outbound === null) whisperOver(work, call);
    else briefingOver(work, call);
  }
}

/**
 * The sound that a call waits for neither began nor ended in time, or it broke off and the caller is still there: it is
 * stopped, so that it cannot be heard over what follows, and the call goes on. Nothing to stop is no harm.
 */
export function playbackOverdue(work: Work, callId: string): void {
  const call = work.state.calls.get(callId);
  const playback = call === undefined ? null : heardBy(call);
  if (call === undefined || playback === null) return;
  const leg = call.activity.kind === 'briefing' ? call.activity.agentLeg : call.leg;
  work.commands.push({ kind: 'stop-playback', leg, playback });
  soundOver(work, playback, false);
}

function heardBy({ activity }: Call): PlaybackId | null {
  if (activity.kind === 'waiting') return activity.visit.announcements.playing;
  return 'playback' in activity ? activity.playback : null;
}
