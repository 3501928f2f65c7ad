import { type Bench, runLoad } from '../load/run-load.js';
import type { Contender } from '../machine/contender.js';
import { arrivals, dispatchTimes } from '../wire/intervals.js';
import { quantile } from '../wire/quantiles.js';
import { type Effort, type LiveCase, steadyLoad } from './live-cases.js';
import { foreignPercent } from './measurement.js';

const FIRST_RATE = 120;
const LARGEST_RATE = 800;
const GROWTH = 1.35;
const LONGEST_P95_MS = 1_000;
/** SIPp itself must have kept up. */
const LEAST_SHARE_OF_RATE = 0.95;

export interface Step {
  readonly verdict: 'held' | 'failed';
  readonly foreignPercent: number;
  readonly calls: number;
}

/** The highest rate of each contender, as it was found last. */
export type RatesHeld = Map<Contender['name'], number>;

/** Finds the highest rate, and keeps it in `held` for the case behind it. */
export function highestRate(held: RatesHeld): LiveCase {
  return {
    name: 'rate',
    title: 'highest rate held without a failure: 50 agents, 100 ms talk',
    async measure(bench, contender, effort) {
      const { rate, steps } = await findHighestRate(bench, contender, effort);
      held.set(contender.name, rate);
      return {
        contender: contender.name,
        figures: { 'calls/s': rate },
        samples: steps.reduce((sum, { calls }) => sum + calls, 0),
        failed: 0,
        foreignPercent: Math.max(...steps.map((step) => step.foreignPercent)),
      };
    },
  };
}

/**
 * The highest rate of calls at which every caller reached an agent and was hung up on in order, and 95 % reached
 * him within a second: up in large steps to the first rate that fails twice, then between the two in halves.
 */
export async function findHighestRate(
  bench: Bench,
  contender: Contender,
  effort: Effort,
): Promise<{ readonly rate: number; readonly steps: readonly Step[] }> {
  const steps: Step[] = [];
  const holds = async (rate: number): Promise<boolean> => {
    for (let tries = 0; tries < 2; tries += 1) {
      const step = await tryRate(bench, contender, effort, Math.round(rate));
      steps.push(step);
      if (step.verdict === 'held') return true;
    }
    return false;
  };
  return { rate: Math.round(await search(holds, effort.stepFactor)), steps };
}

async function search(holds: (rate: number) => Promise<boolean>, factor: number): Promise<number> {
  let low = 0;
  let high = FIRST_RATE;
  while (high <= LARGEST_RATE && (await holds(high))) {
    low = high;
    high *= GROWTH;
  }
  if (low === 0) return 0;
  while (high / low > factor) {
    const middle = Math.sqrt(low * high);
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

async function tryRate(bench: Bench, contender: Contender, effort: Effort, rate: number): Promise<Step> {
  const played = await runLoad(bench, contender, steadyLoad(effort.stepSeconds, 'sip', rate));
  const times = dispatchTimes(played.messages);
  const cameAt = [...arrivals(played.messages).values()];
  const spanSeconds = (Math.max(...cameAt) - Math.min(...cameAt)) / 1e6;
  const isHeld =
    played.failed === 0 &&
    times.length === cameAt.length &&
    quantile(times, 0.95) <= LONGEST_P95_MS &&
    cameAt.length / spanSeconds >= rate * LEAST_SHARE_OF_RATE;
  return { verdict: isHeld ? 'held' : 'failed', foreignPercent: foreignPercent(played), calls: times.length };
}
