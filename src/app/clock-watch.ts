import type { DeadlineKind } from '../core/deadlines.js';
import type { State } from '../core/state.js';
import type { Instant, Signal } from '../core/signal.js';
import type { Log } from '../ports/log.js';
import type { RunClock } from './run-clock.js';

/** Smaller differences between the wall clock and the run's are nobody's business. */
const TOLERATED_MS = 1_000;

/** Deadlines that nobody waits for on the line. */
const UNFELT: ReadonlySet<DeadlineKind> = new Set(['hours-switch', 'message', 'callback']);

export interface ClockWatchParts {
  readonly clock: RunClock;
  readonly line: { readonly state: State; now(): Instant; accept(signal: Signal): void };
  readonly log: Log;
}

/**
 * Compares the wall clock with the run's whenever it is asked to look. A jump is told to the core, which judges
 * calendars by the wall, and is kept as a gap; the run's own clock goes on untouched. At a moment without calls and
 * deadlines that somebody feels it comes nearer to the wall (docs/decisions/0009-clock.md).
 */
export class ClockWatch {
  readonly #parts: ClockWatchParts;
  #lookedAt: Instant;

  constructor(parts: ClockWatchParts) {
    this.#parts = parts;
    this.#lookedAt = parts.line.now();
  }

  look(): void {
    const { clock, line } = this.#parts;
    const [before, now] = [this.#lookedAt, line.now()];
    this.#lookedAt = now;
    const byMs = clock.shiftMs() - line.state.wallAheadMs;
    if (Math.abs(byMs) > TOLERATED_MS) this.#jumped(byMs, before, now);
    if (line.state.wallAheadMs !== 0 && isQuiet(line.state)) this.#approach(now - before);
  }

  #jumped(byMs: number, from: Instant, to: Instant): void {
    const { clock, line, log } = this.#parts;
    const seconds = Math.round(byMs / 1_000);
    log.warn('the wall clock has jumped; calls and deadlines go on by their own time', { seconds });
    const cause = `the wall clock jumped by ${seconds > 0 ? '+' : ''}${seconds} s`;
    line.accept({ kind: 'gap', from, to, cause });
    line.accept({ kind: 'clock-shifted', wallAheadMs: clock.shiftMs() });
  }

  #approach(sinceMs: number): void {
    const { clock, line, log } = this.#parts;
    clock.approachWall(sinceMs);
    this.#lookedAt = line.now();
    const left = clock.shiftMs();
    const wallAheadMs = Math.abs(left) > TOLERATED_MS ? left : 0;
    if (wallAheadMs === 0) log.info('calls are timed by the wall clock again');
    line.accept({ kind: 'clock-shifted', wallAheadMs });
  }
}

/**
 * Nothing runs whose time could be felt: nobody calls, is called or rung. What is switched by hand ends by the clock on the
 * wall anyway, and whoever is to be called back waits at home.
 */
function isQuiet({ calls, callbacks, deadlines, hoursSwitches, messages, index }: State): boolean {
  if (calls.size > index.unmade.size) return false;
  if (deadlines.size > hoursSwitches.size + messages.size + callbacks.size) return false;
  return deadlines.list().every(({ kind }) => UNFELT.has(kind));
}
