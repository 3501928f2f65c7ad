import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Line } from './app/line.js';
import { OverloadWatch } from './app/overload-watch.js';
import type { StartSettings } from './app/settings.js';
import type { AriTelephony } from './ari/telephony.js';
import { openCalls } from './core/state.js';
import type { Log } from './ports/log.js';

const LOOK_EVERY_MS = 100;

/** Looks at the figures ten times a second, and at every arrival. */
export function watchOverload(
  { overload }: StartSettings,
  line: () => Line,
  telephony: AriTelephony,
  log: Log,
): OverloadWatch {
  const monotonicMs = (): number => performance.now();
  const watch = new OverloadWatch({
    ...overload,
    openCalls: () => openCalls(line().state),
    inFlight: () => (isHeard(line()) ? line().waitingForDisk + telephony.inFlight() : 0),
    memoryPercent,
    monotonicMs,
    log,
  });
  let lastAt = monotonicMs();
  setInterval(() => {
    const at = monotonicMs();
    watch.look(Math.max(0, at - lastAt - LOOK_EVERY_MS));
    lastAt = at;
  }, LOOK_EVERY_MS).unref();
  return watch;
}

/** What waits for an Asterisk that is away is no overload, and must not meet the first callers after its return. */
function isHeard({ state }: Line): boolean {
  return state.telephony.kind === 'up';
}

/** Of what V8 lets this process have: at the end of it stands its death. */
function memoryPercent(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return (used / limit) * 100;
}
