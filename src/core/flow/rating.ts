import type { Call } from '../call/call.js';
import type { RatingResult } from '../milestone.js';
import type { RateStep } from '../afterwards.js';
import { CoreBug, mint } from '../state.js';
import { tell, type Work } from '../work.js';
import { isScore, stepAt } from './listening.js';
import { startPrompt, stopPrompt } from './prompt.js';
import { forgetTypedAhead } from './typing-ahead.js';

/** The caller is asked to rate the conversation that is over; false: he has had none, and is not asked. */
export function enterRating(work: Work, call: Call, step: RateStep): boolean {
  if (call.lastTalk === null) {
    tell(work, call, 'rate-skipped', { rate: step.id });
    return false;
  }
  tell(work, call, 'rate-entered', { rate: step.id });
  call.activity = {
    kind: 'rating',
    rating: mint(work.state, 'rating'),
    question: step.as,
    lowest: step.lowest,
    highest: step.highest,
    askedAt: work.now,
    tries: 0,
    playback: null,
  };
  if (!takeTypedAhead(work, call, step)) ask(work, call, step);
  return true;
}

/** A score that was pressed before counts: nothing is asked any more. */
function takeTypedAhead(work: Work, call: Call, step: RateStep): boolean {
  const key = call.typedAhead;
  if (key === null || !isScore(step, key)) {
    forgetTypedAhead(work, call);
    return false;
  }
  call.typedAhead = null;
  take(work, call, step, key);
  return true;
}

function ask(work: Work, call: Call, step: RateStep): void {
  if (call.activity.kind !== 'rating') return;
  call.activity.tries += 1;
  call.activity.playback = startPrompt(work, call, step.prompt);
  if (call.activity.playback === null) awaitKey(work, call, step);
}

function awaitKey(work: Work, call: Call, step: RateStep): void {
  work.state.deadlines.set('rating', call.id, work.now + step.timeoutMs);
}

/** The prompt is over: from now on the silence is measured. */
export function ratePromptOver(work: Work, call: Call): void {
  if (call.activity.kind !== 'rating') return;
  call.activity.playback = null;
  awaitKey(work, call, stepOf(work, call));
}

/** A key during or after the prompt: a score, or nothing that counts. */
export function rateKey(work: Work, call: Call, key: string): void {
  if (call.activity.kind !== 'rating') return;
  const step = stepOf(work, call);
  stopListening(work, call);
  if (isScore(step, key)) {
    take(work, call, step, key);
    return;
  }
  tell(work, call, 'rate-wrong-key', { rate: step.id, key, try: call.activity.tries });
  tryAgain(work, call, step, 'wrong-key');
}

/** The caller has been silent too long. */
export function rateSilence(work: Work, call: Call): void {
  if (call.activity.kind !== 'rating') return;
  const step = stepOf(work, call);
  tell(work, call, 'rate-silence', { rate: step.id, try: call.activity.tries });
  tryAgain(work, call, step, 'silent');
}

/** Sound or keys may have been missed: he is asked again, as the same try. */
export function askAgain(work: Work, call: Call): void {
  if (call.activity.kind !== 'rating') return;
  stopListening(work, call);
  call.activity.tries -= 1;
  ask(work, call, stepOf(work, call));
}

function take(work: Work, call: Call, step: RateStep, key: string): void {
  tell(work, call, 'rated', { rate: step.id, as: step.as, score: Number(key) });
  call.variables[step.as] = key;
  endRating(work, call, 'rated', Number(key));
  work.turns.push({ turn: 'go-on', call: call.id });
}

function tryAgain(work: Work, call: Call, step: RateStep, why: 'silent' | 'wrong-key'): void {
  if (call.activity.kind !== 'rating') return;
  const { tries } = call.activity;
  if (tries < step.tries) {
    ask(work, call, step);
    return;
  }
  tell(work, call, 'rate-given-up', { rate: step.id, tries });
  call.variables[step.as] = '';
  endRating(work, call, why, null);
  work.turns.push({ turn: 'go-on', call: call.id });
}

/** How it ended is told, once. */
export function endRating(work: Work, call: Call, result: RatingResult, score: number | null): void {
  if (call.activity.kind !== 'rating' || call.lastTalk === null) return;
  const { rating, question, lowest, highest, askedAt, tries } = call.activity;
  const { conversation, queue, agent, recording } = call.lastTalk;
  call.activity = { kind: 'in-flow' };
  work.state.deadlines.cancel('rating', call.id);
  work.milestones.push({
    ...{ kind: 'rating-ended', rating, call: call.id, conversation, queue, agent, recording },
    ...{ question, lowest, highest, askedAt, endedAt: work.now, tries, result, score },
  });
}

function stopListening(work: Work, call: Call): void {
  if (call.activity.kind !== 'rating') return;
  const { playback } = call.activity;
  work.state.deadlines.cancel('rating', call.id);
  if (playback !== null) stopPrompt(work, call, playback);
  call.activity.playback = null;
}

function stepOf(work: Work, call: Call): RateStep {
  const step = stepAt(work.state, call);
  if (step?.do !== 'rate') throw new CoreBug(`call ${call.id} is asked for no rating`);
  return step;
}
