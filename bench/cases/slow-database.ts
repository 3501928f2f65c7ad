import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, startServers } from '../../tests/store/databases.js';
import { answeringPhone } from '../load/phone-scenario.js';
import { type Bench, runLoad } from '../load/run-load.js';
import { Callplane, type CallplaneParts } from '../machine/callplane.js';
import { Valve } from '../machine/valve.js';
import { plain } from '../report/numbers.js';
import { spread, type Spread } from '../report/comparison.js';
import { freedTimes } from '../wire/intervals.js';
import { quantiles, type Quantiles } from '../wire/quantiles.js';
import { crowd, type Effort } from './live-cases.js';

/** A tenth of what these calls make the books write. */
const LIMIT_BYTES_PER_SECOND = 2_000;
const CAUGHT_UP_WITHIN_MS = 120_000;
const LAG = 'callplane_database_lag_seconds';
const RAMP_SECONDS = 2;

/** Agent free to the next INVITE, with one state of the database. */
export interface WithDatabase {
  readonly database: 'free' | 'at its limit';
  readonly round: number;
  readonly times: Quantiles;
  /** How far the books were behind at the end. */
  readonly lagSeconds: number;
}

/** The same load with a database that keeps up and with one that does not, side by side. */
export interface SlowDatabase {
  readonly runs: readonly WithDatabase[];
  /** At its limit, divided by free, of the same round. */
  readonly p50Ratio: Spread;
  readonly p95Ratio: Spread;
}

/**
 * Measures one Callplane on a real MariaDB behind a valve, in rounds: 4 agents, 20 waiting, once with the valve open and
 * once with so little passing that the books fall behind. Who begins changes from round to round.
 */
export async function measureSlowDatabase(
  parts: CallplaneParts,
  effort: Effort,
  say: (text: string) => void,
): Promise<SlowDatabase> {
  const servers = await startServers('bench', 'mariadb');
  const folder = join(parts.folder, 'slow-database');
  mkdirSync(folder, { recursive: true });
  let valve: Valve | null = null;
  let callplane: Callplane | null = null;
  try {
    const database = new URL(await freshDatabase(servers.url('mariadb')));
    valve = await Valve.open({ host: database.hostname, port: Number(database.port) });
    database.host = `127.0.0.1:${valve.port}`;
    callplane = await Callplane.start({ ...parts, folder, databaseUrl: database.href });
    await callplane.engage();
    return await playRounds({ ...parts, folder }, callplane, valve, effort, say);
  } finally {
    valve?.limit(null);
    await callplane?.stop();
    valve?.close();
    await servers.stop();
  }
}

async function playRounds(
  { asterisk, folder }: CallplaneParts,
  callplane: Callplane,
  valve: Valve,
  effort: Effort,
  say: (text: string) => void,
): Promise<SlowDatabase> {
  const bench: Bench = { asterisk, folder, callplanePids: () => callplane.pids(), played: () => undefined };
  const play = async (database: WithDatabase['database'], round: number): Promise<WithDatabase> => {
    valve.limit(database === 'free' ? null : LIMIT_BYTES_PER_SECOND);
    const times = await freed(bench, callplane, effort);
    const run = { database, round, times: quantiles(times), lagSeconds: await lag(callplane) };
    valve.limit(null);
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
    const order = ['free', 'at its limit'] as const;
    for (const database of round % 2 === 1 ? order : [...order].reverse())
      runs.push(await play(database, round));
  }
  return { runs, p50Ratio: ratios(runs, 'p50'), p95Ratio: ratios(runs, 'p95') };
}

async function freed(bench: Bench, callplane: Callplane, effort: Effort): Promise<number[]> {
  const talk = { fromMs: 300, toMs: 900 };
  const load = crowd('few', answeringPhone(talk), 4 + 20, effort.fewSeconds);
  const { messages } = await runLoad(bench, callplane, load);
  const fromUs = (messages[0]?.atUs ?? 0) + RAMP_SECONDS * 1e6;
  return freedTimes(messages, { fromUs, toUs: Infinity });
}

function ratios(runs: readonly WithDatabase[], quantile: 'p50' | 'p95'): Spread {
  const of = (database: WithDatabase['database'], round: number): number =>
    runs.find((run) => run.database === database && run.round === round)?.times[quantile] ?? NaN;
  const rounds = [...new Set(runs.map(({ round }) => round))];
  return spread(rounds.map((round) => of('at its limit', round) / of('free', round)));
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
