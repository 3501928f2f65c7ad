import type { DayFacts } from './day-facts.js';
import { countOf } from './ratio.js';

/** Instants of which only a gap is known in which they lay: they are told as the end of that gap. */
export interface Bounds {
  /** Callers who were found when it was over. */
  readonly arrivals: number;
  /** Agents' phones that were found answered, or in talk, when it was over. */
  readonly answers: number;
}

/**
 * How many arrivals and answers are known as bounds only. What is found after a gap gets the instant at which the gap
 * ended; so an instant that is the end of a gap is a bound. Pure.
 */
export function boundsOf({
  calls,
  openCalls,
  offers,
  conversations,
  gaps,
}: Pick<DayFacts, 'calls' | 'openCalls' | 'offers' | 'conversations' | 'gaps'>): Bounds {
  const ends = new Set(gaps.map(({ to }) => to));
  const answered = offers.filter(({ result, endedAt }) => result === 'answered' && ends.has(endedAt));
  const begun = conversations.filter(({ startedAt }) => ends.has(startedAt));
  return {
    arrivals: countOf([...calls, ...openCalls], ({ arrivedAt }) => ends.has(arrivedAt)),
    answers: new Set([...answered, ...begun].map(({ offer }) => offer)).size,
  };
}
