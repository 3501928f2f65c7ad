import type { Line } from './app/line.js';
import { lineFamilies } from './app/line-metrics.js';
import type { LineMeters } from './app/line-meters.js';
import type { RecentLoopDelay } from './app/recent-loop-delay.js';
import type { LineHealth } from './app/operations.js';
import type { StoredLag } from './app/stored-lag.js';
import { ariFamilies } from './ari/metrics.js';
import type { AriTelephony } from './ari/telephony.js';
import { programVersion } from './main-version.js';
import type { JournalWriter } from './ports/journal.js';
import type { MetricFamily } from './ports/metrics.js';

export interface MetricSources {
  readonly line: Line;
  readonly journal: JournalWriter;
  readonly telephony: AriTelephony;
  readonly health: LineHealth;
  readonly meters: LineMeters;
  readonly lag: StoredLag;
  readonly loopDelay: () => RecentLoopDelay;
}

/** Puts the figures together when somebody asks; until then nothing is computed. */
export function lineMetrics(sources: MetricSources): () => readonly MetricFamily[] {
  const { line, journal, telephony, health, meters, lag, loopDelay } = sources;
  const version = programVersion();
  return () => [
    ...lineFamilies({
      version,
      startedAt: Math.floor(performance.timeOrigin),
      state: line.state,
      now: line.now(),
      meters,
      health,
      loopDelay: loopDelay(),
      lag,
      journal: {
        sequence: line.sequence,
        durable: journal.durable,
        backlog: journal.backlog,
        waitingSteps: line.waitingForDisk,
        isRefusing: line.isDiskRefusing,
      },
    }),
    ...ariFamilies(telephony.metrics, telephony.inFlight()),
  ];
}
