/** A share with the two numbers it comes from. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** The ratio as a fraction; null when there is nothing to divide by (never 0 and never 1). */
export function fraction(ratio: Ratio): number | null {
  return ratio.denominator === 0 ? null : ratio.numerator / ratio.denominator;
}

/** Sum of what `of` says about each item. */
export function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}

/** Number of items for which `is` holds. */
export function countOf<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  let count = 0;
  for (const item of items) if (is(item)) count += 1;
  return count;
}

/** Items by key, in the order of their first appearance. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
