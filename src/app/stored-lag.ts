import type { Instant } from '../core/signal.js';

const MARK_EVERY_MS = 1_000;
const MOST_MARKS = 600;

/** A record that was written, and when. */
interface Mark {
  readonly sequence: number;
  readonly at: Instant;
}

/**
 * How far the books are behind the journal, in time. A mark is kept for the first record of every second, and of fewer
 * seconds the longer the books are away, so that memory stays small; the oldest mark that is not stored tells the age.
 */
export class StoredLag {
  #marks: Mark[] = [];
  #stored: number | null = null;
  #everyMs = MARK_EVERY_MS;

  /** Sequence up to which the books have stored; null: they have not said so yet. */
  get stored(): number | null {
    return this.#stored;
  }

  /** A record was written. */
  written(sequence: number, at: Instant): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && at - last.at < this.#everyMs) return;
    this.#marks.push({ sequence, at });
    if (this.#marks.length <= MOST_MARKS) return;
    this.#everyMs *= 2;
    this.#marks = this.#marks.filter((_, index) => index % 2 === 0);
  }

  /** The books have stored everything up to here. */
  storedUpTo(sequence: number): void {
    this.#stored = sequence;
    this.#marks = this.#marks.filter((mark) => mark.sequence > sequence);
    if (this.#marks.length === 0) this.#everyMs = MARK_EVERY_MS;
  }

  /** Age of the oldest record that is not stored, in milliseconds; 0: all are. Exact to a second while that is short. */
  ageMs(now: Instant): number {
    const [oldest] = this.#marks;
    return oldest === undefined ? 0 : Math.max(0, now - oldest.at);
  }
}
