import type { Clock } from '../ports/clock.js';
import type { Instant } from '../core/signal.js';

/**
 * The clock of one run: wall time at its start plus monotonic time since, so that a jump of the wall clock does not
 * reach the core. Where the wall clock was set back since the last run, time goes on behind `notBefore`, the latest
 * instant of that run: at a standing clock no deadline would ever come.
 */
export function runClock(wallNow: Instant, monotonicNow: () => number, notBefore: Instant): Clock {
  const start = Math.max(wallNow, notBefore) - monotonicNow();
  return { now: () => Math.floor(start + monotonicNow()) };
}
