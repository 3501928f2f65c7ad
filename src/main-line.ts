import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type AccessWatch, checkAccess } from './access/access-watch.js';
import { withE164 } from './app/caller-number.js';
import { ClockWatch } from './app/clock-watch.js';
import { Drain } from './app/drain.js';
import { failedStepsFile } from './app/failed-steps-file.js';
import { LineMeters } from './app/line-meters.js';
import { Line, type WakeTimer } from './app/line.js';
import { watchLoopDelay } from './app/loop-delay.js';
import { type LineHealth, lineOperations } from './app/operations.js';
import { PlanKeeper } from './app/plan-keeper.js';
import type { Reconciler } from './app/reconciler.js';
import { watchRecentLoopDelay } from './app/recent-loop-delay.js';
import type { Recovered } from './app/recovery.js';
import { runClock, type RunClock } from './app/run-clock.js';
import type { StartSettings } from './app/settings.js';
import { StoredLag } from './app/stored-lag.js';
import type { LeaderGate } from './ari/options.js';
import type { AriTelephony } from './ari/telephony.js';
import type { Plan } from './core/plan.js';
import type { Instant, Signal } from './core/signal.js';
import { openCalls } from './core/state.js';
import type { State } from './core/step.js';
import type { OpenDoor } from './http/serve.js';
import { openJournalWriter } from './journal/open-journal.js';
import { accessPlace } from './main-access-place.js';
import { followAccess, openDoor } from './main-door.js';
import { healthOf, reconcileNowAndThen, watchDisk } from './main-health.js';
import { lineMetrics } from './main-metrics.js';
import { watchOverload } from './main-overload.js';
import { readRoutingPlanAside } from './main-plan-aside.js';
import { firstPlan, journalOptions, recovered } from './main-recovery.js';
import { type PinKeeper, pinKeeper } from './main-pins.js';
import { connectTelephony, createTelephony } from './main-telephony.js';
import { SpeakerAside } from './main-speech-aside.js';
import { createWebClient } from './main-web.js';
import type { JournalWriter } from './ports/journal.js';
import type { HandOverResult, LiveOperations } from './ports/live.js';
import type { Log } from './ports/log.js';
import type { Stories } from './ports/story.js';
import { e164Of } from './routing/callers/e164.js';
import type { TelephonyState } from './ports/telephony.js';
import type { WebClient } from './web/web-client.js';

const CLOCK_LOOK_MS = 1_000;
const TURN_OVER_LOOK_MS = 600_000;

/** The line, running. */
export interface RunningLine {
  /** Reads the routing file again, as the system asked. */
  reload(): void;
  readonly httpPort: number;
  /** What the books have stored: older journal segments may go. */
  release(sequence: number): void;
  /** Whether facts are being stored: without the books readiness is degraded. */
  booksAre(state: 'up' | 'away'): void;
  /** Whether the books can use their database (without it readiness is degraded too), and what reports did not arrive. */
  databaseIs(state: 'open' | 'away', undelivered: number | null): void;
  /** Asterisk goes on with the calls; everything is written; the next start goes on from here. */
  stop(): Promise<void>;
}

/** What a line gets that has followed another before it leads. */
export interface Lead {
  readonly journal: JournalWriter;
  readonly state: State;
  /** When its newest snapshot was made; null: there is none. */
  readonly snapshotAt: Instant | null;
  /** Records that could not be replayed and were left out. */
  readonly failed: Recovered['failed'];
  /** Signals, deadlines and requests pass here; after a freeze they wait until it is sure who leads. */
  readonly pass: (work: () => void) => void;
  readonly leader: LeaderGate;
  readonly streamIs: (state: TelephonyState) => void;
  readonly showDoor: (app: RequestListener) => OpenDoor;
  /** Whether the other installation has what this one knows. */
  readonly standby: () => 'follows' | 'away';
  readonly handOver: () => HandOverResult;
}

/**
 * Builds the line in order and starts it: journal, plan, state, Asterisk, front door. Throws what stopped it, after
 * closing what was open. Without Asterisk it starts all the same, says so, and tries on.
 */
export async function startLine(
  settings: StartSettings,
  log: Log,
  stories: Stories,
  lead: Lead | null = null,
): Promise<RunningLine> {
  const plan = await firstPlan(settings);
  await checkAccess(accessPlace(settings));
  const folder = join(settings.data, 'journal');
  const journal = lead?.journal ?? (await openJournalWriter(journalOptions(settings, folder, log)));
  const { state, snapshotAt, failed } = lead ?? (await recovered(folder, log));
  const keepFailed = failedStepsFile(join(settings.data, 'failed-steps.jsonl'), log);
  for (const step of failed) keepFailed(step);
  const pass = lead?.pass ?? ((work: () => void) => work());
  const telephony = createTelephony(settings, () => line.state, log, lead?.leader);
  const asked = { web: createWebClient(settings, log), speaker: new SpeakerAside(settings, log) };
  const clock = clockBehind(state.lastAt);
  const meters = new LineMeters(() => performance.now());
  const lag = new StoredLag();
  const line = new Line({
    state,
    snapshotAt,
    journal,
    meters,
    written: (sequence, at) => lag.written(sequence, at),
    ...outOf({ telephony, ...asked, accept: (signal) => accept(signal), pins: pinKeeper(() => access, log) }),
    clock,
    timer: wakeTimer(pass),
    log,
    keepFailed,
  });
  const overload = watchOverload(settings, () => line, telephony, log);
  const watches = { disk: watchDisk(settings, log), overload };
  const drain = drainOf(telephony, () => line.state, log);
  const health = healthOf(journal, watches, {
    standby: lead?.standby ?? (() => 'none'),
    draining: () => drain.reasons(),
  });
  // Prefix and seed are chance: only a snapshot lets a later replay begin with the same.
  if (snapshotAt === null || failed.length > 0) line.writeSnapshot();
  const lastAlive = state.lastAt + state.wallAheadMs;
  line.accept({ kind: 'restarted' });
  const plans = planKeeper(settings, line, pass, log);
  putInForceAtStart(plan, line, lead, log);
  watchClock(new ClockWatch({ clock, line, log }), pass);
  setInterval(() => pass(() => line.turnOver()), TURN_OVER_LOOK_MS).unref();
  const handOver = lead?.handOver ?? null;
  const operations = lineOperations(line, plans, health, { pass, handOver, drain, mintId: randomUUID });
  const loopDelay = watchRecentLoopDelay();
  const metrics = lineMetrics({ line, journal, telephony, health, meters, lag, loopDelay });
  const accept = (signal: Signal): void => {
    if (signal.kind === 'call-arrived') drain.callArrived();
    pass(() => line.accept(withNumbers(overload.admit(signal), line.state)));
  };
  const access = await followAccess(
    settings,
    lastAlive,
    (change) => accept({ kind: 'changed', change }),
    log,
  );
  const showDoor = lead?.showDoor ?? null;
  const door = await openDoor({ settings, operations, metrics, access, stories, log, showDoor }, () =>
    journal.close(),
  );
  const streamIs = lead?.streamIs ?? null;
  const common = { line, telephony, health, settings, log };
  const reconciler = reconcileNowAndThen({ ...common, accept });
  await connectTelephony({ telephony, accept, health, log, streamIs, drain, reconciler });
  return running({ ...common, ...asked, reconciler, journal, door, access, operations, lag });
}

/** The clock of this run, which never goes back behind the run before. */
function clockBehind(lastAt: number): RunClock {
  return runClock(
    () => Date.now(),
    () => performance.now(),
    lastAt,
  );
}

/** Where the line sends what its steps ask for; what other systems answer comes back as a signal. */
function outOf({
  telephony,
  web,
  speaker,
  pins,
  accept,
}: {
  readonly telephony: AriTelephony;
  readonly web: WebClient;
  readonly speaker: SpeakerAside;
  readonly pins: PinKeeper;
  readonly accept: (signal: Signal) => void;
}): Pick<ConstructorParameters<typeof Line>[0], 'carryOut' | 'sendOut'> {
  return {
    carryOut: (commands) => telephony.carryOut(commands),
    sendOut: (requests) => {
      for (const request of requests)
        if (request.kind === 'check-pin') pins.check(request, accept);
        else if (request.kind === 'speak') speaker.speak(request, accept);
        else web.send([request], accept);
    },
  };
}

/** New callers' numbers in E.164, as the country of the plan in force writes them. */
function withNumbers(signal: Signal, { plans, planInForce }: State): Signal {
  const country = plans.get(planInForce ?? '')?.company.country ?? null;
  return withE164(signal, (number) => e164Of(number, country));
}

function drainOf(telephony: AriTelephony, state: () => State, log: Log): Drain {
  return new Drain({
    tell: (newCalls) => telephony.takeNewCalls(newCalls),
    callsLeft: () => openCalls(state()),
    now: () => performance.now(),
    log,
  });
}

function planKeeper(settings: StartSettings, line: Line, pass: Lead['pass'], log: Log): PlanKeeper {
  return new PlanKeeper({
    readPlan: () => readRoutingPlanAside(settings),
    versionInForce: () => line.state.planInForce,
    putInForce: (loaded, by) => pass(() => line.accept({ kind: 'plan-loaded', plan: loaded, by })),
    log,
  });
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

interface LineParts {
  readonly web: WebClient;
  readonly speaker: SpeakerAside;
  readonly reconciler: Reconciler;
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
    httpPort: door.port,
    reload: () => reload(operations, log),
    release: (sequence) => {
      lag.storedUpTo(sequence);
      journal.release(sequence);
    },
    booksAre: (state) => {
      health.books = state;
    },
    databaseIs: (state, undelivered) => {
      health.database = state;
      health.undelivered = undelivered;
    },
    stop: () => {
      log.info('event-loop delay', { ...delay.read() });
      delay.stop();
      return stopInReverse(parts, line);
    },
  };
}

function reload(operations: LiveOperations, log: Log): void {
  operations.reload({ name: 'SIGHUP', role: 'system', request: null }).then(
    (result) => {
      if (result.ok) log.info('routing file loaded', { version: result.version, changed: result.changed });
    },
    (error: unknown) => log.error('the routing file could not be read again', { error }),
  );
}

async function stopInReverse(
  { telephony, door, access, journal, health, settings, reconciler, web, speaker }: LineParts,
  line: Line,
): Promise<void> {
  health.stopping = true;
  reconciler.stop();
  await access.stop();
  await door.close(settings.stopGraceMs);
  await telephony.close(settings.stopGraceMs);
  line.stop();
  web.close();
  speaker.close();
  line.writeSnapshot();
  await journal.close();
}
