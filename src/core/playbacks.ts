import { PLAYBACK_ENDS_WITHIN_MS, promptOver } from './flow/prompt.js';
import { menuPromptOver } from './flow/menu.js';
import { announcementOver } from './queue/announcements.js';
import type { PlaybackId } from './signal.js';
import type { Work } from './work.js';

/** Sound has begun: from now on its end is awaited. */
export function playbackStarted(work: Work, playback: PlaybackId): void {
  const call = work.state.playbacks.get(playback);
  if (call !== undefined) work.state.deadlines.set('playback', call, work.now + PLAYBACK_ENDS_WITHIN_MS);
}

/** Sound is over; an end that nobody waits for any more (it was cut off by us) is ignored. */
export function playbackEnded(work: Work, playback: PlaybackId, isComplete: boolean): void {
  const callId = work.state.playbacks.get(playback);
  const call = callId === undefined ? undefined : work.state.calls.get(callId);
  if (call === undefined) return;
  work.state.playbacks.delete(playback);
  work.state.deadlines.cancel('playback', call.id);
  const { activity } = call;
  if (activity.kind === 'playing' && activity.playback === playback) promptOver(work, call, isComplete);
  else if (activity.kind === 'in-menu' && activity.playback === playback) menuPromptOver(work, call);
  else if (activity.kind === 'waiting' && activity.visit.announcements.playing === playback) {
    announcementOver(work, call, activity.visit);
  }
}

/** The sound that a call waits for neither began nor ended in time. */
export function playbackOverdue(work: Work, callId: string): void {
  const activity = work.state.calls.get(callId)?.activity;
  if (activity === undefined) return;
  if (activity.kind === 'playing' || activity.kind === 'in-menu') {
    if (activity.playback !== null) playbackEnded(work, activity.playback, false);
  } else if (activity.kind === 'waiting' && activity.visit.announcements.playing !== null) {
    playbackEnded(work, activity.visit.announcements.playing, false);
  }
}
