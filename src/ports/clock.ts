import type { Instant } from '../core/signal.js';

/** The wall time at the start plus monotonic time since: never goes backwards. */
export interface Clock {
  now(): Instant;
}
