import type { Day, Happening } from './day.js';
import { type DayFailure, runDay } from './run-day.js';

/** A failing day with as few happenings as were found to be enough. */
export interface ShortFailure extends DayFailure {
  readonly happenings: readonly Happening[];
}

/** Leaves out happenings as long as the same fault stays, at most `attempts` runs; null: the day does not fail. */
export function shorten(day: Day, attempts: number): ShortFailure | null {
  const search = new Search(day, attempts);
  return search.go();
}

class Search {
  #best: ShortFailure | null = null;
  #left: number;

  constructor(
    private readonly day: Day,
    attempts: number,
  ) {
    this.#left = attempts;
  }

  go(): ShortFailure | null {
    this.#best = this.#run(this.day.happenings);
    for (let size = this.#size() / 2; size >= 1 && this.#left > 0; size = this.#size() > 0 ? size / 2 : 0)
      this.#leaveOut(Math.ceil(size));
    return this.#best;
  }

  #size(): number {
    return this.#best?.happenings.length ?? 0;
  }

  /** Tries to do without each stretch of so many happenings, the last first. */
  #leaveOut(length: number): void {
    for (let from = this.#size() - length; from > -length && this.#left > 0; from -= length) {
      const happenings = this.#best?.happenings ?? [];
      const without = happenings.filter((_, index) => index < from || index >= from + length);
      const shorter = this.#run(without);
      if (shorter !== null && this.#isSameFault(shorter)) this.#best = shorter;
    }
  }

  #run(happenings: readonly Happening[]): ShortFailure | null {
    this.#left -= 1;
    const result = runDay(this.day, { remembers: 'everything', happenings });
    return 'error' in result ? { ...result, happenings } : null;
  }

  #isSameFault(other: ShortFailure): boolean {
    return this.#best !== null && faultOf(other) === faultOf(this.#best);
  }
}

/** The message without what differs from run to run. */
function faultOf({ error }: ShortFailure): string {
  return error.message.replace(/\d+/g, '#').slice(0, 80);
}
