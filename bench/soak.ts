import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../src/log/create-log.js';
import { openStore } from '../src/store/open-store.js';
import { callerScenario } from './load/caller-scenario.js';
import { newCallers } from './load/callers.js';
import { answeringPhone } from './load/phone-scenario.js';
import { installTools, type Sipp, startSipp } from './load/sipp.js';
import { refuseOwnSettings } from './machine/as-shipped.js';
import { type BenchAsterisk, startBenchAsterisk, stopBenchAsterisk } from './machine/asterisk.js';
import { Callplane } from './machine/callplane.js';
import { compile, describeSource } from './machine/compile.js';
import { writeBetweenMarkers } from './report/markers.js';
import { plain } from './report/numbers.js';
import { JUDGED_FROM_MINUTES, soakDocument, soakFaults, type SoakResult } from './soak/document.js';
import { readSoakOptions, type SoakOptions } from './soak/options.js';
import { existing, type Sample, takeSample } from './soak/sampling.js';
import { compareTotals, type Total } from './soak/totals.js';

const REPOSITORY = resolve(import.meta.dirname, '..');
const FOLDER = join(REPOSITORY, '.callplane/soak');
const DOCUMENT = join(REPOSITORY, 'docs/reliability.md');

const TALK_MS = 100;
const SAMPLES = 360;
const SHORTEST_MS = 2_000;
/** After the last caller was placed, so long until all are served and everything is stored and given back. */
const ENDS_WITHIN_MS = 60_000;
/** An idle bridge goes back to Asterisk after ten seconds. */
const EMPTY_WITHIN_MS = 30_000;

async function main(): Promise<void> {
  const benchmarks = readFileSync(join(REPOSITORY, 'docs/benchmarks.md'), 'utf8');
  const options = readSoakOptions(process.argv.slice(2), benchmarks);
  refuseOwnSettings(process.env, FOLDER);
  installTools();
  mkdirSync(FOLDER, { recursive: true });
  const program = await compile(options.source, FOLDER);
  const source = await describeSource(options.source);
  say(`${source}: ${plain(options.minutes)} minutes at ${plain(options.rate)} calls/s`);
  const asterisk = await startBenchAsterisk();
  try {
    const callplane = await Callplane.start({ asterisk, folder: FOLDER, program, nodeOptions: [] });
    try {
      conclude(await soak(callplane, asterisk, options), source, options);
    } finally {
      await callplane.stop();
    }
  } finally {
    await stopBenchAsterisk();
    rmSync(join(FOLDER, 'data'), { recursive: true, force: true });
  }
}

async function soak(
  callplane: Callplane,
  asterisk: BenchAsterisk,
  options: SoakOptions,
): Promise<SoakResult> {
  await callplane.engage();
  const from = Date.now();
  const { callers, phones, ended } = startLoad(asterisk, options);
  const samples = await sampleWhile(callplane, asterisk, options.minutes * 60_000);
  const end = await Promise.race([ended, sleep(ENDS_WITHIN_MS, null, { ref: false })]);
  if (end === null) callers.drain();
  const served = end ?? (await ended);
  phones.kill();
  const leftOver = await leftOvers(callplane, asterisk);
  await callplane.storedUpToNow();
  const totals = await totalsOf(callplane, { from, to: Date.now() });
  return { minutes: options.minutes, rate: options.rate, callers: served, samples, totals, leftOver };
}

function startLoad(
  { ports }: BenchAsterisk,
  { minutes, rate }: SoakOptions,
): { readonly callers: Sipp; readonly phones: Sipp; readonly ended: Sipp['ended'] } {
  const count = Math.round(minutes * 60 * rate);
  const phones = startSipp({
    name: 'phones',
    folder: FOLDER,
    scenario: answeringPhone(TALK_MS),
    localPort: ports.phones,
    options: ['-mp', '6200', '-l', '5000'],
  });
  const callers = startSipp({
    name: 'callers',
    folder: FOLDER,
    scenario: callerScenario(),
    localPort: ports.callers,
    fields: newCallers('8002', count, 1).fields,
    options: ['-r', String(rate), '-m', String(count), '-l', '5000', '-mp', '6000', `127.0.0.1:${ports.pbx}`],
  });
  return { callers, phones, ended: callers.ended };
}

async function sampleWhile(
  callplane: Callplane,
  asterisk: BenchAsterisk,
  lastsMs: number,
): Promise<readonly Sample[]> {
  const everyMs = Math.max(SHORTEST_MS, lastsMs / SAMPLES);
  const beganAt = Date.now();
  const samples: Sample[] = [];
  for (let at = everyMs; at <= lastsMs; at += everyMs) {
    await sleep(Math.max(0, beganAt + at - Date.now()));
    const sample = await takeSample(callplane, asterisk, Date.now() - beganAt);
    samples.push(sample);
    if (samples.length % 10 === 0) say(described(sample));
  }
  return samples;
}

function described(sample: Sample): string {
  const { lineMemory, lineHeap, lineHandles, booksMemory, loopDelayMs, channels, bridges } = sample;
  return (
    `${plain(sample.atMs / 60_000)} min: line ${plain(lineMemory)} MB (heap ${plain(lineHeap)}), ${lineHandles} handles, ` +
    `books ${plain(booksMemory)} MB, loop delay ${plain(loopDelayMs)} ms, ${channels} channels, ${bridges} bridges`
  );
}

/** What is there although everybody has gone. */
async function leftOvers(callplane: Callplane, asterisk: BenchAsterisk): Promise<readonly string[]> {
  const deadline = Date.now() + EMPTY_WITHIN_MS;
  for (;;) {
    const { channels, bridges } = await existing(asterisk);
    const { calls, waiting, unavailable } = await callplane.liveView();
    const left = [
      `${channels} channels left in Asterisk`,
      `${bridges} bridges left in Asterisk`,
      `${calls} calls left in the live view`,
      `${waiting} callers left waiting in the live view`,
      `${unavailable} agents not available`,
    ].filter((sentence) => !sentence.startsWith('0 '));
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(1_000);
  }
}

async function totalsOf(
  callplane: Callplane,
  period: { readonly from: number; readonly to: number },
): Promise<readonly Total[]> {
  const log = createLog({ level: 'error', shape: 'terminal', destination: process.stderr });
  const store = await openStore({ sqliteFile: callplane.databaseFile, log });
  try {
    return await compareTotals(await callplane.metrics(), store.reader, period);
  } finally {
    await store.close();
  }
}

/** Prints, writes where that was asked for; the exit code is 1 when something is as it must not be. */
function conclude(result: SoakResult, source: string, { isWritten, minutes }: SoakOptions): void {
  const faults = soakFaults(result);
  const text = soakDocument(result);
  say(`\n${text}\n\n${faults.length} faults`);
  for (const fault of faults) say(`- ${fault}`);
  if (minutes < JUDGED_FROM_MINUTES) say(`Growth is judged from ${JUDGED_FROM_MINUTES} minutes on.`);
  const heading = `Made by \`npm run soak -- --write\` on ${source}, ${new Date().toISOString().slice(0, 10)}; ${faults.length} faults.`;
  if (isWritten) writeBetweenMarkers(DOCUMENT, 'soak', `${heading} ${text}`);
  if (faults.length > 0) process.exitCode = 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
