import type { Instant } from '../../core/signal.js';
import type { FactReader, Period } from '../../ports/facts.js';
import type { Check } from '../check.js';

const DAY_MS = 86_400_000;

/**
 * Whether what is computed of the day stays right: it is over, nothing that began in it goes on, and it balances. What comes later
 * can only be late. `open`: calls that are not over; `checks`: those of the day.
 */
export async function isSettled(
  reader: FactReader,
  day: Period,
  { open, checks }: { readonly open: readonly string[]; readonly checks: readonly Check[] },
  now: Instant,
): Promise<boolean> {
  if (day.to > now || open.length > 0 || !checks.every(({ holds }) => holds)) return false;
  if ((await reader.openCalls({ from: day.from - DAY_MS, to: day.from })).length > 0) return false;
  const states = await reader.openAgentStates();
  return !states.some(({ from, state }) => from < day.to && (state === 'talking' || state === 'wrap-up'));
}
