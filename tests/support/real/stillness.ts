import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const EVERY_MS = 20;
/** A delay up to this is no standing still. */
const NOTED_FROM_MS = 60;
const STOLEN_LOOKS_EVERY_MS = 500;
/** Of the processors' time in that while; less does not hold anybody up. */
const STOLEN_FROM_MS = 150;
/** Linux counts in hundredths of a second (proc(5), USER_HZ). */
const TICK_MS = 10;
const STEAL_FIELD = 8;

/**
 * Notes when this process was not run for a while, because others took the processors, and when the host gave them to other
 * machines, which may have held up Asterisk alone: what comes out wrong in real time meanwhile proves nothing.
 */
export class Stillness {
  readonly #stops: { readonly at: number; readonly ms: number }[] = [];
  readonly #timers: readonly NodeJS.Timeout[];
  #expectedAt = performance.now() + EVERY_MS;
  #stolenMs = stolenMs();

  constructor() {
    this.#timers = [
      setInterval(() => this.#look(), EVERY_MS).unref(),
      setInterval(() => this.#lookAtHost(), STOLEN_LOOKS_EVERY_MS).unref(),
    ];
  }

  /** How long the process stood still between two instants, all stops together. */
  between(from: number, to: number): number {
    return this.#stops.filter(({ at }) => at >= from && at <= to).reduce((sum, { ms }) => sum + ms, 0);
  }

  /** The longest stop between two instants. */
  longestBetween(from: number, to: number): number {
    return Math.max(0, ...this.#stops.filter(({ at }) => at >= from && at <= to).map(({ ms }) => ms));
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #look(): void {
    const now = performance.now();
    const late = now - this.#expectedAt;
    if (late > NOTED_FROM_MS) this.#stops.push({ at: Date.now(), ms: late });
    this.#expectedAt = now + EVERY_MS;
  }

  #lookAtHost(): void {
    const stolen = stolenMs();
    const ms = stolen - this.#stolenMs;
    if (ms >= STOLEN_FROM_MS) this.#stops.push({ at: Date.now(), ms });
    this.#stolenMs = stolen;
  }
}

/** What the host has taken from all processors of this machine since it began, in milliseconds; 0 where there is no host. */
function stolenMs(): number {
  const [ofAll = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  return Number(ofAll.split(/\s+/)[STEAL_FIELD] ?? 0) * TICK_MS;
}
