import type { LegEnd, LegId } from '../core/signal.js';
import { legEnd } from './cause.js';
import type { LegPast } from './cause.js';

interface LegRecord {
  role: LegPast['role'];
  /** The phone that we rang, or which of its lines; null: a caller's leg, or one from before we were there. */
  line: string | null;
  wasAnswered: boolean;
  /** Cause of the last hang-up request that carries a Q.850 cause. */
  hangUpCause: number | null;
}

const UNKNOWN: LegRecord = { role: 'ours', line: null, wasAnswered: false, hangUpCause: null };

/**
 * What is remembered of legs so that each arrival, answer and end is told once, whichever of its several sources speaks
 * first. Legs leave the book when they end; ended ids are kept up to a limit, oldest first out.
 */
export class LegBook {
  readonly #legs = new Map<LegId, LegRecord>();
  readonly #ended = new Set<LegId>();
  readonly #endedLimit: number;

  constructor(endedLimit: number) {
    this.#endedLimit = endedLimit;
  }

  /** True when the leg is new; false when it was told already or has ended. */
  arrived(leg: LegId): boolean {
    if (this.#legs.has(leg) || this.#ended.has(leg)) return false;
    this.#legs.set(leg, { ...UNKNOWN, role: 'caller' });
    return true;
  }

  /** A leg of ours is about to be made. */
  made(leg: LegId, line: string): void {
    if (!this.#ended.has(leg)) this.#legs.set(leg, { ...UNKNOWN, line });
  }

  /** True when the answer is new. */
  answered(leg: LegId): boolean {
    if (this.#ended.has(leg)) return false;
    const record = this.#legs.get(leg) ?? { ...UNKNOWN };
    if (record.wasAnswered) return false;
    record.wasAnswered = true;
    this.#legs.set(leg, record);
    return true;
  }

  hangUpRequested(leg: LegId, cause: number): void {
    const record = this.#legs.get(leg);
    if (record !== undefined) record.hangUpCause = cause;
  }

  /** Why the leg ended; null when its end was told before. `cause` null: the last hang-up request says it. */
  ended(leg: LegId, cause: number | null, techCause: number | null): LegEnd | null {
    if (this.#ended.has(leg)) return null;
    const record = this.#legs.get(leg);
    this.#remember(leg);
    if (record === undefined) return legEnd({ role: 'ours', wasAnswered: false }, cause, techCause);
    return legEnd(record, cause ?? record.hangUpCause, techCause);
  }

  /** Marks the end of a leg that Asterisk does not know any more; true when it was not told before. */
  vanished(leg: LegId): boolean {
    if (this.#ended.has(leg)) return false;
    this.#remember(leg);
    return true;
  }

  /** A caller's leg; false for a phone that we rang, and for a leg that is not known. */
  isCaller(leg: LegId): boolean {
    return this.#legs.get(leg)?.role === 'caller';
  }

  /** The phone that this leg rings or talks at, or the line of it; null: it is not known. */
  lineOf(leg: LegId): string | null {
    return this.#legs.get(leg)?.line ?? null;
  }

  /** False also for a leg that is not known. */
  wasAnswered(leg: LegId): boolean {
    return this.#legs.get(leg)?.wasAnswered ?? false;
  }

  hasEnded(leg: LegId): boolean {
    return this.#ended.has(leg);
  }

  /** A snapshot was taken: what it lists exists, everything else is forgotten. */
  adopt(
    existing: readonly { readonly leg: LegId; readonly role: LegPast['role']; readonly up: boolean }[],
  ): void {
    const before = new Map(this.#legs);
    this.#legs.clear();
    for (const { leg, role, up } of existing) {
      const known = before.get(leg) ?? { ...UNKNOWN, role };
      this.#legs.set(leg, { ...known, wasAnswered: known.wasAnswered || up });
    }
  }

  /** Legs that are alive as far as we know. */
  get size(): number {
    return this.#legs.size;
  }

  #remember(leg: LegId): void {
    this.#legs.delete(leg);
    this.#ended.add(leg);
    if (this.#ended.size <= this.#endedLimit) return;
    for (const oldest of this.#ended) {
      this.#ended.delete(oldest);
      return;
    }
  }
}
