import type { DialPolicy } from '../plan.js';
import type { Instant } from '../signal.js';
import type { State } from '../state.js';
import { isPossible } from './number.js';

/** Why a number is not called. */
export type NumberRefusal =
  | 'no-number'
  | 'not-allowed'
  | 'not-possible'
  | 'too-often'
  /** The dial policy lets no more calls be made in this hour, whichever the number. */
  | 'too-many-calls';

/** Why somebody is not promised a callback. */
export type CallbackRefusal = NumberRefusal | 'no-callbacks' | 'queue-full';

const HOUR_MS = 3_600_000;

/** So long it is remembered when numbers were called while no policy says how far to look back. */
const WITHOUT_POLICY_MS = 24 * 3_600_000;

const REFUSED: Readonly<Record<NumberRefusal, string>> = {
  'no-number': 'there is no number that could be called',
  'not-allowed': 'the dial policy does not allow to call this number',
  'not-possible':
    'there can be no such number: behind its calling code it is too long, too short, or begins as none there does',
  'too-often': 'this number was called as often as the dial policy allows',
  'too-many-calls': 'as many calls were made within an hour as the dial policy allows',
};

const NO_CALLBACK: Readonly<Record<Exclude<CallbackRefusal, NumberRefusal>, string>> = {
  'no-callbacks': 'the queue calls nobody back',
  'queue-full': 'the queue has as many callbacks open as it may',
};

/** The refusal in words. */
export function refusalInWords(refusal: NumberRefusal): string {
  return REFUSED[refusal];
}

/** A stored refusal in words; one of a newer program is told by its name. */
export function storedRefusalInWords(refusal: string): string {
  const words: Readonly<Partial<Record<string, string>>> = { ...REFUSED, ...NO_CALLBACK };
  return words[refusal] ?? refusal;
}

/** Why this number in E.164 may not be called; null: it may. */
export function refusalOf(
  state: State,
  policy: DialPolicy,
  number: string | null,
  now: Instant,
): NumberRefusal | null {
  if (number === null || !/^\+[1-9][0-9]{4,14}$/.test(number)) return 'no-number';
  const barred = barredBy(policy, number);
  if (barred !== null) return barred;
  if (numberIsFreeAt(state, policy, number, now) > now) return 'too-often';
  return hourIsFreeAt(state, policy, now) > now ? 'too-many-calls' : null;
}

/** Why this number in E.164 is never called under this policy; null: it may be. */
export function barredBy(policy: DialPolicy, number: string): 'not-allowed' | 'not-possible' | null {
  if (!isAllowed(policy, number)) return 'not-allowed';
  return isPossible(policy, number) ? null : 'not-possible';
}

/** The number begins with what the policy allows, with nothing that it refuses, and is none of the centre's own. */
function isAllowed(policy: DialPolicy, number: string): boolean {
  const beginsWith = (prefix: string): boolean => number.startsWith(prefix);
  return policy.allow.some(beginsWith) && !policy.refuse.some(beginsWith) && !policy.own.includes(number);
}

/** From when on the number may be called, as far as it matters how often was called; not after `now`: it may be now. */
export function mayBeCalledAt(state: State, policy: DialPolicy, number: string, now: Instant): Instant {
  return Math.max(numberIsFreeAt(state, policy, number, now), hourIsFreeAt(state, policy, now));
}

/** No more calls may be made in this hour. */
export function isHourUsedUp(state: State, policy: DialPolicy, now: Instant): boolean {
  return hourIsFreeAt(state, policy, now) > now;
}

function numberIsFreeAt(state: State, { perNumber }: DialPolicy, number: string, now: Instant): Instant {
  const { calls, withinMs } = perNumber;
  const recent = (state.dialled.get(number) ?? []).filter((at) => at + withinMs > now);
  const decisive = recent.at(-calls);
  return decisive === undefined ? now : decisive + withinMs;
}

function hourIsFreeAt({ dialledAt }: State, { perHour }: DialPolicy, now: Instant): Instant {
  const decisive = dialledAt.at(-perHour);
  return decisive === undefined ? now : Math.max(now, decisive + HOUR_MS);
}

/** A number is called that somebody has asked for, or brought with him. */
export function noteDialled(state: State, { perNumber }: DialPolicy, number: string, now: Instant): void {
  const { dialled } = state;
  const before = now - Math.max(perNumber.withinMs, HOUR_MS);
  const recent = (dialled.get(number) ?? []).filter((at) => at > before);
  // Deleted first: the order is that of the last calls.
  dialled.delete(number);
  dialled.set(number, [...recent, now]);
  forgetOld(dialled, before);
  noteInHour(state, now);
}

/** A number is called that the routing file names: it is none of the calls that others may make there. */
export function noteInHour(state: State, now: Instant): void {
  state.dialledAt = [...state.dialledAt.filter((at) => at > now - HOUR_MS), now];
}

/** Time has passed: nobody asks any more how often these numbers were called. A policy that is left out may come back. */
export function forgetDialledInTime({ dialled }: State, policy: DialPolicy | undefined, now: Instant): void {
  forgetOld(dialled, now - Math.max(policy?.perNumber.withinMs ?? WITHOUT_POLICY_MS, HOUR_MS));
}

function forgetOld(dialled: State['dialled'], before: Instant): void {
  for (const [number, times] of dialled) {
    if ((times.at(-1) ?? 0) > before) return;
    dialled.delete(number);
  }
}
