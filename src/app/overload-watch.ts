import {
  type Load,
  lookForOverload,
  nextCall,
  NO_OVERLOAD,
  type Overload,
  type OverloadLimits,
  signsOf,
} from '../core/overload.js';
import type { OverloadSign, ShedAnswer, Signal } from '../core/signal.js';
import type { Log } from '../ports/log.js';

/** From when on new calls are not taken in, and what they meet then. */
export interface OverloadSettings {
  readonly limits: OverloadLimits;
  readonly answer: ShedAnswer;
}

export interface OverloadWatchParts extends OverloadSettings {
  readonly openCalls: () => number;
  /** Steps that wait for the disk and requests that Asterisk has not answered. */
  readonly inFlight: () => number;
  /** Memory in use, in percent of what this process may have. */
  readonly memoryPercent: () => number;
  /** Milliseconds that never go backwards. */
  readonly monotonicMs: () => number;
  readonly log: Log;
}

/** An overload is over when no sign has shown for so long: the log tells of one, not of every caller. */
const OVER_AFTER_MS = 5_000;

const NAMES: Readonly<Record<OverloadSign, (figure: string, limit: string) => string>> = {
  'open-calls': (figure, limit) => `${figure} open calls (limit ${limit})`,
  'in-flight': (figure, limit) => `${figure} commands on their way (limit ${limit})`,
  'loop-delay': (figure, limit) => `event loop ${figure} ms late (limit ${limit})`,
  memory: (figure, limit) => `${figure} % of the memory in use (limit ${limit})`,
};

interface Episode {
  readonly beganAt: number;
  lastRaisedAt: number;
  shed: number;
}

/**
 * Watches the figures and turns new calls away while there is more than can be handled. Whoever is in stays in: only an
 * arrival is ever changed.
 */
export class OverloadWatch {
  readonly #parts: OverloadWatchParts;
  #overload: Overload = NO_OVERLOAD;
  #load: Load = { 'open-calls': 0, 'in-flight': 0, 'loop-delay': 0, memory: 0 };
  #episode: Episode | null = null;

  constructor(parts: OverloadWatchParts) {
    this.#parts = parts;
  }

  /** Signs that show now. */
  get signs(): readonly OverloadSign[] {
    return signsOf(this.#overload);
  }

  /** What is wrong, for people; null: new calls are taken in. */
  get alarm(): string | null {
    return this.signs.length === 0 ? null : `overloaded, new calls are refused: ${this.#why()}`;
  }

  /** To be called at equal distances; `lateMs`: how much later than that it is. */
  look(lateMs: number): void {
    this.#see({ ...this.#quick(), 'loop-delay': lateMs, memory: this.#parts.memoryPercent() });
  }

  /** The signal as the core is to take it: a new call may be shed. */
  admit(signal: Signal): Signal {
    // Agents at their phones are few, and may be about to help.
    if (signal.kind !== 'call-arrived' || signal.phone !== undefined) return signal;
    this.#see({ ...this.#load, ...this.#quick() });
    const { overload, refusedBy } = nextCall(this.#overload);
    this.#overload = overload;
    if (refusedBy === null) return signal;
    if (this.#episode !== null) this.#episode.shed += 1;
    return { ...signal, kind: 'call-shed', sign: refusedBy, answer: this.#parts.answer };
  }

  #quick(): Pick<Load, 'open-calls' | 'in-flight'> {
    return { 'open-calls': this.#parts.openCalls(), 'in-flight': this.#parts.inFlight() };
  }

  #see(load: Load): void {
    const now = this.#parts.monotonicMs();
    this.#load = load;
    this.#overload = lookForOverload(this.#overload, load, this.#parts.limits, now);
    if (this.signs.length > 0) this.#raised(now);
    else this.#calm(now);
  }

  #raised(now: number): void {
    if (this.#episode !== null) {
      this.#episode.lastRaisedAt = now;
      return;
    }
    this.#episode = { beganAt: now, lastRaisedAt: now, shed: 0 };
    this.#parts.log.warn(`overloaded, new calls are refused: ${this.#why()}`, { ...this.#load });
  }

  #calm(now: number): void {
    const episode = this.#episode;
    if (episode === null || now - episode.lastRaisedAt < OVER_AFTER_MS) return;
    this.#episode = null;
    const lastedMs = Math.round(episode.lastRaisedAt - episode.beganAt);
    this.#parts.log.info('the overload is over', { shed: episode.shed, lastedMs });
  }

  #why(): string {
    return this.signs
      .map((sign) =>
        NAMES[sign](String(Math.round(this.#overload.signs[sign].figure)), String(this.#parts.limits[sign])),
      )
      .join('; ');
  }
}

/** 1 at every sign that shows. */
export function signFlags(signs: readonly OverloadSign[]): Readonly<Record<OverloadSign, number>> {
  const flag = (sign: OverloadSign): number => (signs.includes(sign) ? 1 : 0);
  return {
    'open-calls': flag('open-calls'),
    'in-flight': flag('in-flight'),
    'loop-delay': flag('loop-delay'),
    memory: flag('memory'),
  };
}
