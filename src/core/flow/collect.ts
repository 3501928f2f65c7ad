import type { Call } from '../call/call.js';
import type { CollectStep } from '../plan.js';
import { CoreBug } from '../state.js';
import { tell, type Work } from '../work.js';
import { HIDDEN_DIGIT, isDigit, stepAt } from './listening.js';
import { startPrompt, stopPrompt } from './prompt.js';
import { ownValue } from './variables.js';

/** Begins the digits anew, unless it ends them. */
const ANEW = '*';
/** The key that ends digits counts for nothing so long after they were complete without it. */
const END_KEY_LATE_MS = 2_000;

/** Digits are asked for, for the first time; one that was pressed before counts, and nothing is said. */
export function enterCollect(work: Work, call: Call, step: CollectStep): void {
  tell(work, call, 'collect-entered', { collect: step.id });
  const first = call.typedAhead;
  call.activity = { kind: 'collecting', tries: 0, playback: null, keyed: '' };
  if (first === null || !isDigit(first)) {
    call.typedAhead = null;
    forgetSecret(work, call, step);
    hearAgain(work, call, step);
    return;
  }
  call.typedAhead = null;
  call.activity.tries = 1;
  addDigit(work, call, step, first);
}

/** The first digit was pressed while something else was said. */
export function beginSecret(work: Work, call: Call, step: CollectStep, real: string): void {
  forgetSecret(work, call, step);
  keepSecret(work, call, step, real);
}

/** The digit stands in memory and nowhere else; one that is not known any more (a journal is replayed) does not. */
function keepSecret(work: Work, call: Call, step: CollectStep, real: string): void {
  if (!step.secret || real === HIDDEN_DIGIT) return;
  const known = work.state.secrets.get(call.id) ?? {};
  known[step.as] = (ownValue(known, step.as) ?? '') + real;
  work.state.secrets.set(call.id, known);
}

/** `key` is the key as it may be told, `real` what was pressed. */
export function collectKey(work: Work, call: Call, key: string, real: string): void {
  if (call.activity.kind !== 'collecting') return;
  const step = stepOf(work, call);
  stopListening(work, call);
  if (key === step.endKey) endDigits(work, call, step);
  else if (key === ANEW) beginAnew(work, call, step);
  else if (isDigit(key)) {
    keepSecret(work, call, step, real);
    addDigit(work, call, step, key);
  } else {
    tell(work, call, 'key-ignored', { key });
    awaitKey(work, call, step);
  }
}

/** The prompt is over: from now on the silence is measured. */
export function collectPromptOver(work: Work, call: Call): void {
  if (call.activity.kind !== 'collecting') return;
  call.activity.playback = null;
  awaitKey(work, call, stepOf(work, call));
}

/** The caller has been silent: what he has keyed is all, or nothing was keyed. */
export function collectSilence(work: Work, call: Call): void {
  if (call.activity.kind === 'collecting') endDigits(work, call, stepOf(work, call));
}

/** Sound or digits may have been missed, and secret ones are gone with the process: asked again, as the same try. */
export function collectAgain(work: Work, call: Call): void {
  if (call.activity.kind !== 'collecting') return;
  const step = stepOf(work, call);
  stopListening(work, call);
  call.activity.tries -= 1;
  forgetSecret(work, call, step);
  hearAgain(work, call, step);
}

/** The key that ends digits, pressed a moment after they were complete: it is not for what follows. */
export function isLateEndKey(work: Work, call: Call, key: string): boolean {
  const { lateEndKey } = call;
  return lateEndKey !== null && lateEndKey.key === key && work.now <= lateEndKey.until;
}

function addDigit(work: Work, call: Call, step: CollectStep, digit: string): void {
  if (call.activity.kind !== 'collecting') return;
  call.activity.keyed += step.secret ? HIDDEN_DIGIT : digit;
  if (call.activity.keyed.length < step.most) {
    awaitKey(work, call, step);
    return;
  }
  if (step.endKey !== null) call.lateEndKey = { key: step.endKey, until: work.now + END_KEY_LATE_MS };
  complete(work, call, step, call.activity.keyed);
}

function endDigits(work: Work, call: Call, step: CollectStep): void {
  if (call.activity.kind !== 'collecting') return;
  const { keyed, tries } = call.activity;
  if (keyed.length >= step.least) {
    complete(work, call, step, keyed);
    return;
  }
  tell(work, call, 'collect-wrong', { collect: step.id, digits: keyed.length, try: tries });
  forgetSecret(work, call, step);
  if (tries < step.tries) {
    hearAgain(work, call, step);
    return;
  }
  tell(work, call, 'collect-given-up', { collect: step.id, tries });
  work.turns.push({ turn: 'enter', call: call.id, block: step.otherwise });
}

function complete(work: Work, call: Call, step: CollectStep, keyed: string): void {
  if (!step.secret) call.variables[step.as] = keyed;
  else if (secretOf(work, call, step)?.length !== keyed.length) forgetSecret(work, call, step);
  const value = step.secret ? null : keyed;
  tell(work, call, 'collected', { collect: step.id, as: step.as, secret: step.secret, value });
  work.turns.push({ turn: 'go-on', call: call.id });
}

function beginAnew(work: Work, call: Call, step: CollectStep): void {
  if (call.activity.kind !== 'collecting') return;
  call.activity.keyed = '';
  forgetSecret(work, call, step);
  awaitKey(work, call, step);
}

function hearAgain(work: Work, call: Call, step: CollectStep): void {
  if (call.activity.kind !== 'collecting') return;
  call.activity.keyed = '';
  call.activity.tries += 1;
  call.activity.playback = startPrompt(work, call, step.prompt);
  if (call.activity.playback === null) awaitKey(work, call, step);
}

function awaitKey(work: Work, call: Call, step: CollectStep): void {
  work.state.deadlines.set('collect', call.id, work.now + step.timeoutMs);
}

function stopListening(work: Work, call: Call): void {
  if (call.activity.kind !== 'collecting') return;
  const { playback } = call.activity;
  work.state.deadlines.cancel('collect', call.id);
  if (playback !== null) stopPrompt(work, call, playback);
  call.activity.playback = null;
}

function secretOf(work: Work, call: Call, step: CollectStep): string | undefined {
  return ownValue(work.state.secrets.get(call.id) ?? {}, step.as);
}

function forgetSecret(work: Work, call: Call, step: CollectStep): void {
  if (!step.secret) return;
  const { secrets } = work.state;
  const others = Object.entries(secrets.get(call.id) ?? {}).filter(([name]) => name !== step.as);
  if (others.length === 0) secrets.delete(call.id);
  else secrets.set(call.id, Object.fromEntries(others));
}

function stepOf(work: Work, call: Call): CollectStep {
  const step = stepAt(work.state, call);
  if (step?.do !== 'collect') throw new CoreBug(`call ${call.id} collects nothing`);
  return step;
}
