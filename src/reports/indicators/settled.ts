import type { Slice } from '../slicing/items.js';
import type { Indicator } from './indicator.js';

/**
 * How a figure that does not add up is settled from what the parts of a period leave: from names, each once, or from times in
 * milliseconds, in rising order.
 */
export type Settling =
  | {
      readonly from: 'names';
      readonly gather: (slice: Slice) => readonly string[];
      readonly settle: (names: readonly string[]) => number | null;
    }
  | {
      readonly from: 'times';
      readonly gather: (slice: Slice) => readonly number[];
      readonly settle: (times: readonly number[]) => number | null;
    };

type Computed = Pick<Indicator, 'unit' | 'additive' | 'compute' | 'settling'>;

/** How many different ones there are, by their names. */
export function countOfDifferent(namesIn: (slice: Slice) => readonly string[]): Computed {
  const settling: Settling = { from: 'names', gather: namesIn, settle: (names) => names.length };
  return {
    ...{ unit: 'count', additive: 'computed-anew', settling },
    compute: (slice) => ({ unit: 'count', value: settling.settle(settling.gather(slice)) }),
  };
}

/** The longest time; null: there is none. */
export function longestTime(longestIn: (slice: Slice) => number | null): Computed {
  return timeAmong(
    (slice) => {
      const longest = longestIn(slice);
      return longest === null ? [] : [longest];
    },
    (times) => times.at(-1) ?? null,
  );
}

/** One of the times. `timesIn` gives them in rising order. */
export function timeAmong(
  timesIn: (slice: Slice) => readonly number[],
  pick: (times: readonly number[]) => number | null,
): Computed {
  const settling: Settling = { from: 'times', gather: timesIn, settle: pick };
  return {
    ...{ unit: 'duration', additive: 'computed-anew', settling },
    compute: (slice) => ({ unit: 'duration', value: settling.settle(settling.gather(slice)) }),
  };
}
