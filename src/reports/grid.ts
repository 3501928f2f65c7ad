import type { Language } from '../core/plan.js';
import { INDICATORS, type IndicatorName } from './indicators/all.js';
import type { Indicator } from './indicators/indicator.js';
import { DIMENSION_BOOK, labelOf, type DimensionName, type Surroundings } from './slicing/dimensions.js';
import { noItems, type Counted, type Kind, type Slice } from './slicing/items.js';
import { partsOf, type Part } from './slicing/slicing.js';
import { numberOf, plain, text, type Cell, type Table, type Value } from './table.js';
import { termOf, type Words } from './words.js';

/** A cell is flagged when its figure is beyond: shares as fractions, times in milliseconds. */
export interface Threshold {
  readonly column: IndicatorName;
  readonly is: 'above' | 'below';
  readonly limit: number;
}

/** A table as it is asked for: rows by dimensions, one indicator a column. */
export interface Grid {
  readonly title: Words;
  readonly counted: Counted;
  readonly by: readonly DimensionName[];
  readonly columns: readonly IndicatorName[];
  readonly thresholds: readonly Threshold[];
  /** Order of the rows; null: by their keys. */
  readonly order: { readonly by: IndicatorName; readonly direction: 'rising' | 'falling' } | null;
}

/** Computes the table. Columns that need facts of `without` are left out, as they would be about something else. Pure. */
export function gridTable(grid: Grid, all: Slice, around: Surroundings, without: readonly Kind[]): Table {
  const slice = { ...all, counted: grid.counted };
  const names = grid.columns.filter(
    (name) => !needsOf(name, grid.counted).some((kind) => without.includes(kind)),
  );
  const parts = ordered(withEveryInterval(partsOf(slice, grid.by, around), grid.by, around), grid);
  const titles = grid.by.map((name) => DIMENSION_BOOK[name].title[around.language]);
  return {
    title: grid.title[around.language],
    columns: [
      ...grid.by.map((name, index) => ({ key: name, label: titles[index] ?? name, unit: 'text' as const })),
      ...names.map((name) => columnOf(name, around.language)),
    ],
    rows: parts.map((part) => [
      ...part.keys.map((key, index) => text(labelOf(grid.by[index] ?? 'queue', key, around))),
      ...figuresOf(part.slice, names, grid.thresholds),
    ]),
    total: grid.by.length === 0 ? null : totalOf(slice, names, grid, around.language),
  };
}

/** The kinds of facts that a column is made of. */
export function needsOf(name: IndicatorName, counted: Counted): readonly Kind[] {
  return indicatorOf(name).needs.map((need) => (need === 'waits' ? counted : need));
}

/** Dimensions by which a column cannot be divided, because its facts have no such key. */
export function undividedBy(
  name: IndicatorName,
  by: readonly DimensionName[],
  counted: Counted,
): DimensionName[] {
  return by.filter((dimension) =>
    needsOf(name, counted).some((kind) => DIMENSION_BOOK[dimension].keys[kind] === undefined),
  );
}

export function indicatorOf(name: IndicatorName): Indicator {
  return INDICATORS[name];
}

function columnOf(name: IndicatorName, language: Language): Table['columns'][number] {
  const { label, unit } = indicatorOf(name);
  return { key: name, label: label[language], unit };
}

/** By time alone, an interval in which nothing happened is a row too. */
function withEveryInterval(
  parts: readonly Part[],
  by: readonly DimensionName[],
  around: Surroundings,
): readonly Part[] {
  if (by.length !== 1 || by[0] !== 'interval') return parts;
  const byKey = new Map(parts.map((part) => [part.keys[0], part]));
  return around.intervals.map(({ from }) => {
    const key = String(from).padStart(15, '0');
    return byKey.get(key) ?? { keys: [key], slice: emptySlice(parts[0]?.slice.counted ?? 'calls') };
  });
}

function emptySlice(counted: Counted): Slice {
  return { counted, ...noItems() };
}

function ordered(parts: readonly Part[], { order }: Grid): readonly Part[] {
  if (order === null) return parts;
  const sign = order.direction === 'rising' ? 1 : -1;
  const valueOf = (part: Part): number => numberOf(indicatorOf(order.by).compute(part.slice)) ?? -Infinity;
  const ranked = parts.map((part) => ({ part, value: valueOf(part) }));
  return ranked
    .sort((a, b) => (a.value === b.value ? 0 : sign * (a.value < b.value ? -1 : 1)))
    .map(({ part }) => part);
}

function totalOf(slice: Slice, names: readonly IndicatorName[], grid: Grid, language: Language): Cell[] {
  const heading = grid.by.map((_, index) => text(index === 0 ? termOf('total', language) : ''));
  return [...heading, ...figuresOf(slice, names, grid.thresholds)];
}

function figuresOf(slice: Slice, names: readonly IndicatorName[], thresholds: readonly Threshold[]): Cell[] {
  return names.map((name) => {
    const value: Value = indicatorOf(name).compute(slice);
    const isBeyond = thresholds.some((threshold) => threshold.column === name && exceeds(value, threshold));
    return isBeyond ? { value, mark: 'flagged' } : plain(value);
  });
}

function exceeds(value: Value, { is, limit }: Threshold): boolean {
  const number = numberOf(value);
  if (number === null) return false;
  return is === 'above' ? number > limit : number < limit;
}
