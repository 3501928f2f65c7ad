import type { DialPolicy } from '../plan.js';
import type { Instant } from '../signal.js';
import type { State } from '../state.js';

/** Why a number is not called. */
export type NumberRefusal = 'no-number' | 'not-allowed' | 'too-often';

/** So long it is remembered when numbers were called while no policy says how far to look back. */
const WITHOUT_POLICY_MS = 24 * 3_600_000;

const REFUSED: Readonly<Record<NumberRefusal, string>> = {
  'no-number': 'there is no number that could be called',
  'not-allowed': 'the dial policy does not allow to call this number',
  'too-often': 'this number was called as often as the dial policy allows',
};

/** The refusal in words. */
export function refusalInWords(refusal: NumberRefusal): string {
  return REFUSED[refusal];
}

/** Why this number in E.164 may not be called; null: it may. */
export function refusalOf(
  state: State,
  policy: DialPolicy,
  number: string | null,
  now: Instant,
): NumberRefusal | null {
  if (number === null || !/^\+[1-9][0-9]{4,14}$/.test(number)) return 'no-number';
  if (!isAllowed(policy, number)) return 'not-allowed';
  return mayBeCalledAt(state, policy, number, now) > now ? 'too-often' : null;
}

/** The number begins with what the policy allows, and with nothing that it refuses. */
export function isAllowed(policy: DialPolicy, number: string): boolean {
  const beginsWith = (prefix: string): boolean => number.startsWith(prefix);
  return policy.allow.some(beginsWith) && !policy.refuse.some(beginsWith);
}

/** From when on the number may be called, as far as it matters how often it was called; not after `now`: it may be now. */
export function mayBeCalledAt(
  state: State,
  { perNumber }: DialPolicy,
  number: string,
  now: Instant,
): Instant {
  const { calls, withinMs } = perNumber;
  const recent = (state.dialled.get(number) ?? []).filter((at) => at + withinMs > now);
  const decisive = recent.at(-calls);
  return decisive === undefined ? now : decisive + withinMs;
}

/** The number is called now. */
export function noteDialled(
  { dialled }: State,
  { perNumber }: DialPolicy,
  number: string,
  now: Instant,
): void {
  const before = now - perNumber.withinMs;
  const recent = (dialled.get(number) ?? []).filter((at) => at > before);
  // Deleted first: the order is that of the last calls.
  dialled.delete(number);
  dialled.set(number, [...recent, now]);
  forgetOld(dialled, before);
}

/** Time has passed: nobody asks any more how often these numbers were called. A policy that is left out may come back. */
export function forgetDialledInTime({ dialled }: State, policy: DialPolicy | undefined, now: Instant): void {
  forgetOld(dialled, now - (policy?.perNumber.withinMs ?? WITHOUT_POLICY_MS));
}

function forgetOld(dialled: State['dialled'], before: Instant): void {
  for (const [number, times] of dialled) {
    if ((times.at(-1) ?? 0) > before) return;
    dialled.delete(number);
  }
}

/**
 * The number in E.164 that somebody keyed in, in the forms of his country: `0888123456`, `00359888123456`,
 * `359888123456`, `+359888123456`; null: it is none of them. Without a country only international forms are read.
 */
export function keyedNumber({ home }: DialPolicy, keyed: string): string | null {
  const digits = keyed.replace(/[ ()./-]/g, '');
  if (/^\+[0-9]+$/.test(digits)) return digits;
  if (!/^[0-9]+$/.test(digits)) return null;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  if (home === null) return null;
  const { countryCode, trunkPrefix } = home;
  if (trunkPrefix !== null && digits.startsWith(trunkPrefix))
    return `+${countryCode}${digits.slice(trunkPrefix.length)}`;
  return digits.startsWith(countryCode) ? `+${digits}` : `+${countryCode}${digits}`;
}
