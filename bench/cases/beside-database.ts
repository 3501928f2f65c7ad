import { setTimeout as sleep } from 'node:timers/promises';
import { answeringPhone } from '../load/phone-scenario.js';
import { type Bench, runLoad } from '../load/run-load.js';
import type { Callplane, CallplaneParts } from '../machine/callplane.js';
import { plain } from '../report/numbers.js';
import { spread, type Spread } from '../report/comparison.js';
import { freedTimes } from '../wire/intervals.js';
import { quantiles, type Quantiles } from '../wire/quantiles.js';
import { crowd, type Effort } from './live-cases.js';

const CAUGHT_UP_WITHIN_MS = 120_000;
const LAG = 'callplane_database_lag_seconds';
const RAMP_SECONDS = 2;

/** Something that happens to the database, or not. */
export interface Disturbance {
  /** What the database is called without it, and with it. */
  readonly free: string;
  readonly disturbed: string;
  begin(): void;
  end(): Promise<void>;
}

/** Agent free to the next INVITE, with one state of the database. */
export interface WithDatabase {
  readonly database: string;
  readonly round: number;
  readonly times: Quantiles;
  /** How far the books were behind at the end. */
  readonly lagSeconds: number;
}

/** The same load with and without the disturbance, side by side. */
export interface BesideDatabase {
  readonly runs: readonly WithDatabase[];
  /** With it, divided by without it, of the same round. */
  readonly p50Ratio: Spread;
  readonly p95Ratio: Spread;
}

/** In rounds: 4 agents, 20 waiting, once without the disturbance and once with it. Who begins changes from round to round. */
export async function besideDatabase(
  { asterisk, folder }: CallplaneParts,
  callplane: Callplane,
  disturbance: Disturbance,
  effort: Effort,
  say: (text: string) => void,
): Promise<BesideDatabase> {
  const bench: Bench = { asterisk, folder, callplanePids: () => callplane.pids(), played: () => undefined };
  const { free, disturbed } = disturbance;
  const play = async (database: string, round: number): Promise<WithDatabase> => {
    if (database === disturbed) disturbance.begin();
    const times = await freed(bench, callplane, effort);
    const run = { database, round, times: quantiles(times), lagSeconds: await lag(callplane) };
    if (database === disturbed) await disturbance.end();
    await caughtUp(callplane);
    const { count, p50, p95 } = run.times;
    say(
      `round ${round}, database ${database}: free to INVITE p50 ${plain(p50)} ms, p95 ${plain(p95)} ms ` +
        `(${count} samples), books ${plain(run.lagSeconds)} s behind`,
    );
    return run;
  };
  // The compiler of Node has seen such calls before anything counts.
  await freed(bench, callplane, effort);
  const runs: WithDatabase[] = [];
  for (let round = 1; round <= effort.rounds; round += 1) {
    const order = [free, disturbed];
    for (const database of round % 2 === 1 ? order : order.reverse()) runs.push(await play(database, round));
  }
  return { runs, p50Ratio: ratios(runs, 'p50', disturbance), p95Ratio: ratios(runs, 'p95', disturbance) };
}

async function freed(bench: Bench, callplane: Callplane, effort: Effort): Promise<number[]> {
  const talk = { fromMs: 300, toMs: 900 };
  const load = crowd('few', answeringPhone(talk), 4 + 20, effort.fewSeconds);
  const { messages } = await runLoad(bench, callplane, load);
  const fromUs = (messages[0]?.atUs ?? 0) + RAMP_SECONDS * 1e6;
  return freedTimes(messages, { fromUs, toUs: Infinity });
}

function ratios(
  runs: readonly WithDatabase[],
  quantile: 'p50' | 'p95',
  { free, disturbed }: Disturbance,
): Spread {
  const of = (database: string, round: number): number =>
    runs.find((run) => run.database === database && run.round === round)?.times[quantile] ?? NaN;
  const rounds = [...new Set(runs.map(({ round }) => round))];
  return spread(rounds.map((round) => of(disturbed, round) / of(free, round)));
}

async function lag(callplane: Callplane): Promise<number> {
  return (await callplane.metrics()).get(LAG) ?? NaN;
}

/** The books have stored everything again. */
async function caughtUp(callplane: Callplane): Promise<void> {
  const deadline = Date.now() + CAUGHT_UP_WITHIN_MS;
  while ((await lag(callplane)) > 1) {
    if (Date.now() > deadline) throw new Error('the books do not catch up after the database is free again');
    await sleep(250);
  }
}
