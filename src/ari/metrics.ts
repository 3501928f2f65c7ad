import { byLabel, Histogram, type MetricFamily, single } from '../ports/metrics.js';

/** Seconds; on loopback a command takes about one millisecond, and its deadline is 5 to 10 s. */
const ROUND_TRIP_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the adapter has done since it was made; all counters only grow. */
export interface AriMetrics {
  /** Requests sent by kind of command (`answer`, `ring`, `connect/create`, `snapshot` …). */
  readonly requests: Record<string, number>;
  /** Failed commands as `kind:failure`. */
  readonly failures: Record<string, number>;
  /** Events understood, by type. */
  readonly events: Record<string, number>;
  /** Events not used, by reason. */
  readonly ignored: Record<string, number>;
  requestsSent: number;
  /** Requests that nobody wanted any more when their turn came. */
  requestsSkipped: number;
  requestBytes: number;
  replyBytes: number;
  eventBytes: number;
  /** Event streams opened. */
  connections: number;
  /** From writing a request to the last byte of its answer, or to its deadline. */
  readonly roundTrip: Histogram;
  /** Milliseconds that never go backwards. */
  readonly now: () => number;
}

/** Without a clock round trips take no time. */
export function newMetrics(now: () => number = () => 0): AriMetrics {
  return {
    requests: {},
    failures: {},
    events: {},
    ignored: {},
    requestsSent: 0,
    requestsSkipped: 0,
    requestBytes: 0,
    replyBytes: 0,
    eventBytes: 0,
    connections: 0,
    roundTrip: new Histogram(ROUND_TRIP_BOUNDS),
    now,
  };
}

/** Adds one to a named counter. */
export function count(counters: Record<string, number>, name: string): void {
  counters[name] = (counters[name] ?? 0) + 1;
}

/** The counters for Prometheus. `inFlight`: requests sent and not ended. */
export function ariFamilies(metrics: AriMetrics, inFlight: number): readonly MetricFamily[] {
  return [
    byLabel(
      'counter',
      'callplane_ari_requests_total',
      'Requests sent to Asterisk.',
      'request',
      metrics.requests,
    ),
    single(
      'counter',
      'callplane_ari_requests_skipped_total',
      'Requests that were not sent any more, because whom they were for had gone.',
      metrics.requestsSkipped,
    ),
    failureFamily(metrics),
    metrics.roundTrip.family(
      'callplane_ari_round_trip_seconds',
      'From a request to the last byte of its answer, or to its deadline.',
    ),
    single('gauge', 'callplane_ari_in_flight', 'Requests sent and not answered yet.', inFlight),
    byLabel(
      'counter',
      'callplane_ari_events_total',
      'Events that Asterisk sent and that are used.',
      'type',
      metrics.events,
    ),
    ignoredFamily(metrics),
    single(
      'counter',
      'callplane_ari_event_streams_total',
      'Event streams opened; more than 1: reconnected.',
      metrics.connections,
    ),
  ];
}

function failureFamily({ failures }: AriMetrics): MetricFamily {
  const samples = Object.entries(failures).map(([key, value]) => {
    const [command = '', failure = ''] = key.split(':');
    return { labels: { command, failure }, value };
  });
  const help = 'Commands that failed, by what was wanted and how it failed.';
  return { name: 'callplane_ari_failures_total', kind: 'counter', help, samples };
}

/** The types of events that Asterisk may send are many: only why they are not used is told. */
function ignoredFamily({ ignored }: AriMetrics): MetricFamily {
  const byReason: Record<string, number> = {};
  for (const [key, value] of Object.entries(ignored)) {
    const reason = key.split(':')[0] ?? key;
    byReason[reason] = (byReason[reason] ?? 0) + value;
  }
  return byLabel(
    'counter',
    'callplane_ari_events_ignored_total',
    'Events that are not used.',
    'reason',
    byReason,
  );
}
