import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop was, in milliseconds, beyond the resolution of the watch. */
export interface LoopDelay {
  readonly longestMs: number;
  readonly p99Ms: number;
}

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;

/**
 * Watches how late the event loop is from now on; the watch is a timer of Node's own, every 10 ms, and never keeps
 * the process alive. `read` says how late it was since the beginning.
 */
export function watchLoopDelay(): { read(): LoopDelay } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // The histogram holds the whole time between two ticks, the resolution included.
  const beyond = (nanoseconds: number): number =>
    Math.max(0, Math.round((nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS) * 10) / 10);
  return {
    read: () => ({ longestMs: beyond(histogram.max), p99Ms: beyond(histogram.percentile(99)) }),
  };
}
