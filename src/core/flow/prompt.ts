import type { Call } from '../call/call.js';
import { answer, silence } from '../call/sound.js';
import { callPlan } from '../ringing/rule.js';
import { mint, planInForce } from '../state.js';
import type { PlaybackId } from '../signal.js';
import { tell, type Work } from '../work.js';
import { mediaOf } from './media.js';

/** A prompt must have started within this time, else the flow goes on without it. */
export const PLAYBACK_STARTS_WITHIN_MS = 5_000;
/** A prompt must be over within this time after its start: a net for an end that was never told. */
export const PLAYBACK_ENDS_WITHIN_MS = 600_000;

/** Answers the caller if need be and plays a prompt to him; null: no plan knows it. */
export function startPrompt(work: Work, call: Call, prompt: string): PlaybackId | null {
  const media = mediaOf(callPlan(work.state, call), planInForce(work.state), prompt, call.language);
  return media === null ? null : startSound(work, call, media);
}

/** Answers the caller if need be and plays media to him. */
export function startSound(work: Work, call: Call, media: readonly string[]): PlaybackId {
  answer(work, call);
  silence(work, call);
  const playback = mint(work.state, 'play');
  work.state.playbacks.set(playback, call.id);
  work.commands.push({ kind: 'play', leg: call.leg, playback, media, language: call.language });
  work.state.deadlines.set('playback', call.id, work.now + PLAYBACK_STARTS_WITHIN_MS);
  return playback;
}

/** Cuts a prompt off; its end, if it is told, finds nobody. */
export function stopPrompt(work: Work, call: Call, playback: PlaybackId): void {
  work.state.playbacks.delete(playback);
  work.state.deadlines.cancel('playback', call.id);
  work.commands.push({ kind: 'stop-playback', leg: call.leg, playback });
}

/** A prompt that was played for its own sake is over, heard to its end or not. */
export function promptOver(work: Work, call: Call, isComplete: boolean): void {
  if (call.activity.kind !== 'playing') return;
  tellHeard(work, call, isComplete);
  work.turns.push({ turn: 'go-on', call: call.id });
}

/** Keeps how much of a prompt was heard. */
export function tellHeard(work: Work, call: Call, isComplete: boolean): void {
  if (call.activity.kind !== 'playing') return;
  const { prompt, information, since } = call.activity;
  if (information) call.informationHeard = Math.max(call.informationHeard ?? 0, isComplete ? 1 : 0);
  tell(work, call, 'prompt-played', { prompt, heardMs: work.now - since, complete: isComplete });
}
