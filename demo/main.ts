import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Log } from '../src/ports/log.js';
import { openStore } from '../src/store/open-store.js';
import { type AsteriskSet, startAsterisk, stopAsterisk } from '../tests/support/asterisk/instances.js';
import { Callplane } from '../tests/support/callplane/callplane.js';
import { callplaneProgram } from '../tests/support/callplane/program.js';
import { FarEnd } from '../tests/support/far-end/far-end.js';
import { type DemoArguments, readArguments, USAGE } from './arguments.js';
import { compare, renderComparison, type StoredDay, verdictOf } from './comparison.js';
import { DAY_MS, type DemoAgent, type DemoDay, planDay } from './day.js';
import { playCaller, playMoods, tallyOf } from './far-side.js';
import { Interruption } from './interruption.js';
import { type LiveNow, Picture } from './picture.js';
import { nightlyMail, openerIn, openPage, pageOf } from './nightly-mail.js';
import { howToCallIn } from './softphone.js';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '..');
const SET = 'demo';
const PAGE = join(REPOSITORY, '.callplane/nightly-mail.html');
/** Longest that the last callers take after the last one has called. */
const TAIL_MS = 75_000;
const LOOK_EVERY_MS = 400;
/** A little slower than by itself: people hear these words for the first time. */
const SPEECH = 'espeak-ng -v {voice} -s 155 -w {file} --stdin';
/** As a shell reports a command that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

const silent: Log = { error: noLine, warn: noLine, info: noLine, debug: noLine, with: () => silent };
function noLine(): void {
  return undefined;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Noon is near wherever this runs, so that the day's report does not end at midnight in the middle of it. */
function zoneAroundNoon(now: Date): string {
  const offset = 12 - now.getUTCHours();
  if (offset === 0) return 'Etc/GMT';
  return offset > 0 ? `Etc/GMT-${offset}` : `Etc/GMT+${-offset}`;
}

function writeRouting(folder: string, zone: string): string {
  const path = join(folder, 'demo.yml');
  const text = readFileSync(join(REPOSITORY, 'examples/demo.yml'), 'utf8');
  writeFileSync(path, text.replace(/^( {2}timezone:).*$/m, `$1 ${zone}`));
  return path;
}

async function askAs(callplane: Callplane, agent: DemoAgent): Promise<void> {
  const begin = Date.now();
  for (const { atMs, ask } of agent.asks) {
    await pause(Math.max(0, begin + atMs - Date.now()));
    const body =
      ask.ask === 'pause'
        ? { reason: ask.reason }
        : ask.ask === 'extend-wrap-up'
          ? { seconds: ask.byMs / 1000 }
          : {};
    // Ending a wrap-up that has just ended by itself is refused; the day goes on.
    await callplane.api('POST', `/api/agents/${agent.agent}/${ask.ask}`, body).catch(noLine);
  }
}

async function look(callplane: Callplane): Promise<LiveNow> {
  const [agents, queues, calls] = await Promise.all([
    callplane.api<{ items: LiveNow['agents'] }>('GET', '/api/agents'),
    callplane.api<{ items: LiveNow['queues'] }>('GET', '/api/queues'),
    callplane.api<{ items: LiveNow['calls'] }>('GET', '/api/calls'),
  ]);
  return { agents: agents.items, queues: queues.items, calls: calls.items };
}

/** Plays the day while it is drawn; over when the last call is. */
async function playDay(day: DemoDay, far: FarEnd, callplane: Callplane): Promise<void> {
  for (const { agent, phone, moods } of day.agents) {
    far.phones.setUp(phone, moods[0]?.behaviour ?? { kind: 'never-answers' }, null);
    await callplane.api('POST', `/api/agents/${agent}/sign-in`, {});
  }
  const begin = Date.now();
  const players = Promise.all([
    ...day.callers.map((caller) => playCaller(far, caller)),
    ...day.agents.flatMap((agent) => [playMoods(far, agent), askAs(callplane, agent)]),
  ]);
  const course = { isPlaying: true };
  const played = players.finally(() => (course.isPlaying = false));
  await Promise.all([played, draw(callplane, begin, course)]);
}

/** Draws until everybody has played and the last call is over. */
async function draw(
  callplane: Callplane,
  begin: number,
  course: { readonly isPlaying: boolean },
): Promise<void> {
  const picture = new Picture(process.stdout, 10_000);
  while (Date.now() - begin < DAY_MS + TAIL_MS) {
    const now = await look(callplane);
    picture.show(now, Date.now() - begin, DAY_MS);
    if (!course.isPlaying && now.calls.length === 0) break;
    await pause(LOOK_EVERY_MS);
  }
}

/** The books are a moment behind; they have the whole day when every call is over in the database too. */
async function readDay(dataFolder: string, calls: number, fromAt: number): Promise<StoredDay> {
  const store = await openStore({ sqliteFile: join(dataFolder, 'callplane.sqlite'), log: silent });
  const period = { from: fromAt, to: Date.now() + 1 };
  try {
    for (let tries = 0; tries < 50; tries++) {
      const open = await store.reader.openCalls(period);
      const ended = await store.reader.calls(period);
      if (open.length === 0 && ended.length >= calls) break;
      await pause(100);
    }
    const ended = await store.reader.calls(period);
    const events = await Promise.all(ended.map(({ call }) => store.reader.callEvents(call)));
    return { calls: ended, conversations: await store.reader.conversations(period), events: events.flat() };
  } finally {
    await store.close();
  }
}

async function report(callplane: Callplane, ...words: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [...callplaneProgram(), 'report', ...words], {
    cwd: REPOSITORY,
    env: { ...process.env, ...callplane.environment },
  });
  return stdout;
}

/** The nightly mail of the day as a page, opened where somebody sits at a desktop. */
async function showMail(dataFolder: string, zone: string): Promise<void> {
  const store = await openStore({ sqliteFile: join(dataFolder, 'callplane.sqlite'), log: silent });
  try {
    const mail = await nightlyMail(store.reader, { zone, now: Date.now() });
    mkdirSync(dirname(PAGE), { recursive: true });
    writeFileSync(PAGE, pageOf(mail));
  } finally {
    await store.close();
  }
  const address = pathToFileURL(PAGE).href;
  say(`\nThe day as its nightly mail shows it: ${address}`);
  const opener = openerIn(process.env);
  if (opener === null) return;
  await openPage(opener, address).catch((error: unknown) => {
    say(`${opener} could not open it: ${error instanceof Error ? error.message : String(error)}`);
  });
}

async function runDay(
  options: DemoArguments,
  set: AsteriskSet,
  folder: string,
  interruption: Interruption,
): Promise<number> {
  const dataFolder = join(folder, 'data');
  const zone = zoneAroundNoon(new Date());
  const routing = writeRouting(folder, zone);
  const callplane = await Callplane.start({
    pbx: set.pbx,
    routing,
    dataFolder,
    environment: { CALLPLANE_SPEECH: SPEECH },
  });
  const far = await FarEnd.connect(set.far, `demo${process.pid}`);
  try {
    const day = planDay(options.seed);
    const fromAt = Date.now();
    say(`The day begins: ${day.callers.length} callers, ${day.agents.length} agents, seed ${options.seed}.`);
    await interruption.before(playDay(day, far, callplane));
    const tally = tallyOf(far, day.callers);
    const stored = await readDay(dataFolder, tally.calls, fromAt);
    say(await report(callplane, 'daily'));
    const rows = compare(tally, stored, day.agents);
    const { text, exitCode } = verdictOf(rows);
    say('What the far end counted for itself, beside what Callplane stored:\n');
    say(`${renderComparison(rows)}\n\n${text}`);
    await showMail(dataFolder, zone);
    if (options.keep) await keepRunning(set, callplane, interruption);
    return exitCode;
  } finally {
    far.close();
    await callplane.stop();
  }
}

async function keepRunning(
  set: AsteriskSet,
  callplane: Callplane,
  interruption: Interruption,
): Promise<void> {
  say(howToCallIn(set, callplane));
  await interruption.asked;
}

async function main(): Promise<number> {
  let options: DemoArguments;
  try {
    options = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
  const interruption = new Interruption(process);
  const folder = mkdtempSync(join(tmpdir(), 'callplane-demo-'));
  say('Starting two Asterisk instances: the company and the outside world.');
  try {
    const set = await startAsterisk({ set: SET, phones: 12 });
    return await runDay(options, set, folder, interruption);
  } catch (error) {
    // Ctrl-C reaches whatever runs at the terminal: what fails then fails because of it.
    if (!interruption.isThere) throw error;
    say('\nBroken off.');
    return EXIT_INTERRUPTED;
  } finally {
    await stopAsterisk(SET);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Callers who would still call keep the process alive after an interruption.
process.exit(await main());
