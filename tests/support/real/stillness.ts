import { performance } from 'node:perf_hooks';

const EVERY_MS = 20;
/** A delay up to this is no standing still. */
const NOTED_FROM_MS = 60;

/**
 * Notes when this process was not run for a while, because others took the processors: what is played in real time
 * meanwhile proves nothing.
 */
export class Stillness {
  readonly #stops: { readonly at: number; readonly ms: number }[] = [];
  readonly #timer: NodeJS.Timeout;
  #expectedAt = performance.now() + EVERY_MS;

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
    this.#timer.unref();
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
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const late = now - this.#expectedAt;
    if (late > NOTED_FROM_MS) this.#stops.push({ at: Date.now(), ms: late });
    this.#expectedAt = now + EVERY_MS;
  }
}
