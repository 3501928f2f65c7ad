import type { Call, Playing } from '../call/call.js';
import { keyedNumber } from '../callback/number.js';
import { knownCaller } from '../call/known-caller.js';
import type { SayStep } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import { planInForce, type State, wallTime } from '../state.js';
import { spoken } from '../speech/saying.js';
import { tell, type Work } from '../work.js';
import { mediaOf } from './media.js';
import { startPrompt, startSound, stopPrompt, tellHeard } from './prompt.js';
import { filled } from './variables.js';

/** Begins a prompt for its own sake; false: there is nothing to play. */
export function play(work: Work, call: Call, prompt: string, information: boolean): boolean {
  return begin(work, call, { prompt, information, place: 'prompt' });
}

/** Begins the caller's own greeting, or else this prompt; false: there is nothing to play. */
export function greet(work: Work, call: Call, otherwise: string | null): boolean {
  const own = knownCaller(callPlan(work.state, call), call.fromE164)?.greeting ?? null;
  const prompt = own ?? otherwise;
  if (prompt === null) return false;
  const instead = own === null || otherwise === null || otherwise === own ? {} : { instead: otherwise };
  return begin(work, call, { prompt, information: false, place: 'prompt', ...instead });
}

/** Of a greeting of the caller's own that cannot be heard, the general one is; false: there is none. */
export function hearInstead(work: Work, call: Call): boolean {
  if (call.activity.kind !== 'playing' || call.activity.instead === undefined) return false;
  const { instead } = call.activity;
  tellHeard(work, call, false);
  return play(work, call, instead, false);
}

/** Begins the emergency message, which comes before the flow; false: no plan knows the prompt. */
export function playMessage(work: Work, call: Call, prompt: string): boolean {
  return begin(work, call, { prompt, information: false, place: 'message' });
}

function begin(
  work: Work,
  call: Call,
  what: Pick<Playing, 'prompt' | 'information' | 'place' | 'instead'>,
): boolean {
  const playback = startPrompt(work, call, what.prompt);
  if (playback === null) return false;
  call.activity = { kind: 'playing', ...what, said: null, playback, since: work.now, hasStarted: false };
  return true;
}

/** Begins to speak a value; false: it cannot be spoken, which is told. */
export function say(work: Work, call: Call, step: SayStep): boolean {
  const { state, now } = work;
  const given = filled(step.value, call, callPlan(state, call), wallTime(state, now)).trim();
  const value = step.as === 'telephone' ? asCalled(state, given) : given;
  const media = spoken(step.as, value, call.language, (form) => {
    const prompt = step.unit?.[form];
    const plan = callPlan(state, call);
    return prompt === undefined ? [] : (mediaOf(plan, planInForce(state), prompt, call.language) ?? []);
  });
  if (media === null) {
    tell(work, call, 'not-said', { as: step.as, value });
    return false;
  }
  hear(work, call, `say ${step.as}`, media);
  return true;
}

/** As it would be called, so that whoever confirms it confirms that number. */
function asCalled(state: State, given: string): string {
  const policy = planInForce(state).dialPolicy;
  return policy === undefined ? given : (keyedNumber(policy, given) ?? given);
}

/** What the call hears begins again; when no plan knows the prompt any more, the flow goes on. */
export function replayPrompt(work: Work, call: Call): void {
  if (call.activity.kind !== 'playing') return;
  const { prompt, said, information, place, playback, instead } = call.activity;
  stopPrompt(work, call, playback);
  if (said !== null) hear(work, call, prompt, said);
  else if (!begin(work, call, { prompt, information, place, ...(instead === undefined ? {} : { instead }) }))
    work.turns.push({ turn: 'go-on', call: call.id });
}

/** Begins to play media that no prompt has; `what` tells of it. */
export function hear(work: Work, call: Call, what: string, media: readonly string[]): void {
  call.activity = {
    kind: 'playing',
    prompt: what,
    said: media,
    information: false,
    place: 'prompt',
    playback: startSound(work, call, media),
    since: work.now,
    hasStarted: false,
  };
}
