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
  requestBytes: number;
  replyBytes: number;
  eventBytes: number;
  /** Event streams opened. */
  connections: number;
}

export function newMetrics(): AriMetrics {
  return {
    requests: {},
    failures: {},
    events: {},
    ignored: {},
    requestsSent: 0,
    requestBytes: 0,
    replyBytes: 0,
    eventBytes: 0,
    connections: 0,
  };
}

/** Adds one to a named counter. */
export function count(counters: Record<string, number>, name: string): void {
  counters[name] = (counters[name] ?? 0) + 1;
}
