import type { BesideDatabase } from '../cases/beside-database.js';
import type { CrowdMemory, TrafficPerCall } from '../cases/callplane-alone.js';
import type { Measurement } from '../cases/measurement.js';
import type { CoreFigures } from '../core/figures.js';
import { median } from '../wire/quantiles.js';
import { compare } from './comparison.js';
import { plain } from './numbers.js';

/** Everything that a run measured. */
export interface Results {
  readonly measurements: readonly Measurement[];
  readonly traffic: TrafficPerCall | null;
  readonly crowd: CrowdMemory | null;
  readonly core: CoreFigures | null;
  readonly slowDatabase: BesideDatabase | null;
  readonly monthReport: BesideDatabase | null;
  /** Longest delay of the line's event loop over the whole run, and the part it was at work; null: it said none. */
  readonly loopDelay: { readonly longestMs: number; readonly longestAtWorkMs: number } | null;
  /** Seconds that the line's main thread waited for a core, over the whole run; null: no line was started. */
  readonly lineWaitedSeconds: number | null;
}

/** A goal and what became of it. */
export interface Verdict {
  readonly goal: string;
  readonly limit: string;
  /** null: not measured in this run. */
  readonly figure: string | null;
  readonly isMet: boolean;
}

/** The goals, each against its figure; ratios are medians of the per-round ratios to app_queue. */
export function judge(results: Results): Verdict[] {
  const { traffic, crowd, loopDelay, core } = results;
  const ratio = ratioIn(results);
  return [
    atMost('free agent: dispatch p50, times app_queue', 1.5, ratio('steady', 'dispatch p50 ms')),
    atMost('free agent: dispatch p95, times app_queue', 2, ratio('steady', 'dispatch p95 ms')),
    inverse('agent free, 4 and 20 waiting: p50', 80, ratio('few', 'free to INVITE p50 ms')),
    inverse('agent free, 4 and 20 waiting: p95', 100, ratio('few', 'free to INVITE p95 ms')),
    inverse('agent free, 50 and 500 waiting: p50', 80, ratio('many', 'free to INVITE p50 ms')),
    inverse('agent free, 50 and 500 waiting: p95', 100, ratio('many', 'free to INVITE p95 ms')),
    atLeast('highest rate, times app_queue', 0.7, ratio('rate', 'calls/s')),
    atLeast(
      'at 1.25 times the highest rate: completed calls, times those at that rate',
      0.8,
      own(results, 'overload', 'completed, times those at the highest rate'),
    ),
    atMost(
      'agent free with the database at its limit: p95, times that without',
      1.5,
      results.slowDatabase?.p95Ratio.median ?? null,
    ),
    atMost(
      'agent free beside a report over a month: p95, times that without',
      1.5,
      results.monthReport?.p95Ratio.median ?? null,
    ),
    atMost('parallel ring: bridged p50, times app_queue', 1.2, ratio('race', 'bridged p50 ms')),
    atMost('requests per plain call', 6, traffic?.requests ?? null),
    atMost('resident memory of the line with 1,000 waiting, MB', 200, crowd?.residentMb ?? null),
    atMost('longest event-loop delay of the line, ms', 50, loopDelay?.longestMs ?? null),
    atLeast('the core alone, steps per second', 200_000, core === null ? null : median(core.stepsPerSecond)),
  ];
}

/** Callplane's own figure: the median of its rounds. */
function own({ measurements }: Results, caseName: string, figure: string): number | null {
  return compare(measurements, caseName).find((each) => each.figure === figure)?.callplane.median ?? null;
}

function ratioIn({ measurements }: Results): (caseName: string, figure: string) => number | null {
  return (caseName, figure) =>
    compare(measurements, caseName).find((each) => each.figure === figure)?.ratio.median ?? null;
}

function atMost(goal: string, limit: number, figure: number | null): Verdict {
  return { goal, limit: `≤ ${limit}`, figure: shown(figure), isMet: figure !== null && figure <= limit };
}

function atLeast(goal: string, limit: number, figure: number | null): Verdict {
  return { goal, limit: `≥ ${limit}`, figure: shown(figure), isMet: figure !== null && figure >= limit };
}

/** At most one part in `parts` of app_queue's. */
function inverse(goal: string, parts: number, ratio: number | null): Verdict {
  const figure = ratio === null ? null : `1/${plain(1 / ratio)}`;
  return {
    goal: `${goal}, times app_queue`,
    limit: `≤ 1/${parts}`,
    figure,
    isMet: ratio !== null && ratio <= 1 / parts,
  };
}

function shown(figure: number | null): string | null {
  return figure === null ? null : plain(figure);
}
