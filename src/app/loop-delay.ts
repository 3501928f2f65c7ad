import { closeSync, openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop was, in milliseconds, beyond the resolution of the watch. */
export interface LoopDelay {
  readonly longestMs: number;
  readonly p99Ms: number;
  /** Longest delay less the time for which the thread stood ready and no core took it: what the program itself did. */
  readonly longestAtWorkMs: number;
}

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;

/**
 * Watches how late the event loop is from now on; the watch is a timer of Node's own, every 10 ms, and never keeps
 * the process alive. `read` says how late it was since the beginning.
 */
export function watchLoopDelay(monotonicMs: () => number): { read(): LoopDelay; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const work = watchWork(monotonicMs);
  // The histogram holds the whole time between two ticks, the resolution included.
  const beyond = (nanoseconds: number): number => tenths(nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);
  return {
    read: () => ({
      longestMs: beyond(histogram.max),
      p99Ms: beyond(histogram.percentile(99)),
      longestAtWorkMs: tenths(work.longestMs()),
    }),
    stop: () => {
      histogram.disable();
      work.stop();
    },
  };
}

/** On a machine that is too small a loop is late without doing anything: Linux says for how long no core took it. */
function watchWork(monotonicMs: () => number): { longestMs(): number; stop(): void } {
  const waiting = openWaitingTime();
  let longestMs = 0;
  let lastAt = monotonicMs();
  let lastWaitedMs = waiting.readMs();
  const timer = setInterval(() => {
    const at = monotonicMs();
    const waitedMs = waiting.readMs();
    longestMs = Math.max(longestMs, at - lastAt - RESOLUTION_MS - (waitedMs - lastWaitedMs));
    lastAt = at;
    lastWaitedMs = waitedMs;
  }, RESOLUTION_MS);
  timer.unref();
  return {
    longestMs: () => longestMs,
    stop: () => {
      clearInterval(timer);
      waiting.close();
    },
  };
}

/** proc(5), /proc/PID/schedstat: time on a core, time ready without one, both in nanoseconds, of the main thread. */
function openWaitingTime(): { readMs(): number; close(): void } {
  const file = openSync('/proc/self/schedstat', 'r');
  const text = Buffer.alloc(128);
  return {
    readMs: () => {
      const length = readSync(file, text, 0, text.length, 0);
      return Number(text.toString('latin1', 0, length).split(' ')[1]) / NANOSECONDS_PER_MS;
    },
    close: () => closeSync(file),
  };
}

function tenths(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds * 10) / 10);
}
