import { randomNumbers } from '../support/model/random.js';

/** Seeded chance in the words of the simulator. */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = randomNumbers(seed);
  }

  /** True with the probability `share`. */
  falls(share: number): boolean {
    return this.#next() < share;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  /** Milliseconds with this mean, exponentially distributed. */
  around(meanMs: number): number {
    return Math.round(-Math.log(1 - this.#next()) * meanMs);
  }

  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }

  /** Each item with the probability `share`, at least one of them, in their order. */
  some<T>(items: readonly T[], share: number): T[] {
    const chosen = items.filter(() => this.falls(share));
    return chosen.length > 0 ? chosen : [this.pick(items)];
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.#next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
}
