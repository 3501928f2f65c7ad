import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ClockWatch } from './app/clock-watch.js';
import { failedStepsFile } from './app/failed-steps-file.js';
import { Line, type WakeTimer } from './app/line.js';
import { watchLoopDelay } from './app/loop-delay.js';
import { type LineHealth, lineOperations } from './app/operations.js';
import { PlanKeeper, type ReadPlan } from './app/plan-keeper.js';
import { type Recovered, recoverState } from './app/recovery.js';
import { runClock } from './app/run-clock.js';
import type { StartSettings } from './app/settings.js';
import { type AriTelephony, createAriTelephony } from './ari/telephony.js';
import type { LeaderGate, Needs } from './ari/options.js';
import type { Plan } from './core/plan.js';
import type { Signal } from './core/signal.js';
import type { State } from './core/step.js';
import { createHttp } from './http/create-http.js';
import { type OpenDoor, serve } from './http/serve.js';
import { openJournalReader, openJournalWriter } from './journal/open-journal.js';
import type { JournalWriter } from './ports/journal.js';
import type { LiveOperations } from './ports/live.js';
import type { Log } from './ports/log.js';
import { type TelephonyState, TelephonyUnavailable } from './ports/telephony.js';
import { readRoutingPlan } from './main-plan.js';
import { readRoutingPlanAside } from './main-plan-aside.js';

const CLOCK_LOOK_MS = 1_000;

/** The line, running. */
export interface RunningLine {
  readonly operations: LiveOperations;
  readonly httpPort: number;
  /** What the books have stored: older journal segments may go. */
  release(sequence: number): void;
  /** Whether facts are being stored: without the books readiness is degraded. */
  booksAre(state: 'up' | 'away'): void;
  /** Whether the books can use their database: without it readiness is degraded too. */
  databaseIs(state: 'open' | 'away'): void;
  /** Asterisk goes on with the calls; everything is written; the next start goes on from here. */
  stop(): Promise<void>;
}

/** What a line gets that has followed another before it leads. */
export interface Lead {
  readonly journal: JournalWriter;
  readonly state: State;
  readonly hadSnapshot: boolean;
  /** Records that could not be replayed and were left out. */
  readonly failed: Recovered['failed'];
  /** Signals, deadlines and requests pass here; after a freeze they wait until it is sure who leads. */
  readonly pass: (work: () => void) => void;
  readonly leader: LeaderGate;
  readonly streamIs: (state: TelephonyState) => void;
  readonly showDoor: (app: RequestListener) => OpenDoor;
  /** Whether the other installation has what this one knows. */
  readonly standby: () => 'follows' | 'away';
  readonly handOver: LiveOperations['handOver'];
}

/** The routing file has faults, so there is nothing to start with. */
export class RoutingRefused extends Error {
  override readonly name = 'RoutingRefused';
}

/**
 * Builds the line in order and starts it: journal, plan, state, Asterisk, front door. Throws what stopped it, after
 * closing what was open. Without Asterisk it starts all the same, says so, and tries on.
 */
export async function startLine(
  settings: StartSettings,
  log: Log,
  lead: Lead | null = null,
): Promise<RunningLine> {
  const plan = await firstPlan(settings);
  const folder = join(settings.data, 'journal');
  const journal = lead?.journal ?? (await openJournalWriter(journalOptions(settings, folder, log)));
  const { state, hadSnapshot, failed } = lead ?? (await recovered(folder, log));
  const keepFailed = failedStepsFile(join(settings.data, 'failed-steps.jsonl'), log);
  for (const step of failed) keepFailed(step);
  const pass = lead?.pass ?? ((work: () => void) => work());
  const telephony = createTelephony(settings, () => line.state, log, lead?.leader);
  const clock = runClock(
    () => Date.now(),
    () => performance.now(),
    state.lastAt,
  );
  const line = new Line({
    state,
    journal,
    carryOut: (commands) => telephony.carryOut(commands),
    clock,
    timer: wakeTimer(pass),
    log,
    keepFailed,
  });
  const health: LineHealth = {
    telephony: 'never-connected',
    journalError: null,
    books: 'up',
    database: 'open',
    stopping: false,
    standby: lead === null ? () => 'none' : lead.standby,
  };
  journal.onProgress((_durable, error) => {
    health.journalError = error === null ? null : error.message;
  });
  // Prefix and seed are chance: only a snapshot lets a later replay begin with the same.
  if (!hadSnapshot || failed.length > 0) line.writeSnapshot();
  line.accept({ kind: 'restarted' });
  const plans = new PlanKeeper({
    readPlan: () => readRoutingPlanAside(settings),
    versionInForce: () => line.state.planInForce,
    putInForce: (loaded, by) => pass(() => line.accept({ kind: 'plan-loaded', plan: loaded, by })),
    log,
  });
  putInForceAtStart(plan, line, lead, log);
  watchClock(new ClockWatch({ clock, line, log }), pass);
  const operations = lineOperations(line, plans, health, { pass, handOver: lead?.handOver ?? null });
  const app = frontDoor(settings, operations, log);
  const door = lead?.showDoor(app) ?? (await openDoor(settings, app, () => journal.close()));
  await connectTelephony({ telephony, line, health, log, lead, pass });
  return running({ line, journal, telephony, door, operations, health, settings, log });
}

/** How the journal of this installation is opened for writing. */
export function journalOptions(
  settings: Pick<StartSettings, 'durability'>,
  folder: string,
  log: Log,
): Parameters<typeof openJournalWriter>[0] {
  return {
    folder,
    durability: settings.durability,
    log,
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    beginAt: Date.now(),
    monotonicMs: () => performance.now(),
  };
}

/** Of two installations only a reload changes the plan: the file of the one that takes over may be an older one. */
function putInForceAtStart(plan: Plan, line: Line, lead: Lead | null, log: Log): void {
  const { planInForce } = line.state;
  if (plan.version === planInForce) return;
  if (lead === null || planInForce === null) line.accept({ kind: 'plan-loaded', plan, by: 'start' });
  else
    log.warn(
      'the routing file here is not the one in force, which stays; a reload puts this one into force',
      {
        here: plan.version,
        inForce: planInForce,
      },
    );
}

/** The plan in the routing file; throws `RoutingRefused` where it has faults. */
export async function firstPlan(settings: StartSettings): Promise<Plan> {
  const read = await readRoutingPlan(settings);
  if (read.ok) return read.plan;
  throw new RoutingRefused(describeFaults(settings.routing, read));
}

function describeFaults(path: string, read: Extract<ReadPlan, { ok: false }>): string {
  const lines = read.faults.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return [`the routing file ${path} has ${read.faults.length} fault(s); nothing was started`, ...lines].join(
    '\n',
  );
}

/** The state that the journal in the folder tells. */
export async function recovered(folder: string, log: Log): Promise<Recovered> {
  const reader = openJournalReader(folder, log);
  const fresh = { prefix: `cp${randomBytes(4).toString('hex')}`, seed: randomInt(2 ** 31) };
  const found = await recoverState(reader, fresh, log);
  await reader.close();
  const { replayed, hadSnapshot, state } = found;
  log.info('state recovered', { replayed, snapshot: hadSnapshot, calls: state.calls.size });
  return found;
}

/** With a standby a lost stream must be noticed in little more than two of these. */
const HEARTBEAT_WITH_STANDBY_MS = 1_000;

/** Asterisk; `leader`: set where another installation may lead. */
export function createTelephony(
  settings: StartSettings,
  state: () => State,
  log: Log,
  leader?: LeaderGate,
): AriTelephony {
  const standby = leader === undefined ? {} : { leader, limits: { heartbeatMs: HEARTBEAT_WITH_STANDBY_MS } };
  const needs = (): Needs => needsOf(state());
  return createAriTelephony({ ...settings.ari, log, random: Math.random, needs, ...standby });
}

/** What the plans in force use, for the start-up check. */
function needsOf(state: State): Needs {
  const plan = state.planInForce === null ? undefined : state.plans.get(state.planInForce);
  if (plan === undefined) return { languages: [], prompts: [], phones: [] };
  const { language } = plan.company;
  const prompts = Object.values(plan.prompts).flatMap(({ media }) => media[language] ?? []);
  return {
    languages: [language],
    prompts: prompts.map((media) => ({ language, media })),
    phones: Object.values(plan.agents).map(({ phone }) => phone),
  };
}

/** Once at the start, where the run may go on behind the one before, then every second. */
function watchClock(watch: ClockWatch, pass: (work: () => void) => void): void {
  watch.look();
  setInterval(() => pass(() => watch.look()), CLOCK_LOOK_MS).unref();
}

function wakeTimer(pass: (work: () => void) => void): WakeTimer {
  const longestMs = 2 ** 31 - 1;
  let timer: NodeJS.Timeout | null = null;
  const clear = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    clear,
    set(delayMs, wake) {
      clear();
      timer = setTimeout(() => pass(wake), Math.min(delayMs, longestMs));
    },
  };
}

function frontDoor(settings: StartSettings, live: LiveOperations, log: Log): RequestListener {
  return createHttp({ live, token: settings.http.token, log, mintRequestId: () => randomUUID() });
}

async function openDoor(
  settings: StartSettings,
  app: RequestListener,
  onFailure: () => Promise<void>,
): Promise<OpenDoor> {
  try {
    return await serve(app, settings.http.host, settings.http.port);
  } catch (error) {
    await onFailure();
    throw error;
  }
}

interface Connecting {
  readonly telephony: AriTelephony;
  readonly line: Line;
  readonly health: LineHealth;
  readonly log: Log;
  readonly lead: Lead | null;
  readonly pass: (work: () => void) => void;
}

/** Who takes over opens the stream first: callers wait for it, the findings can wait. */
async function connectTelephony(parts: Connecting): Promise<void> {
  const { telephony, log, lead } = parts;
  if (lead === null) await checkTelephony(telephony, log);
  openTelephony(parts);
}

/** A wrong password ends the start; an Asterisk that is not there yet is waited for. */
export async function checkTelephony(telephony: AriTelephony, log: Log): Promise<void> {
  try {
    const { version, findings } = await telephony.check();
    log.info('Asterisk checked', { version, findings: findings.length });
    for (const { level, what, mend } of findings)
      log[level === 'error' ? 'error' : 'warn'](`${what}. ${mend}`);
  } catch (error) {
    if (!(error instanceof TelephonyUnavailable) || error.reason === 'wrong-password') throw error;
    log.error(error.message);
  }
}

function openTelephony({ telephony, line, health, log, lead, pass }: Connecting): void {
  const accept = (signal: Signal): void => pass(() => line.accept(signal));
  const opened = telephony.open({
    signal: accept,
    stateChanged: (state, existing) => {
      health.telephony = state;
      log[state === 'connected' ? 'info' : 'error'](`telephony ${state}`);
      lead?.streamIs(state);
      if (state === 'connected' && existing !== null) accept({ kind: 'telephony-back', existing });
      if (state !== 'connected') accept({ kind: 'telephony-lost' });
    },
  });
  opened.catch((error: unknown) => log.error('Asterisk refuses the event stream', { error }));
}

interface LineParts {
  readonly line: Line;
  readonly journal: JournalWriter;
  readonly telephony: AriTelephony;
  readonly door: OpenDoor;
  readonly operations: LiveOperations;
  readonly health: LineHealth;
  readonly settings: StartSettings;
  readonly log: Log;
}

function running(parts: LineParts): RunningLine {
  const { line, journal, door, operations, health, log } = parts;
  const delay = watchLoopDelay();
  return {
    operations,
    httpPort: door.port,
    release: (sequence) => journal.release(sequence),
    booksAre: (state) => {
      health.books = state;
    },
    databaseIs: (state) => {
      health.database = state;
    },
    stop: () => {
      log.info('event-loop delay', { ...delay.read() });
      delay.stop();
      return stopInReverse(parts, line);
    },
  };
}

async function stopInReverse(
  { telephony, door, journal, health, settings }: LineParts,
  line: Line,
): Promise<void> {
  health.stopping = true;
  await door.close(settings.stopGraceMs);
  await telephony.close(settings.stopGraceMs);
  line.stop();
  line.writeSnapshot();
  await journal.close();
}
