import type { DialPolicy } from '../plan.js';
import type { Instant } from '../signal.js';
import type { State } from '../state.js';
import { isPossible } from './number.js';

/** Why a number is not called. */
export type NumberRefusal = 'no-number' | 'not-allowed' | 'not-possible' | 'too-often';

const REFUSED: Readonly<Record<NumberRefusal, string>> = {
  'no-number': 'there is no number that could be called',
  'not-allowed': 'the dial policy does not allow to call this number',
  'not-possible':
    'there can be no such number: behind its calling code it is too long, too short, or begins as none there does',
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
  if (!isPossible(policy, number)) return 'not-possible';
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
  for (const [other, times] of dialled) {
    if ((times.at(-1) ?? 0) > before) return;
    dialled.delete(other);
  }
}
