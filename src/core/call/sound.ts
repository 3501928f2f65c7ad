import type { Work } from '../work.js';
import { tell } from '../work.js';
import type { Call } from './call.js';

/** Answers the caller; nothing happens when that was done before. */
export function answer(work: Work, call: Call): void {
  if (call.answeredAt !== null) return;
  call.answeredAt = work.now;
  call.backdrop = 'silence';
  work.commands.push({ kind: 'answer', leg: call.leg });
  tell(work, call, 'answered');
}

/** What the caller hears while nobody speaks: begins it unless it runs already. */
export function setBackdrop(work: Work, call: Call, wanted: 'music' | 'ringing', music: string): void {
  const backdrop = call.answeredAt === null ? 'ringing' : wanted;
  if (call.backdrop === backdrop) return;
  silence(work, call);
  call.backdrop = backdrop;
  if (backdrop === 'music') work.commands.push({ kind: 'start-music', leg: call.leg, music });
  else if (call.answeredAt === null) work.commands.push({ kind: 'indicate-ringing', leg: call.leg });
  else work.commands.push({ kind: 'start-ringback', leg: call.leg });
}

/** Ends music or ringing before something else is heard. */
export function silence(work: Work, call: Call): void {
  if (call.backdrop === 'silence' || call.answeredAt === null) {
    return;
  }
  if (call.backdrop === 'music') work.commands.push({ kind: 'stop-music', leg: call.leg });
  else work.commands.push({ kind: 'stop-ringback', leg: call.leg });
  call.backdrop = 'silence';
}

/** After a gap: the end of music or ringing may never have been sent, and who hears nothing does not mind it. */
export function silenceAgain(work: Work, call: Call): void {
  if (call.answeredAt === null) return;
  work.commands.push({ kind: 'stop-music', leg: call.leg }, { kind: 'stop-ringback', leg: call.leg });
}
