import type { Clock } from '../ports/clock.js';
import type { Instant } from '../core/signal.js';

/** The clock of one run, and how far it is from the clock on the wall. */
export interface RunClock extends Clock {
  /** How far the wall clock is ahead of this one, in milliseconds; negative: behind. */
  shiftMs(): number;
  /**
   * Comes nearer to the wall clock, for a moment at which nothing runs: forwards at once; backwards by standing still
   * since the last call, never by going back.
   */
  approachWall(sinceMs: number): void;
}

/**
 * The clock of one run: wall time at its start plus monotonic time since, so that a jump of the wall clock does not
 * reach the core. Where the wall clock was set back since the last run, time goes on behind `notBefore`, the latest
 * instant of that run: at a standing clock no deadline would ever come.
 */
export function runClock(wallNow: () => Instant, monotonicNow: () => number, notBefore: Instant): RunClock {
  let start = Math.max(wallNow(), notBefore) - monotonicNow();
  const now = (): Instant => Math.floor(start + monotonicNow());
  const shiftMs = (): number => wallNow() - now();
  return {
    now,
    shiftMs,
    approachWall(sinceMs) {
      start += Math.max(shiftMs(), -sinceMs);
    },
  };
}
