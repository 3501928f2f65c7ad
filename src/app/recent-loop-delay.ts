import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop was lately, in milliseconds, beyond the resolution of the watch. */
export interface RecentLoopDelay {
  readonly longestMs: number;
  readonly p99Ms: number;
}

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;
const WINDOW_MS = 30_000;

/**
 * How late the event loop was lately: over a window that begins anew every 30 s and always holds the one before it, so
 * that whoever asks every 30 s or more often misses nothing.
 */
export function watchRecentLoopDelay(): () => RecentLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const beyond = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);
  const read = (): RecentLoopDelay => ({
    longestMs: beyond(histogram.max),
    p99Ms: beyond(histogram.percentile(99)),
  });
  let before: RecentLoopDelay = { longestMs: 0, p99Ms: 0 };
  setInterval(() => {
    before = read();
    histogram.reset();
  }, WINDOW_MS).unref();
  return () => {
    const now = read();
    return {
      longestMs: Math.max(before.longestMs, now.longestMs),
      p99Ms: Math.max(before.p99Ms, now.p99Ms),
    };
  };
}
