import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { addCounts, type FaultCounts } from '../support/model/fault-tally.js';
import { makeDay } from './day.js';
import { runDay } from './run-day.js';

/** So many calls make a day. */
export const CALLS_A_DAY = 40;
/** One day of so many is recorded and replayed: it costs memory and time. */
const REPLAYED = 8;

/** Which days of a simulation one worker runs: every `workers`th, from `first` on. */
export interface Share {
  readonly seed: number;
  readonly days: number;
  readonly first: number;
  readonly workers: number;
}

export interface FailedDay {
  readonly seed: number;
  readonly error: string;
}

export interface Summary {
  readonly calls: number;
  readonly steps: number;
  /** What was done to the core. */
  readonly faults: FaultCounts;
  /** The first few days that went wrong. */
  readonly failed: readonly FailedDay[];
}

const NOTHING: Summary = { calls: 0, steps: 0, faults: {}, failed: [] };

/** More failures than these tell nothing new. */
const FAILURES_TOLD = 3;

/** Runs at least `calls` calls on days with the seeds `seed`, `seed + 1` …, spread over the processors. */
export async function simulate(
  seed: number,
  calls: number,
  workers = availableParallelism(),
): Promise<Summary> {
  const days = Math.ceil(calls / CALLS_A_DAY);
  const shares = Array.from({ length: Math.min(workers, days) }, (_, first) => ({
    seed,
    days,
    first,
    workers,
  }));
  const summaries = await Promise.all(shares.map(inWorker));
  return summaries.reduce(add, NOTHING);
}

/** Runs the days of one share, here and now. */
export function runShare({ seed, days, first, workers }: Share): Summary {
  let summary = NOTHING;
  for (let index = first; index < days && summary.failed.length < FAILURES_TOLD; index += workers) {
    const daySeed = seed + index;
    const remembers = index % REPLAYED === 0 ? 'everything' : 'nothing';
    const result = runDay(makeDay(daySeed, CALLS_A_DAY), { remembers });
    summary = add(
      summary,
      'error' in result
        ? { ...NOTHING, failed: [{ seed: daySeed, error: result.error.message }] }
        : { calls: result.calls, steps: result.steps, faults: result.faults, failed: [] },
    );
  }
  return summary;
}

function add(a: Summary, b: Summary): Summary {
  return {
    calls: a.calls + b.calls,
    steps: a.steps + b.steps,
    faults: addCounts(a.faults, b.faults),
    failed: [...a.failed, ...b.failed],
  };
}

/** In a process of its own; its answer is the one message that it sends. */
function inWorker(share: Share): Promise<Summary> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [JSON.stringify(share)], {
      execArgv: ['--import', 'tsx'],
    });
    worker.once('message', (summary) => resolve(summary as Summary));
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`a worker of the simulator ended with code ${code ?? 'none'}`)),
    );
  });
}
