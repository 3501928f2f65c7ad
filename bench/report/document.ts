import { cpus, totalmem } from 'node:os';
import type { BesideDatabase } from '../cases/beside-database.js';
import { STEADY_RATE, type LiveCase } from '../cases/live-cases.js';
import type { ShippedLine } from '../machine/as-shipped.js';
import { compare, type Spread } from './comparison.js';
import { coreSection } from './core-section.js';
import { judge, type Results } from './goals.js';
import { plain, table } from './numbers.js';

/** What stands above the figures. */
export interface Circumstances {
  readonly source: string;
  readonly mode: string;
  readonly date: string;
  /** Its version; null: none was needed. */
  readonly asterisk: string | null;
  /** Load averages (1, 5, 15 minutes) before the first run. */
  readonly load: readonly number[];
  readonly minutes: number;
  readonly settings: readonly string[];
  readonly shipped: readonly ShippedLine[];
}

/** The whole report in Markdown. */
export function document(results: Results, cases: readonly LiveCase[], about: Circumstances): string {
  return [
    heading(about),
    ['## Goals', '', goals(results)].join('\n'),
    ...cases.flatMap((each) => section(results, each) ?? []),
    ...(results.lineWaitedSeconds === null ? [] : [alone(results, results.lineWaitedSeconds)]),
    ...besideDatabase(SLOW_DATABASE, results.slowDatabase),
    ...besideDatabase(MONTH_REPORT, results.monthReport),
    ...(results.core === null ? [] : [coreSection(results.core)]),
    ...(results.lineWaitedSeconds === null ? [] : [shippedSection(about), METHOD]),
  ].join('\n\n');
}

function heading(about: Circumstances): string {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const machine = `${cpus().length} cores (${processor}), ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `# Benchmarks: Callplane beside app_queue on one Asterisk

Written by \`npm run bench\` (${about.mode}, ${Math.round(about.minutes)} minutes) on ${about.date}, ${about.source}, ${about.asterisk ?? 'no Asterisk'},
Node ${process.version}, ${machine}; load average before the first run ${about.load.map((each) => each.toFixed(2)).join(', ')}.
Everything, callers and phones included, shares these cores: absolute figures are this machine's, the ratios count.`;
}

function goals(results: Results): string {
  const rows = judge(results).map(({ goal, limit, figure, isMet }) => [
    goal,
    limit,
    figure ?? 'not measured',
    figure === null ? '-' : isMet ? 'met' : '**missed**',
  ]);
  return table(['Goal', 'Limit', 'Figure', ''], rows);
}

function section(results: Results, { name, title }: LiveCase): string | null {
  const rounds = results.measurements.filter((each) => each.case === name);
  if (rounds.length === 0) return null;
  const rows = compare(results.measurements, name).map(({ figure, appQueue, callplane, ratio }) => [
    figure,
    spread(appQueue),
    spread(callplane),
    spread(ratio),
  ]);
  const samples = rounds.map((each) => `${each.contender} ${each.samples}`).join(', ');
  const failed = rounds.reduce((sum, each) => sum + each.failed, 0);
  const noise = rounds.map(({ foreignPercent }) => Math.round(foreignPercent)).join(', ');
  return [
    `## ${upperFirst(title)}`,
    '',
    table(['', 'app_queue', 'Callplane', 'Callplane / app_queue'], rows),
    '',
    `Median of the rounds (least..most). Samples by round: ${samples}. Failed calls: ${failed}.`,
    `Noise (other programs, % of a core) by round: ${noise}.`,
  ].join('\n');
}

function alone({ traffic, crowd, loopDelay }: Results, lineWaitedSeconds: number): string {
  const lines = ['## Callplane alone', ''];
  if (traffic !== null) {
    lines.push(
      `One plain call (queue, no menu) at ${STEADY_RATE} calls/s, counted on the wire over ${traffic.calls} calls:`,
      `${plain(traffic.requests)} requests and ${plain(traffic.eventBytes)} bytes of events.`,
      '',
      table(
        ['Request', 'per call'],
        traffic.byRequest.map(([name, count]) => [`\`${name}\``, plain(count)]),
      ),
      '',
    );
  }
  if (crowd !== null) {
    lines.push(
      `The line with ${crowd.waiting} callers waiting to music: ${plain(crowd.residentMb)} MB resident memory.`,
    );
  }
  const told = (delay: number | undefined): string =>
    delay === undefined ? 'not told' : `${plain(delay)} ms`;
  lines.push(
    '',
    `Longest event-loop delay of the line over the whole run: ${told(loopDelay?.longestMs)}. Its main thread stood ready and waited`,
    `for a core for ${plain(lineWaitedSeconds)} s of that run, which counts as delay, too; the longest delay less such waits, that is`,
    `by its own work: ${told(loopDelay?.longestAtWorkMs)}.`,
  );
  return lines.join('\n');
}

const SLOW_DATABASE = [
  '## Agent free to INVITE of the next caller, with the database at its limit',
  '',
  'One Callplane on MariaDB, 4 agents who talk 0.3 to 0.9 s, 20 waiting; "at its limit" so little reaches the database that',
  'the books fall behind for as long as the run lasts.',
];
const MONTH_REPORT = [
  '## Agent free to INVITE of the next caller, beside a report over a month',
  '',
  'The same with a month of 100,000 calls in the database; beside it `callplane report run` reads all facts of that month, again and again.',
];

function besideDatabase(about: readonly string[], measured: BesideDatabase | null): readonly string[] {
  if (measured === null) return [];
  const rows = measured.runs.map(({ round, database, times, lagSeconds }) => [
    String(round),
    database,
    plain(times.p50),
    plain(times.p95),
    String(times.count),
    plain(lagSeconds),
  ]);
  return [
    [
      ...about,
      '',
      table(['Round', 'Database', 'p50 ms', 'p95 ms', 'Samples', 'Books behind at the end, s'], rows),
      '',
      `With it / without it, of the same round: p50 ${spread(measured.p50Ratio)}, p95 ${spread(measured.p95Ratio)}.`,
    ].join('\n'),
  ];
}

function shippedSection({ settings, shipped }: Circumstances): string {
  const rows = shipped.map(({ what, setting, seen }) => [what, setting, seen]);
  return [
    '## Callplane as shipped',
    '',
    `Started as its real processes by \`callplane start\` with no setting of its own: ${settings.join('; ')}.`,
    'What it kept of the calls that were played to it:',
    '',
    table(['', 'Setting', 'Seen'], rows),
  ].join('\n');
}

function spread({ median, least, most }: Spread): string {
  if (!Number.isFinite(median)) return '-';
  return least === most ? plain(median) : `${plain(median)} (${plain(least)}..${plain(most)})`;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const METHOD = `## Method

SIPp plays every caller and every phone; one private Asterisk serves both sides in turn with the same phones and the
same load, in interleaved rounds. While Callplane is measured app_queue is not loaded; while app_queue is measured
Callplane's agents are signed out. Both answer callers at once and play the same music, except in the parallel ring,
where the caller hears ringing and is answered when an agent answers, so that his 200 OK marks the connection.

The observer is a packet capture on loopback: the caller's number travels into the agent's INVITE, so each caller is
paired with his agent by the kernel's time stamps; no interval comes from a program's own log. CPU is user and system
time from /proc of Asterisk and of all of Callplane's processes. The yardstick is SIPp's CPU per call: its work is the
same in every case, so where it differs the machine changed its speed. A run waits for a quiet machine and is repeated
when other programs disturbed it; what remains is printed as noise. A capture that lost a packet ends the benchmark.
The highest rate is the highest at which every caller reached an agent, 95 % of them within a second, and every call
ended in order, for the length of a step; a rate counts as failed when it fails twice. Above it, a call counts as
complete when an agent had answered it and the caller was hung up on before the last caller came.`;
