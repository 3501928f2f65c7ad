import { type Bench, type Played, runLoad } from '../load/run-load.js';
import type { Contender } from '../machine/contender.js';
import { arrivals, completions, refused } from '../wire/intervals.js';
import { findHighestRate, type RatesHeld } from './highest-rate.js';
import { type LiveCase, steadyLoad } from './live-cases.js';
import { foreignPercent } from './measurement.js';

const OVERLOAD = 1.25;

/** What became of a load. */
interface Served {
  readonly played: Played;
  /** Calls in each second, of those that came while the load lasted. */
  readonly cameEachSecond: number;
  readonly completedEachSecond: number;
  readonly refusedPercent: number;
}

/**
 * The highest rate held, then a quarter more: how many calls are complete in the same time. `held`: what the case before
 * has found; without it the rate is searched for here.
 */
export function overload(held: RatesHeld): LiveCase {
  return {
    name: 'overload',
    title: `${OVERLOAD} times the highest rate held: 50 agents, 100 ms talk`,
    async measure(bench, contender, effort) {
      const rate = held.get(contender.name) ?? (await findHighestRate(bench, contender, effort)).rate;
      // Not even the least rate was held: there is nothing to compare with.
      if (rate === 0)
        return { contender: contender.name, figures: {}, samples: 0, failed: 0, foreignPercent: 0 };
      const atRate = await serve(bench, contender, rate, effort.overloadSeconds);
      const above = await serve(bench, contender, rate * OVERLOAD, effort.overloadSeconds);
      return {
        contender: contender.name,
        figures: figuresOf(atRate, above),
        samples: atRate.played.succeeded + above.played.succeeded,
        failed: 0,
        foreignPercent: Math.max(foreignPercent(atRate.played), foreignPercent(above.played)),
      };
    },
  };
}

function figuresOf(atRate: Served, above: Served): Readonly<Record<string, number>> {
  return {
    'at the highest rate: came, calls/s': atRate.cameEachSecond,
    'at the highest rate: completed, calls/s': atRate.completedEachSecond,
    'above: came, calls/s': above.cameEachSecond,
    'above: completed, calls/s': above.completedEachSecond,
    'above: refused, %': above.refusedPercent,
    'completed, times those at the highest rate': above.completedEachSecond / atRate.completedEachSecond,
  };
}

/** Only what is complete before the last caller comes counts: what drags on behind the load is no service. */
async function serve(bench: Bench, contender: Contender, rate: number, seconds: number): Promise<Served> {
  const load = { ...steadyLoad(seconds, 'sip', rate), lasts: seconds * 1000 };
  const played = await runLoad(bench, contender, load);
  const came = arrivals(played.messages);
  const beganAt = Math.min(...came.values());
  const endedAt = beganAt + seconds * 1e6;
  const within = (times: Iterable<number>): number => [...times].filter((at) => at <= endedAt).length;
  return {
    played,
    cameEachSecond: within(came.values()) / seconds,
    completedEachSecond: within(completions(played.messages).values()) / seconds,
    refusedPercent: (refused(played.messages).size / came.size) * 100,
  };
}
