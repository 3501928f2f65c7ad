import type { RatingItem } from './items.js';

/** The scores that were given, on the scale from 1 to 5: lowest is 1, highest is 5, the others lie evenly between. */
export function givenOf(ratings: readonly RatingItem[]): readonly number[] {
  return ratings.flatMap(({ fact: { score, lowest, highest } }) =>
    score === null ? [] : 1 + (4 * (score - lowest)) / (highest - lowest),
  );
}
