import { MISDIRECTED } from '../core/call/misdirected.js';
import type { CallFact } from '../core/milestone.js';
import type { CallId } from '../core/signal.js';
import type { DayFacts } from './day-facts.js';
import { oncePer } from './once-per.js';

/** Calls with a conversation of which the agent said that the caller had dialled a wrong number, whenever he said so. */
export const wrongNumbersIn: (facts: DayFacts) => ReadonlySet<CallId> = oncePer(
  ({ outcomes, beyond }) =>
    new Set(
      [...outcomes, ...beyond.outcomes]
        .filter(({ wrongNumber }) => wrongNumber === true)
        .map(({ call }) => call),
    ),
);

/** Whether a call that is over was for nobody here: it is marked so, or an agent said so (metrics.md: marks). */
export function isMisdirected(call: CallFact, facts: DayFacts): boolean {
  return call.marks.includes(MISDIRECTED) || wrongNumbersIn(facts).has(call.call);
}
