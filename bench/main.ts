import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { measureCrowd, measureTraffic } from './cases/callplane-alone.js';
import { measureCore } from './cases/core-alone.js';
import { highestRate, type RatesHeld } from './cases/highest-rate.js';
import { type Effort, LIVE_CASES, type LiveCase } from './cases/live-cases.js';
import type { Measurement } from './cases/measurement.js';
import { overload } from './cases/overload.js';
import { playRounds, warmUp } from './cases/rounds.js';
import { measureMonthReport } from './cases/month-report.js';
import { measureSlowDatabase } from './cases/slow-database.js';
import { installTools } from './load/sipp.js';
import type { Bench } from './load/run-load.js';
import {
  NotAsShipped,
  refuseOwnSettings,
  refuseWeaker,
  shippedEvidence,
  type ShippedLine,
  shippedSettings,
} from './machine/as-shipped.js';
import { appQueue } from './machine/app-queue.js';
import { consoleCommand, startBenchAsterisk, stopBenchAsterisk } from './machine/asterisk.js';
import { Callplane, type CallplaneParts } from './machine/callplane.js';
import { compile, describeSource, sourcesOf } from './machine/compile.js';
import { waitedForCore } from './machine/processes.js';
import { type Options, readOptions, WrongUsage } from './options.js';
import { type Circumstances, document } from './report/document.js';
import { judge, type Results } from './report/goals.js';

const REPOSITORY = resolve(import.meta.dirname, '..');
const FOLDER = join(REPOSITORY, '.callplane/bench');
const RATES_HELD: RatesHeld = new Map();
const ALL_CASES: readonly LiveCase[] = [...LIVE_CASES, highestRate(RATES_HELD), overload(RATES_HELD)];

const QUICK: Effort = {
  mode: 'quick',
  rounds: 2,
  steadySeconds: 6,
  fewSeconds: 8,
  manySeconds: 22,
  races: 10,
  stepSeconds: 4,
  overloadSeconds: 10,
  stepFactor: 1.2,
  repeats: 0,
};
const FULL: Effort = {
  mode: 'full',
  rounds: 3,
  steadySeconds: 15,
  fewSeconds: 15,
  manySeconds: 30,
  races: 24,
  stepSeconds: 6,
  overloadSeconds: 20,
  stepFactor: 1.08,
  repeats: 2,
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), ALL_CASES);
  refuseOwnSettings(process.env, FOLDER);
  mkdirSync(FOLDER, { recursive: true });
  const beganAt = Date.now();
  const load = loadavg();
  const source = await describeSource(options.source);
  say(`Callplane: ${source}`);
  const core = options.isCoreWanted
    ? await measureCore(await sourcesOf(options.source, FOLDER), options.effort)
    : null;
  const { isAloneWanted, isSlowDatabaseWanted, isMonthReportWanted } = options;
  const isLive = options.cases.length > 0 || isAloneWanted || isSlowDatabaseWanted || isMonthReportWanted;
  const { results, asterisk, shipped } = isLive ? await measureLive(options) : NOTHING_LIVE;
  conclude({ ...results, core }, options, {
    source,
    mode: options.effort,
    date: new Date(beganAt).toISOString().slice(0, 10),
    asterisk,
    load,
    minutes: (Date.now() - beganAt) / 60_000,
    settings: shippedSettings(),
    shipped,
  });
}

/** What is measured on a running Asterisk, and on which. */
interface Live {
  readonly results: Omit<Results, 'core'>;
  readonly asterisk: string | null;
  readonly shipped: readonly ShippedLine[];
}

const NOTHING_LIVE: Live = {
  results: {
    measurements: [],
    traffic: null,
    crowd: null,
    slowDatabase: null,
    monthReport: null,
    loopDelay: null,
    lineWaitedSeconds: null,
  },
  asterisk: null,
  shipped: [],
};

async function measureLive(options: Options): Promise<Live> {
  installTools();
  const program = await compile(options.source, FOLDER);
  const asterisk = await startBenchAsterisk();
  const parts = { asterisk, folder: FOLDER, program, nodeOptions: options.nodeOptions };
  try {
    const { results, shipped } = await measureAsShipped(parts, options);
    const slowDatabase = options.isSlowDatabaseWanted
      ? await measureSlowDatabase(parts, effortOf(options), say)
      : null;
    const monthReport = options.isMonthReportWanted
      ? await measureMonthReport(parts, effortOf(options), say)
      : null;
    const version = (await consoleCommand('core show version')).trim().split(' ').slice(0, 2).join(' ');
    return { results: { ...results, slowDatabase, monthReport }, asterisk: version, shipped };
  } finally {
    await stopBenchAsterisk();
    rmSync(join(FOLDER, 'wire.pcap'), { force: true });
  }
}

/** Everything but what needs other settings than those that are shipped. */
async function measureAsShipped(
  parts: CallplaneParts,
  options: Options,
): Promise<{
  readonly results: Omit<Results, 'core' | 'slowDatabase' | 'monthReport'>;
  readonly shipped: readonly ShippedLine[];
}> {
  const offered = { app_queue: 0, Callplane: 0 };
  const callplane = await Callplane.start(parts);
  try {
    const bench: Bench = {
      asterisk: parts.asterisk,
      folder: parts.folder,
      callplanePids: () => callplane.pids(),
      played: (name, calls) => (offered[name] += calls),
    };
    const measured = await measure(bench, callplane, options);
    const shipped = await shippedEvidence(callplane, offered.Callplane);
    const lineWaitedSeconds = waitedForCore(callplane.linePid());
    await callplane.stop();
    return { results: { ...measured, loopDelay: callplane.loopDelay(), lineWaitedSeconds }, shipped };
  } finally {
    await callplane.stop();
  }
}

async function measure(
  bench: Bench,
  callplane: Callplane,
  options: Options,
): Promise<Omit<Results, 'core' | 'loopDelay' | 'lineWaitedSeconds' | 'slowDatabase' | 'monthReport'>> {
  const effort = effortOf(options);
  const contenders = [appQueue, callplane];
  const cases = ALL_CASES.filter(({ name }) => options.cases.includes(name));
  await warmUp(bench, contenders);
  const measurements: Measurement[] = await playRounds(bench, contenders, cases, effort, say);
  if (!options.isAloneWanted) return { measurements, traffic: null, crowd: null };
  await callplane.engage();
  const traffic = await measureTraffic(bench, callplane, effort.steadySeconds);
  const crowd = await measureCrowd(bench, callplane);
  await callplane.release();
  return { measurements, traffic, crowd };
}

function effortOf({ effort }: Options): Effort {
  return effort === 'quick' ? QUICK : FULL;
}

/** Prints, writes, and sets the exit code: 1 when a goal is missed; throws when the comparison does not count. */
function conclude(results: Results, options: Options, about: Circumstances): void {
  const text = document(results, ALL_CASES, about);
  writeFileSync(join(FOLDER, 'results.json'), JSON.stringify({ results, about }, null, 2));
  refuseWeaker(about.shipped);
  say(`\n${text}`);
  if (options.report !== null) writeFileSync(resolve(REPOSITORY, options.report), `${text}\n`);
  if (judge(results).some(({ figure, isMet }) => figure !== null && !isMet)) process.exitCode = 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Exit codes besides 0 and 1: 2 for wrong usage, 3 when Callplane is not as shipped. */
try {
  await main();
} catch (error) {
  if (!(error instanceof WrongUsage || error instanceof NotAsShipped)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof WrongUsage ? 2 : 3;
}
