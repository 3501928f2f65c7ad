import { setTimeout as sleep } from 'node:timers/promises';
import type { Existing, Signal } from '../../../src/core/signal.js';
import type { TelephonyListener, TelephonyState } from '../../../src/ports/telephony.js';

const WAIT_MS = 60_000;

/** Writes down what a telephony tells, and lets a test wait for it. */
export class SignalRecord implements TelephonyListener {
  readonly #signals: Signal[] = [];
  readonly states: TelephonyState[] = [];
  /** At each loss. */
  readonly unheardMs: number[] = [];
  existing: Existing | null = null;
  #wake: (() => void)[] = [];

  signal(signal: Signal): void {
    this.#signals.push(signal);
    this.#changed();
  }

  stateChanged(state: TelephonyState, existing: Existing | null, unheardMs: number): void {
    this.states.push(state);
    if (state === 'lost') this.unheardMs.push(unheardMs);
    if (existing !== null) this.existing = existing;
    this.#changed();
  }

  /** Everything told after the first `after` signals. */
  since(after: number): readonly Signal[] {
    return this.#signals.slice(after);
  }

  get length(): number {
    return this.#signals.length;
  }

  /** The first signal after the first `after` that fits; throws when none came in time. */
  async waitFor(after: number, what: string, fits: (signal: Signal) => boolean): Promise<Signal> {
    let found: Signal | undefined;
    await this.until(what, () => {
      found = this.since(after).find(fits);
      return found !== undefined;
    });
    if (found === undefined) throw new Error('unreachable: until() has thrown');
    return found;
  }

  /** Waits until it is true; throws when it does not become so in time. */
  async until(what: string, isTrue: () => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(WAIT_MS);
    while (!isTrue()) {
      if (deadline.aborted) {
        const told = this.#signals.slice(-20).map((signal) => JSON.stringify(signal));
        throw new Error(
          `not in ${WAIT_MS} ms: ${what}. Last told: ${told.join(' ')}; states ${this.states.join(' ')}`,
        );
      }
      await Promise.race([
        new Promise<void>((resolve) => this.#wake.push(resolve)),
        sleep(200, undefined, { ref: true }),
      ]);
    }
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}
