import type { Call } from '../call/call.js';
import type { RateStep } from '../afterwards.js';
import type { CollectStep, MenuStep, Plan, Step } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import { exitByKey } from '../queue/exit-keys.js';
import type { State } from '../state.js';

/** What stands for a digit that may not be told. */
export const HIDDEN_DIGIT = '?';

/** The step that takes the caller's next key, when one is known. */
export type Listener = MenuStep | CollectStep | RateStep;

/** The step that takes a key pressed now: the one that listens, or the next one behind what is being said. */
export function listenerOf(state: State, call: Call): Listener | null {
  const { activity } = call;
  if (['in-menu', 'collecting', 'rating'].includes(activity.kind)) return asListener(stepAt(state, call));
  return isSaid(call) ? listenerAhead(state, call) : null;
}

/** Something is said to the caller, or is being made to be said, that he may cut short. */
export function isSaid({ activity }: Call): boolean {
  return activity.kind === 'awaiting-speech' || (activity.kind === 'playing' && activity.place === 'prompt');
}

/** The step that the flow comes to next, past everything that is only said. */
export function listenerAhead(state: State, call: Call): Listener | null {
  const { blocks } = callPlan(state, call);
  for (const { block, next } of [...call.frames].reverse()) {
    const step = (blocks[block] ?? []).slice(next).find((one) => !isOnlySaid(one));
    if (step !== undefined) return asListener(step);
  }
  return null;
}

/** A key that this step has a use for. */
export function takesKey(listener: Listener, key: string): boolean {
  if (listener.do === 'menu') return listener.keys[key] !== undefined;
  return listener.do === 'rate' ? isScore(listener, key) : isDigit(key);
}

/** A key of the scale. */
export function isScore({ lowest, highest }: RateStep, key: string): boolean {
  return /^[0-9]$/.test(key) && Number(key) >= lowest && Number(key) <= highest;
}

export function isDigit(key: string): boolean {
  return /^[0-9]$/.test(key) || key === HIDDEN_DIGIT;
}

/**
 * The key as it may be told. Where a plan asks for secret digits, a digit is told only when a menu or the queue knows it
 * or digits that are not secret take it: whoever keys too early, too much or at the wrong place gives nothing away.
 */
export function shownKey(state: State, call: Call, key: string): string {
  if (!isDigit(key) || !asksForSecrets(callPlan(state, call))) return key;
  if (exitByKey(state, call, key) !== null) return key;
  const listener = listenerOf(state, call);
  if (listener === null || !takesKey(listener, key)) return HIDDEN_DIGIT;
  return listener.do === 'collect' && listener.secret ? HIDDEN_DIGIT : key;
}

const known = new WeakMap<Plan, boolean>();

function asksForSecrets(plan: Plan): boolean {
  let asks = known.get(plan);
  if (asks === undefined) {
    asks = Object.values(plan.blocks).some((steps) =>
      steps.some((step) => step.do === 'collect' && step.secret),
    );
    known.set(plan, asks);
  }
  return asks;
}

/** Information must be heard; everything else that is only said may be cut short by who knows what comes. */
function isOnlySaid(step: Step): boolean {
  return ['say', 'speak', 'greet'].includes(step.do) || (step.do === 'play' && !step.information);
}

function asListener(step: Step | undefined): Listener | null {
  return step?.do === 'menu' || step?.do === 'collect' || step?.do === 'rate' ? step : null;
}

/** The step that the call is at. */
export function stepAt(state: State, call: Call): Step | undefined {
  const frame = call.frames.at(-1);
  return frame === undefined ? undefined : callPlan(state, call).blocks[frame.block]?.[frame.next - 1];
}
