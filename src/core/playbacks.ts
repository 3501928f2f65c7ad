import { briefingOver } from './callback/attempt.js';
import type { Call } from './call/call.js';
import { PLAYBACK_ENDS_WITHIN_MS, promptOver } from './flow/prompt.js';
import { collectPromptOver } from './flow/collect.js';
import { menuPromptOver } from './flow/menu.js';
import { ratePromptOver } from './flow/rating.js';
import { announcementOver } from './queue/announcements.js';
import type { PlaybackId } from './signal.js';
import type { Work } from './work.js';

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
  if (call === undefined) return;
  if (isComplete) soundOver(work, playback, true);
  else work.state.deadlines.set('playback', call, work.now + HANG_UP_FOLLOWS_WITHIN_MS);
}

/** The sound could not be played, or is over: whatever waited for its end goes on. */
export function soundOver(work: Work, playback: PlaybackId, isComplete: boolean): void {
  const callId = work.state.playbacks.get(playback);
  const call = callId === undefined ? undefined : work.state.calls.get(callId);
  if (call === undefined) return;
  work.state.playbacks.delete(playback);
  work.state.deadlines.cancel('playback', call.id);
  const { activity } = call;
  if (activity.kind === 'playing' && activity.playback === playback) promptOver(work, call, isComplete);
  else if (activity.kind === 'in-menu' && activity.playback === playback) menuPromptOver(work, call);
  else if (activity.kind === 'collecting' && activity.playback === playback) collectPromptOver(work, call);
  else if (activity.kind === 'rating' && activity.playback === playback) ratePromptOver(work, call);
  else if (activity.kind === 'briefing' && activity.playback === playback) briefingOver(work, call);
  else if (activity.kind === 'waiting' && activity.visit.announcements.playing === playback) {
    announcementOver(work, call, activity.visit);
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
