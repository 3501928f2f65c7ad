import { forgetLeg, hangUp } from '../legs.js';
import type { LegId, PlaybackId } from '../signal.js';
import { mint, planInForce } from '../state.js';
import type { Work } from '../work.js';
import { type CodeCall, hearing } from './code-call.js';
import { type CodeSound, codeMedia } from './sounds.js';

/** A sound must be over within this time: a net for an end that was never told. */
const SOUND_WITHIN_MS = 60_000;

/** Plays it; the id of what is played. */
export function playTo(work: Work, call: CodeCall, media: readonly string[]): PlaybackId {
  const playback = mint(work.state, 'play');
  const { language } = planInForce(work.state).company;
  work.commands.push({ kind: 'play', leg: call.leg, playback, media, language });
  work.state.deadlines.set('code', call.leg, work.now + SOUND_WITHIN_MS);
  return playback;
}

/** He hears what came of it, and is hung up. */
export function tellAgent(work: Work, call: CodeCall, sound: CodeSound, more: readonly string[] = []): void {
  forgetKeyed(work, call);
  call.stage = { kind: 'telling', playback: playTo(work, call, [...codeMedia(sound), ...more]) };
}

/** Nothing is left to be said. */
export function endCode(work: Work, leg: LegId): void {
  const call = work.state.codeCalls.get(leg);
  if (call === undefined || call.stage.kind === 'leaving') return;
  forgetKeyed(work, call);
  work.state.deadlines.cancel('code', leg);
  call.stage = { kind: 'leaving' };
  hangUp(work, leg, 'normal');
}

/** The leg is gone, from whichever source we learn it first. */
export function codeLegEnded(work: Work, leg: LegId): void {
  const call = work.state.codeCalls.get(leg);
  forgetLeg(work, leg);
  work.state.deadlines.cancel('code', leg);
  if (call === undefined) return;
  forgetKeyed(work, call);
  work.state.codeCalls.delete(leg);
  for (const user of work.state.index.signedInAt.get(call.phone) ?? []) work.touched.add(user);
}

/** What he has keyed is of no more use. */
export function forgetKeyed({ state }: Work, { leg }: CodeCall): void {
  state.secrets.delete(leg);
}

/** A sound in a code call is over, or cannot be heard; false: it was played in none. `asked`: a question was heard out. */
export function codeSoundOver(work: Work, playback: PlaybackId, asked: (call: CodeCall) => void): boolean {
  const call = hearing(work.state, playback);
  if (call === undefined) return false;
  if (call.stage.kind === 'asking') asked(call);
  else endCode(work, call.leg);
  return true;
}
