import type { Period } from '../../ports/facts.js';
import type { Span } from '../agent-time.js';
import { indexOf } from '../intervals.js';
import { DIMENSION_BOOK, type DimensionName, type Surroundings } from './dimensions.js';
import { KINDS, noItems, type Items, type Kind, type Lists, type Slice } from './items.js';

/** The facts of one row: its keys, one per dimension, and its part of the slice. */
export interface Part {
  readonly keys: readonly string[];
  readonly slice: Slice;
}

/**
 * The slice in rows. A fact stands in every row whose keys it has (a call with two tags in two), and in none when its
 * kind has no such key. Rows come in the order of their keys; what has no name of its own comes last. Pure.
 */
export function partsOf(slice: Slice, by: readonly DimensionName[], around: Surroundings): Part[] {
  const parts = new Map<string, { readonly keys: readonly string[]; readonly items: Lists }>();
  const into = <K extends Kind>(kind: K, items: readonly Items[K][]): void =>
    sortInto(parts, kind, items, (item) => keysOf(kind, item, by, around));
  into('calls', slice.calls);
  into('visits', slice.visits);
  into('offers', slice.offers);
  into('conversations', slice.conversations);
  into('states', cutAt(slice.states, bordersFor(by, around)));
  into('menus', slice.menus);
  into('ratings', slice.ratings);
  into('outcomes', slice.outcomes);
  into('outgoing', slice.outgoing);
  into('reviews', slice.reviews);
  return [...parts.values()]
    .filter(({ items }) => isWorthARow(items))
    .map(({ keys, items }) => ({ keys, slice: { ...items, counted: slice.counted } }))
    .sort((a, b) => compareKeys(a.keys, b.keys));
}

function sortInto<K extends Kind>(
  parts: Map<string, { readonly keys: readonly string[]; readonly items: Lists }>,
  kind: K,
  items: readonly Items[K][],
  keysOfItem: (item: Items[K]) => readonly (readonly string[])[],
): void {
  for (const item of items) {
    for (const keys of keysOfItem(item)) {
      const name = keys.length === 1 ? (keys[0] ?? '') : JSON.stringify(keys);
      let part = parts.get(name);
      if (part === undefined) parts.set(name, (part = { keys, items: noItems() }));
      const list: Items[K][] = part.items[kind];
      list.push(item);
    }
  }
}

/** Every combination of the item's keys. One dimension and one key are the usual, and many. */
function keysOf<K extends Kind>(
  kind: K,
  item: Items[K],
  by: readonly DimensionName[],
  around: Surroundings,
): (readonly string[])[] {
  let combined: (readonly string[])[] = [[]];
  for (const name of by) {
    const keysIn = DIMENSION_BOOK[name].keys[kind];
    const keys = keysIn === undefined ? [] : keysIn(item, around);
    if (keys.length === 0) return [];
    combined =
      keys.length === 1 && combined.length === 1
        ? [[...(combined[0] ?? []), ...keys]]
        : combined.flatMap((before) => keys.map((key) => [...before, key]));
  }
  return combined;
}

/** An agent who was signed out all the time did nothing that a row could show. */
function isWorthARow(items: Lists): boolean {
  return KINDS.some((kind) =>
    kind === 'states' ? items.states.some(({ state }) => state !== 'signed-out') : items[kind].length > 0,
  );
}

function bordersFor(by: readonly DimensionName[], { intervals, hours }: Surroundings): (readonly Period[])[] {
  const isByHour = by.includes('hour') || by.includes('weekday');
  return [...(by.includes('interval') ? [intervals] : []), ...(isByHour ? [hours] : [])];
}

/** Cuts time in a state at the borders, so that each piece lies in one interval. */
function cutAt(spans: readonly Span[], divisions: readonly (readonly Period[])[]): readonly Span[] {
  return divisions.reduce<readonly Span[]>(
    (pieces, intervals) => pieces.flatMap((span) => piecesOf(span, intervals)),
    spans,
  );
}

function piecesOf(span: Span, intervals: readonly Period[]): Span[] {
  const pieces: Span[] = [];
  const first = indexOf(intervals, span.from);
  for (let index = Math.max(0, first); index < intervals.length; index += 1) {
    const interval = intervals[index];
    if (first < 0 || interval === undefined || interval.from >= span.to) break;
    const isLast = span.to <= interval.to;
    pieces.push({
      ...span,
      from: Math.max(span.from, interval.from),
      to: Math.min(span.to, interval.to),
      end: isLast ? span.end : 'over',
    });
  }
  return pieces;
}

/** Keys for what has no name of its own. */
const LAST: ReadonlySet<string> = new Set([
  'ring-steps',
  'hidden',
  'not-e164',
  'no-tag',
  'no-key',
  '[not-set]',
  '[no-reason]',
  '[no-team]',
]);

/** In the order of the keys; what has no name of its own comes last. */
export function compareKeys(left: readonly string[], right: readonly string[]): number {
  for (const [index, key] of left.entries()) {
    const other = right[index] ?? '';
    if (key === other) continue;
    if (LAST.has(key) !== LAST.has(other)) return LAST.has(key) ? 1 : -1;
    return key < other ? -1 : 1;
  }
  return 0;
}
