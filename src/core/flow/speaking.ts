import type { Call } from '../call/call.js';
import type { SpeakStep, SpokenText } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { CallId, SpeechId, SpeechOutcome } from '../signal.js';
import { CoreBug, mint, wallTime } from '../state.js';
import { tell, type Work } from '../work.js';
import { stepAt } from './listening.js';
import { hear } from './playing.js';
import { BRACES, filledWhole, spokenValue } from './variables.js';

/** Longer than an engine needs for a sentence; one that needs longer for a text of a call is warned of as the file is loaded. */
export const SPEAKS_WITHIN_MS = 5_000;
/** Who waited in vain once waits no longer for the next ones: he may hear nothing meanwhile. */
const AGAIN_WITHIN_MS = 1_000;
/** What is told at the very end of that time is waited for; nothing is known of texts for which no engine was free. */
const NET_MS = 500;

/** Has a text spoken that is this call's own; what the caller hears goes on meanwhile. False: a value of it is missing, which is told. */
export function enterSpeak(work: Work, call: Call, step: SpeakStep): boolean {
  const { text } = textOf(work, call, step);
  const missing = missingIn(work, call, text);
  if (missing.length > 0) {
    tell(work, call, 'text-not-spoken', { text: step.name, why: 'no-value', missing: missing.join(', ') });
    return false;
  }
  const speech = mint(work.state, 'speech');
  call.activity = { kind: 'awaiting-speech', speech };
  order(work, call, step, speech);
  return true;
}

/** The process that had it spoken is gone, and nobody else hears what came of it. */
export function speakAgain(work: Work, call: Call): void {
  if (call.activity.kind === 'awaiting-speech') order(work, call, stepOf(work, call), call.activity.speech);
}

/** It is spoken, or could not be. What comes too late, or a second time, finds nobody. */
export function speechMade(work: Work, callId: CallId, speech: SpeechId, outcome: SpeechOutcome): void {
  const call = work.state.calls.get(callId);
  if (call?.activity.kind === 'awaiting-speech' && call.activity.speech === speech)
    goOnWith(work, call, outcome);
}

/** Not even a failure was told in time. */
export function speechOverdue(work: Work, call: Call): void {
  if (call.activity.kind === 'awaiting-speech') goOnWith(work, call, { ok: false, failure: 'timeout' });
}

/** The caller knows what comes: he need not hear it. */
export function speechUnneeded(work: Work, call: Call): void {
  work.state.deadlines.cancel('speech', call.id);
  work.turns.push({ turn: 'go-on', call: call.id });
}

function order(work: Work, call: Call, step: SpeakStep, speech: SpeechId): void {
  const { state, now } = work;
  const { text, voice, language } = textOf(work, call, step);
  const timeoutMs = call.isSpeechLate === true ? AGAIN_WITHIN_MS : SPEAKS_WITHIN_MS;
  work.webRequests.push({
    ...{ kind: 'speak', speech, call: call.id, voice, language, timeoutMs },
    text: filledWhole(text, call, callPlan(state, call), wallTime(state, now)),
  });
  state.deadlines.set('speech', call.id, now + timeoutMs + NET_MS);
}

function goOnWith(work: Work, call: Call, outcome: SpeechOutcome): void {
  const step = stepOf(work, call);
  work.state.deadlines.cancel('speech', call.id);
  call.isSpeechLate = !outcome.ok && outcome.failure === 'timeout';
  if (outcome.ok) {
    hear(work, call, step.name, [outcome.media]);
    return;
  }
  tell(work, call, 'text-not-spoken', { text: step.name, why: outcome.failure, missing: null });
  work.turns.push({ turn: 'go-on', call: call.id });
}

/** In the call's language, or else the company's. */
function textOf(work: Work, call: Call, { texts }: SpeakStep): SpokenText {
  const { company } = callPlan(work.state, call);
  const found = [call.language, company.language, 'en' as const].flatMap((language) => texts[language] ?? []);
  const text = found[0] ?? Object.values(texts)[0];
  if (text === undefined) throw new CoreBug(`call ${call.id} is to hear a text that has no words`);
  return text;
}

function missingIn(work: Work, call: Call, text: string): readonly string[] {
  const [plan, wall] = [callPlan(work.state, call), wallTime(work.state, work.now)];
  const names = [...text.matchAll(BRACES)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => spokenValue(name, call, plan, wall) === '');
}

function stepOf(work: Work, call: Call): SpeakStep {
  const step = stepAt(work.state, call);
  if (step?.do !== 'speak') throw new CoreBug(`call ${call.id} has nothing spoken`);
  return step;
}
