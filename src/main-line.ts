import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ClockWatch } from './app/clock-watch.js';
import { failedStepsFile } from './app/failed-steps-file.js';
import { Line, type WakeTimer } from './app/line.js';
import { LineMeters } from './app/line-meters.js';
import { watchLoopDelay } from './app/loop-delay.js';
import { watchRecentLoopDelay } from './app/recent-loop-delay.js';
import { type LineHealth, lineOperations } from './app/operations.js';
import { PlanKeeper, type ReadPlan } from './app/plan-keeper.js';
import { type Recovered, recoverState } from './app/recovery.js';
import { runClock } from './app/run-clock.js';
import type { Settings, StartSettings } from './app/settings.js';
import { StoredLag } from './app/stored-lag.js';
import { type AriTelephony, createAriTelephony } from './ari/telephony.js';
import type { Plan } from './core/plan.js';
import type { State } from './core/step.js';
import { type AccessWatch, checkAccess, watchAccess } from './access/access-watch.js';
import { sightOf } from './access/sight.js';
import { createHttp, type HttpParts } from './http/create-http.js';
import { type OpenDoor, serve } from './http/serve.js';
import { openJournalReader, openJournalWriter } from './journal/open-journal.js';
import type { JournalWriter } from './ports/journal.js';
import type { LiveOperations } from './ports/live.js';
import type { Log } from './ports/log.js';
import { TelephonyUnavailable } from './ports/telephony.js';
import { lineMetrics } from './main-metrics.js';
import { needsOf, readRoutingPlan } from './main-plan.js';
import { readRoutingPlanAside } from './main-plan-aside.js';

const CLOCK_LOOK_MS = 1_000;

/** A token that is taken away is void within this and a moment. */
const ACCESS_LOOKS_EVERY_MS = 1_000;
/** Changes of access from this long before our last sign of life may not have been kept: they are told (again). */
const ACCESS_TOLD_AGAIN_MS = 60_000;

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

/** The routing file has faults, so there is nothing to start with. */
export class RoutingRefused extends Error {
  override readonly name = 'RoutingRefused';
}

/**
 * Builds the line in order and starts it: journal, plan, state, Asterisk, front door. Throws what stopped it, after
 * closing what was open. Without Asterisk it starts all the same, says so, and tries on.
 */
export async function startLine(settings: StartSettings, log: Log): Promise<RunningLine> {
  const plan = await firstPlan(settings);
  await checkAccess(accessPlace(settings));
  const folder = join(settings.data, 'journal');
  const journal = await openJournalWriter({
    folder,
    durability: settings.durability,
    keep: { forMs: settings.journalKeepMs, now: () => Date.now() },
    log,
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    beginAt: Date.now(),
    monotonicMs: () => performance.now(),
  });
  const { state, hadSnapshot, failed } = await recovered(folder, log);
  const keepFailed = failedStepsFile(join(settings.data, 'failed-steps.jsonl'), log);
  for (const step of failed) keepFailed(step);
  const telephony = createTelephony(settings, () => line.state, log);
  const clock = runClock(
    () => Date.now(),
    () => performance.now(),
    state.lastAt,
  );
  const meters = new LineMeters(() => performance.now());
  const lag = new StoredLag();
  const line = new Line({
    state,
    journal,
    meters,
    written: (sequence, at) => lag.written(sequence, at),
    carryOut: (commands) => telephony.carryOut(commands),
    clock,
    timer: wakeTimer(),
    log,
    keepFailed,
  });
  const health: LineHealth = {
    telephony: 'never-connected',
    journalError: null,
    books: 'up',
    database: 'open',
    stopping: false,
    repairs: {},
  };
  journal.onProgress((_durable, error) => {
    health.journalError = error === null ? null : error.message;
  });
  // Prefix and seed are chance: only a snapshot lets a later replay begin with the same.
  if (!hadSnapshot || failed.length > 0) line.writeSnapshot();
  const lastAlive = state.lastAt + state.wallAheadMs;
  line.accept({ kind: 'restarted' });
  const plans = new PlanKeeper({
    readPlan: () => readRoutingPlanAside(settings),
    versionInForce: () => line.state.planInForce,
    putInForce: (loaded, by) => line.accept({ kind: 'plan-loaded', plan: loaded, by }),
    log,
  });
  if (plan.version !== line.state.planInForce) line.accept({ kind: 'plan-loaded', plan, by: 'start' });
  watchClock(new ClockWatch({ clock, line, log }));
  const operations = lineOperations(line, plans, health);
  const loopDelay = watchRecentLoopDelay();
  const metrics = lineMetrics({ line, journal, telephony, health, meters, lag, loopDelay });
  const access = await watchTokens(settings, line, lastAlive, log);
  const door = await openDoor({ settings, operations, metrics, access, log }, () => journal.close());
  await connectTelephony(telephony, line, health, log);
  return running({ line, journal, telephony, door, access, operations, health, settings, log, lag });
}

function watchTokens(settings: Settings, line: Line, lastAlive: number, log: Log): Promise<AccessWatch> {
  return watchAccess({
    ...accessPlace(settings),
    onChange: (change) => line.accept({ kind: 'changed', change }),
    since: lastAlive - ACCESS_TOLD_AGAIN_MS,
    log,
    everyMs: ACCESS_LOOKS_EVERY_MS,
  });
}

/** Where the tokens are. */
export function accessPlace(settings: Settings): {
  readonly path: string;
  readonly firstToken: string | null;
} {
  return { path: settings.access, firstToken: settings.http.token };
}

async function firstPlan(settings: StartSettings): Promise<Plan> {
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

async function recovered(folder: string, log: Log): Promise<Recovered> {
  const reader = openJournalReader(folder, log);
  const fresh = { prefix: `cp${randomBytes(4).toString('hex')}`, seed: randomInt(2 ** 31) };
  const found = await recoverState(reader, fresh, log);
  await reader.close();
  const { replayed, hadSnapshot, state } = found;
  log.info('state recovered', { replayed, snapshot: hadSnapshot, calls: state.calls.size });
  return found;
}

function createTelephony(settings: StartSettings, state: () => State, log: Log): AriTelephony {
  return createAriTelephony({
    ...settings.ari,
    log,
    random: Math.random,
    monotonicMs: () => performance.now(),
    needs: () => needsOf(planInForce(state())),
  });
}

function planInForce({ planInForce: version, plans }: State): Plan | null {
  return version === null ? null : (plans.get(version) ?? null);
}

/** Once at the start, where the run may go on behind the one before, then every second. */
function watchClock(watch: ClockWatch): void {
  watch.look();
  setInterval(() => watch.look(), CLOCK_LOOK_MS).unref();
}

function wakeTimer(): WakeTimer {
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
      timer = setTimeout(wake, Math.min(delayMs, longestMs));
    },
  };
}

interface DoorParts {
  readonly settings: StartSettings;
  readonly operations: LiveOperations;
  readonly metrics: HttpParts['metrics'];
  readonly access: AccessWatch;
  readonly log: Log;
}

async function openDoor(
  { settings, operations, metrics, access, log }: DoorParts,
  onFailure: () => Promise<void>,
): Promise<OpenDoor> {
  const app = createHttp({
    live: operations,
    metrics,
    sightOf: (who) => sightOf(operations, who),
    identify: access.identify,
    names: settings.http.names,
    log,
    mintRequestId: () => randomUUID(),
    now: () => performance.now(),
  });
  try {
    return await serve(app, settings.http.host, settings.http.port);
  } catch (error) {
    await access.stop();
    await onFailure();
    throw error;
  }
}

/** A wrong password ends the start; an Asterisk that is not there yet is waited for. */
async function connectTelephony(
  telephony: AriTelephony,
  line: Line,
  health: LineHealth,
  log: Log,
): Promise<void> {
  try {
    const { version, findings } = await telephony.check();
    log.info('Asterisk checked', { version, findings: findings.length });
    for (const { level, what, mend } of findings)
      log[level === 'error' ? 'error' : 'warn'](`${what}. ${mend}`);
  } catch (error) {
    if (!(error instanceof TelephonyUnavailable) || error.reason === 'wrong-password') throw error;
    log.error(error.message);
  }
  const opened = telephony.open({
    signal: (signal) => line.accept(signal),
    stateChanged: (state, existing) => {
      health.telephony = state;
      log[state === 'connected' ? 'info' : 'error'](`telephony ${state}`);
      if (state === 'connected' && existing !== null) line.accept({ kind: 'telephony-back', existing });
      if (state !== 'connected') line.accept({ kind: 'telephony-lost' });
    },
  });
  opened.catch((error: unknown) => log.error('Asterisk refuses the event stream', { error }));
}

interface LineParts {
  readonly line: Line;
  readonly journal: JournalWriter;
  readonly telephony: AriTelephony;
  readonly door: OpenDoor;
  readonly access: AccessWatch;
  readonly operations: LiveOperations;
  readonly health: LineHealth;
  readonly settings: StartSettings;
  readonly log: Log;
  readonly lag: StoredLag;
}

function running(parts: LineParts): RunningLine {
  const { line, journal, door, operations, health, log, lag } = parts;
  const delay = watchLoopDelay(() => performance.now());
  return {
    operations,
    httpPort: door.port,
    release: (sequence) => {
      lag.storedUpTo(sequence);
      journal.release(sequence);
    },
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
  { telephony, door, access, journal, health, settings }: LineParts,
  line: Line,
): Promise<void> {
  health.stopping = true;
  await access.stop();
  await door.close(settings.stopGraceMs);
  await telephony.close(settings.stopGraceMs);
  line.stop();
  line.writeSnapshot();
  await journal.close();
}
