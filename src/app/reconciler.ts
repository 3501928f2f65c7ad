import { type Astray, findAstray, nameOfAstray } from '../core/astray.js';
import type { Existing, Signal } from '../core/signal.js';
import type { State } from '../core/state.js';
import type { Log } from '../ports/log.js';

/** What was under way when the events came again is over by then, or it is astray. */
const AFTER_GAP_MS = 1_000;
/** What was found is looked for again after this: what is just being made or ended is over by then. */
const SECOND_LOOK_MS = 5_000;
/** A look waits for a moment in which nobody waits for Asterisk, but not for ever. */
const BUSY_PAUSE_MS = 200;
const BUSY_PAUSES = 25;

export interface ReconcilerParts {
  /** Asks Asterisk what exists; rejects when it cannot be asked. */
  readonly look: () => Promise<Existing>;
  /** Requests to Asterisk that are not answered. */
  readonly inFlight: () => number;
  readonly state: () => State;
  readonly accept: (signal: Signal) => void;
  /** null: only after a gap. */
  readonly everyMs: number | null;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
  /** What was put right, counted by what it was; only grows. */
  readonly repairs: Record<string, number>;
}

/**
 * Looks at what Asterisk has from time to time, and soon after each gap: a command that was on its way in it may have had its
 * effect behind the comparison that ended it. What differs at two looks some seconds apart is
 * put right, logged and counted; a difference of one look is the ordinary passing of time.
 */
export class Reconciler {
  #life: 'running' | 'stopped' = 'running';
  #wake: () => void = () => undefined;
  #gap: 'none' | 'over' = 'none';

  constructor(private readonly parts: ReconcilerParts) {}

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const { everyMs, pause } = this.parts;
    while (!this.#isStopped()) {
      if (this.#gap === 'none') {
        const woken = new Promise<void>((resolve) => (this.#wake = resolve));
        await Promise.race(everyMs === null ? [woken] : [woken, pause(everyMs)]);
      }
      if (this.#gap === 'over') await pause(AFTER_GAP_MS);
      this.#gap = 'none';
      if (!this.#isStopped()) await this.#lookTwice();
    }
  }

  /** Events come again. */
  gapIsOver(): void {
    this.#gap = 'over';
    this.#wake();
  }

  stop(): void {
    this.#life = 'stopped';
    this.#wake();
  }

  #isStopped(): boolean {
    return this.#life === 'stopped';
  }

  async #lookTwice(): Promise<void> {
    const first = await this.#look();
    if (first.length === 0) return;
    await this.parts.pause(SECOND_LOOK_MS);
    const seen = new Set(first.map(nameOfAstray));
    const standing = (await this.#look()).filter((astray) => seen.has(nameOfAstray(astray)));
    if (standing.length > 0 && !this.#isStopped()) this.#repair(standing);
  }

  async #look(): Promise<readonly Astray[]> {
    const { look, inFlight, state, pause, log } = this.parts;
    for (let pauses = 0; inFlight() > 0 && pauses < BUSY_PAUSES; pauses += 1) await pause(BUSY_PAUSE_MS);
    try {
      const existing = await look();
      return state().telephony.kind === 'up' ? findAstray(state(), existing) : [];
    } catch (error) {
      log.debug('Asterisk could not be asked what exists; the next look comes', { error });
      return [];
    }
  }

  #repair(standing: readonly Astray[]): void {
    const { accept, log, repairs } = this.parts;
    for (const astray of standing) {
      log.warn('found astray and put right', { ...astray });
      repairs[astray.what] = (repairs[astray.what] ?? 0) + 1;
      accept({ kind: 'found-astray', astray });
    }
  }
}
