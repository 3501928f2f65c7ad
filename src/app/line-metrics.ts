import type { AgentStateName } from '../core/milestone.js';
import { planInForce, type State } from '../core/state.js';
import type { CallStage, Readiness, WaitingView } from '../ports/live.js';
import { byLabel, type MetricFamily, type Sample, single } from '../ports/metrics.js';
import type { LineMeters } from './line-meters.js';
import { callbackViews, callViews, queueViews } from './live-view.js';
import type { RecentLoopDelay } from './recent-loop-delay.js';
import type { LineHealth } from './operations.js';
import { readinessOf } from './operations.js';
import { signFlags } from './overload-watch.js';
import { partnerFamilies } from './partner-metrics.js';
import type { StoredLag } from './stored-lag.js';

/** What the figures of the line are taken from, when somebody asks. */
export interface LineFigures {
  readonly version: string;
  /** When the process began, milliseconds since 1970. */
  readonly startedAt: number;
  readonly state: State;
  readonly now: number;
  readonly meters: LineMeters;
  readonly health: LineHealth;
  readonly loopDelay: RecentLoopDelay;
  readonly lag: StoredLag;
  readonly journal: {
    /** Newest record, and newest with the promised durability. */
    readonly sequence: number;
    readonly durable: number;
    readonly backlog: number;
    readonly waitingSteps: number;
    readonly isRefusing: boolean;
  };
}

/** Everything about the line for Prometheus; labels are names of the plan in force or words of the code. */
export function lineFamilies(figures: LineFigures): readonly MetricFamily[] {
  return [
    ...liveFamilies(figures),
    ...partnerFamilies(figures),
    ...countedFamilies(figures.meters, figures.health),
    ...overloadFamilies(figures.meters, figures.health),
    ...journalFamilies(figures),
    freeSpace(figures.health),
    ...healthFamilies(figures),
  ];
}

const STAGES: Readonly<Record<CallStage, number>> = {
  flow: 0,
  menu: 0,
  prompt: 0,
  waiting: 0,
  ringing: 0,
  talking: 0,
  rating: 0,
  voicemail: 0,
  ending: 0,
};

const AGENT_STATES: Readonly<Record<AgentStateName, number>> = {
  'signed-out': 0,
  talking: 0,
  offered: 0,
  'wrap-up': 0,
  paused: 0,
  'busy-elsewhere': 0,
  unreachable: 0,
  available: 0,
};

function liveFamilies({ state, now }: LineFigures): readonly MetricFamily[] {
  if (state.planInForce === null || !state.plans.has(state.planInForce)) return [];
  const queues = queueViews(state);
  const perQueue = (of: (queue: (typeof queues)[number]) => number): Readonly<Record<string, number>> =>
    Object.fromEntries(queues.map((queue) => [queue.queue, of(queue)]));
  return [
    byLabel(
      'gauge',
      'callplane_calls',
      'Calls that are not over, by where they are.',
      'state',
      callsByStage(state),
    ),
    byLabel(
      'gauge',
      'callplane_queue_waiting',
      'Callers waiting in the queue, rung for or not.',
      'queue',
      perQueue(({ waiting }) => onTheLine(waiting).length),
    ),
    byLabel(
      'gauge',
      'callplane_queue_oldest_wait_seconds',
      'How long the caller who came first has waited in the queue; 0: nobody waits.',
      'queue',
      perQueue(
        ({ waiting }) => Math.max(0, ...onTheLine(waiting).map(({ enteredAt }) => now - enteredAt)) / 1000,
      ),
    ),
    callbacksWaiting(state),
    unheardVoicemails(state),
    queueAgents(queues),
    byLabel('gauge', 'callplane_agents', 'Agents of the plan, by state.', 'state', agentsByState(state)),
  ];
}

function callsByStage(state: State): Readonly<Record<string, number>> {
  const counts = { ...STAGES };
  for (const { state: stage } of callViews(state)) counts[stage] += 1;
  return counts;
}

function agentsByState(state: State): Readonly<Record<string, number>> {
  const counts = { ...AGENT_STATES };
  const agents = Object.keys(planInForce(state).agents).flatMap((id) => state.agents.get(id) ?? []);
  for (const { shown } of agents) counts[shown.state] += 1;
  return counts;
}

/** Whoever is called back waits at home. */
function onTheLine(waiting: readonly WaitingView[]): readonly WaitingView[] {
  return waiting.filter(({ callback }) => callback === null);
}

/** Also a box in which nothing waits. */
function unheardVoicemails(state: State): MetricFamily {
  const counts = new Map(Object.keys(planInForce(state).voicemail ?? {}).map((box) => [box, 0]));
  for (const { box, heard } of state.keptVoicemails.values())
    if (heard === null) counts.set(box, (counts.get(box) ?? 0) + 1);
  const samples = [...counts].map(([box, value]) => ({ labels: { box }, value }));
  const help = 'Messages that callers left and that nobody has heard, by voicemail box.';
  return { name: 'callplane_voicemails_unheard', kind: 'gauge', help, samples };
}

function callbacksWaiting(state: State): MetricFamily {
  const counts = new Map<string, { readonly queue: string; readonly state: string; value: number }>();
  for (const { queue, state: stage } of callbackViews(state)) {
    const key = `${queue} ${stage}`;
    const known = counts.get(key) ?? { queue, state: stage, value: 0 };
    known.value += 1;
    counts.set(key, known);
  }
  const samples = [...counts.values()].map(({ value, ...labels }) => ({ labels, value }));
  const help = 'Callbacks that are not over, by queue and by where they are; none where there is none.';
  return { name: 'callplane_callbacks', kind: 'gauge', help, samples };
}

function queueAgents(queues: ReturnType<typeof queueViews>): MetricFamily {
  const samples = queues.flatMap(({ queue, agents }): readonly Sample[] => [
    { labels: { queue, state: 'signed-in' }, value: agents.signedIn },
    { labels: { queue, state: 'available' }, value: agents.available },
    { labels: { queue, state: 'talking' }, value: agents.talking },
  ]);
  const help = 'Agents of the queue: signed in, and of these available for it and talking.';
  return { name: 'callplane_queue_agents', kind: 'gauge', help, samples };
}

function countedFamilies(meters: LineMeters, health: LineHealth): readonly MetricFamily[] {
  return [
    single('counter', 'callplane_calls_arrived_total', 'Calls that came in.', meters.callsArrived),
    byLabel(
      'counter',
      'callplane_calls_ended_total',
      'Calls that are over, by where they ended.',
      'place',
      meters.callsEnded,
    ),
    byLabel(
      'counter',
      'callplane_visits_ended_total',
      'Stays in queues and ring steps that are over, by exit.',
      'exit',
      meters.visits,
    ),
    byLabel(
      'counter',
      'callplane_offers_total',
      'Offers to agents that are over, by result.',
      'result',
      meters.offers,
    ),
    single('counter', 'callplane_conversations_total', 'Conversations that are over.', meters.conversations),
    single(
      'counter',
      'callplane_talk_seconds_total',
      'Length of the conversations that are over.',
      meters.talkMs / 1000,
    ),
    byLabel(
      'counter',
      'callplane_recordings_failed_total',
      'Recordings of conversations and messages in voicemail that are lost or not whole, by reason.',
      'reason',
      meters.recordingsFailed,
    ),
    meters.dispatch.family(
      'callplane_dispatch_seconds',
      'From what made an offer possible (agent free, call in the queue, ring time over) to its ring command written to Asterisk.',
    ),
    single('counter', 'callplane_gaps_total', 'Times in which events may have been lost.', meters.gaps),
    single('counter', 'callplane_gap_seconds_total', 'Length of these times.', meters.gapMs / 1000),
    single(
      'counter',
      'callplane_reconciliations_total',
      'Times that what Asterisk has was compared with what is believed, after a gap.',
      meters.reconciliations,
    ),
    byLabel(
      'counter',
      'callplane_repairs_total',
      'What was found astray without an incident and put right.',
      'what',
      health.repairs,
    ),
    single(
      'counter',
      'callplane_failed_steps_total',
      'Steps of the core that threw: faults of ours; each ended at most its call.',
      meters.failedSteps,
    ),
  ];
}

function overloadFamilies(meters: LineMeters, health: LineHealth): readonly MetricFamily[] {
  return [
    byLabel(
      'counter',
      'callplane_calls_shed_total',
      'Calls that were not taken in because of overload, by what showed it.',
      'sign',
      meters.callsShed,
    ),
    byLabel(
      'gauge',
      'callplane_overloaded',
      '1: new calls are refused because of this, all or some.',
      'sign',
      signFlags(health.overload.signs),
    ),
  ];
}

function journalFamilies({ journal, lag, now }: LineFigures): readonly MetricFamily[] {
  const { stored } = lag;
  return [
    single(
      'gauge',
      'callplane_journal_sequence',
      'Newest record of the journal; numbers may be left out.',
      journal.sequence,
    ),
    single(
      'gauge',
      'callplane_journal_lag_records',
      'Records that do not have the promised durability yet.',
      journal.sequence - journal.durable,
    ),
    single(
      'gauge',
      'callplane_journal_waiting_steps',
      'Steps whose commands wait for the disk.',
      journal.waitingSteps,
    ),
    single(
      'gauge',
      'callplane_journal_backlog_ratio',
      'Part of the memory for waiting records in use; at 1 records are lost to a named gap.',
      journal.backlog,
    ),
    single(
      'gauge',
      'callplane_journal_refusing',
      '1: the disk refuses the journal; records wait in memory.',
      journal.isRefusing ? 1 : 0,
    ),
    {
      name: 'callplane_database_stored_sequence',
      kind: 'gauge',
      help: 'Record up to which the books have stored; absent: they have not said so since the start.',
      samples: stored === null ? [] : [{ labels: {}, value: stored }],
    },
    single(
      'gauge',
      'callplane_database_lag_seconds',
      'Age of the oldest record that is not stored.',
      lag.ageMs(now) / 1000,
    ),
  ];
}

/** Of the last look; absent: the disk could not be asked. */
function freeSpace({ disk }: LineHealth): MetricFamily {
  const samples = disk.freeBytes === null ? [] : [{ labels: {}, value: disk.freeBytes }];
  const help = 'Free space on the disk of the data folder, for the journal; absent: it could not be told.';
  return { name: 'callplane_disk_free_bytes', kind: 'gauge', help, samples };
}

function healthFamilies({ version, health, loopDelay, startedAt }: LineFigures): readonly MetricFamily[] {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  return [
    byLabel('gauge', 'callplane_build_info', 'The version, always 1.', 'version', { [version]: 1 }),
    byLabel(
      'gauge',
      'callplane_readiness',
      'What /ready says: 1 at the state it is in.',
      'state',
      readinessFlags(readinessOf(health)),
    ),
    single(
      'gauge',
      'callplane_ari_connected',
      '1: the event stream of Asterisk is open.',
      health.telephony === 'connected' ? 1 : 0,
    ),
    single(
      'gauge',
      'callplane_ari_replaced',
      '1: another process has taken over the application.',
      health.telephony === 'replaced' ? 1 : 0,
    ),
    single('gauge', 'callplane_books_up', '1: the books run.', health.books === 'up' ? 1 : 0),
    single(
      'gauge',
      'callplane_database_up',
      '1: the books can use their database.',
      health.books === 'up' && health.database === 'open' ? 1 : 0,
    ),
    {
      name: 'callplane_reports_undelivered',
      kind: 'gauge',
      help: 'Scheduled reports and alerts of the last seven days that did not arrive; absent: the books have not said.',
      samples: health.undelivered === null ? [] : [{ labels: {}, value: health.undelivered }],
    },
    single(
      'gauge',
      'callplane_event_loop_delay_max_seconds',
      'Longest delay of the event loop in the last 30 to 60 s.',
      loopDelay.longestMs / 1000,
    ),
    single(
      'gauge',
      'callplane_event_loop_delay_p99_seconds',
      'Delay of the event loop that 99 % were below, in the last 30 to 60 s.',
      loopDelay.p99Ms / 1000,
    ),
    single('gauge', 'process_resident_memory_bytes', 'Memory of the process of the line.', memory.rss),
    single('gauge', 'process_heap_used_bytes', 'Of it in use by objects of the program.', memory.heapUsed),
    single(
      'counter',
      'process_cpu_seconds_total',
      'Processor time of the process of the line.',
      (cpu.user + cpu.system) / 1e6,
    ),
    single('gauge', 'process_start_time_seconds', 'When it began, in seconds since 1970.', startedAt / 1000),
  ];
}

/** Who stands by shows no figures: there is no line yet. */
function readinessFlags({
  state,
}: Readiness): Readonly<Record<Exclude<Readiness['state'], 'standby'>, number>> {
  return {
    ready: state === 'ready' ? 1 : 0,
    degraded: state === 'degraded' ? 1 : 0,
    draining: state === 'draining' ? 1 : 0,
    'not-ready': state === 'not-ready' ? 1 : 0,
  };
}
