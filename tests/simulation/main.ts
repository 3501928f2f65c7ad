import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { makeDay } from './day.js';
import { faultTable, faultsNeverPutIn } from './fault-table.js';
import { shorten } from './shortening.js';
import { CALLS_A_DAY, simulate } from './simulate.js';
import { traceOf } from './trace.js';

/** Runs that may be spent on making a failing day shorter. */
const ATTEMPTS = 400;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    day: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

process.exitCode = values.day === undefined ? await many() : one(Number(values.day));

async function many(): Promise<number> {
  const [seed, calls] = [Number(values.seed), Number(values.calls)];
  const since = performance.now();
  const summary = await simulate(seed, calls, Number(values.workers));
  const seconds = (performance.now() - since) / 1000;
  console.log(`${faultTable(summary.faults)}\n`);
  console.log(
    `${summary.calls} calls, ${summary.steps} steps, every invariant after each of them, ${seconds.toFixed(1)} s ` +
      `(days ${seed} to ${seed + Math.ceil(calls / CALLS_A_DAY) - 1}, commit ${commit()})`,
  );
  const never = faultsNeverPutIn(summary.faults);
  if (never.length > 0) console.log(`never put in: ${never.join(', ')}`);
  for (const failed of summary.failed) console.error(`day ${failed.seed}: ${failed.error}`);
  const [first] = summary.failed;
  return first === undefined ? 0 : one(first.seed);
}

/** What the figures were made on. */
function commit(): string {
  const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');
}

/** Runs one day; a failing one is made as short as it gets and told. */
function one(seed: number): number {
  const day = makeDay(seed, CALLS_A_DAY);
  const failure = shorten(day, ATTEMPTS);
  console.log(failure === null ? `day ${seed} passes` : traceOf(day, failure));
  return failure === null ? 0 : 1;
}
