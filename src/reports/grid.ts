import type { Language } from '../core/plan.js';
import { INDICATORS, type IndicatorName } from './indicators/all.js';
import type { Figure, Indicator } from './indicators/indicator.js';
import { DIMENSION_BOOK, labelOf, type DimensionName, type Surroundings } from './slicing/dimensions.js';
import type { FigureRow, FigureSource, RowsAsked } from './figures/figure-source.js';
import { noItems, type Counted, type Kind } from './slicing/items.js';
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
  /** As `Table.name`. */
  readonly name: string;
  readonly title: Words;
  readonly counted: Counted;
  readonly by: readonly DimensionName[];
  readonly columns: readonly IndicatorName[];
  readonly thresholds: readonly Threshold[];
  /** Order of the rows; null: by their keys. */
  readonly order: { readonly by: IndicatorName; readonly direction: 'rising' | 'falling' } | null;
}

/** Computes the table. Columns that need facts of `without` are left out, as they would be about something else. Pure. */
export function gridTable(
  grid: Grid,
  source: FigureSource,
  around: Surroundings,
  without: readonly Kind[],
): Table {
  const names = grid.columns.filter(
    (name) => !needsOf(name, grid.counted).some((kind) => without.includes(kind)),
  );
  const columns = [...names, ...(grid.order === null ? [] : [grid.order.by])];
  const asked = { counted: grid.counted, by: grid.by, columns };
  const rows = ordered(withEveryInterval(source.rows(asked), asked, around), grid);
  const titles = grid.by.map((name) => DIMENSION_BOOK[name].title[around.language]);
  return {
    name: grid.name,
    title: grid.title[around.language],
    columns: [
      ...grid.by.map((name, index) => ({ key: name, label: titles[index] ?? name, unit: 'text' as const })),
      ...names.map((name) => columnOf(name, around.language)),
    ],
    rows: rows.map(({ keys, figures }) => [
      ...keys.map((key, index) => text(labelOf(grid.by[index] ?? 'queue', key, around))),
      ...cellsOf(figures, names, grid.thresholds),
    ]),
    total: grid.by.length === 0 ? null : totalOf(source, names, grid, around.language),
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
  rows: readonly FigureRow[],
  asked: RowsAsked,
  around: Surroundings,
): readonly FigureRow[] {
  if (asked.by.length !== 1 || asked.by[0] !== 'interval') return rows;
  const byKey = new Map(rows.map((row) => [row.keys[0], row]));
  return around.intervals.map(({ from }) => {
    const key = String(from).padStart(15, '0');
    return byKey.get(key) ?? { keys: [key], figures: figuresOfNothing(asked) };
  });
}

function figuresOfNothing({ counted, columns }: RowsAsked): readonly Figure[] {
  return columns.map((name) => indicatorOf(name).compute({ counted, ...noItems() }));
}

/** The figure of the order stands behind those of the columns. */
function ordered(rows: readonly FigureRow[], { order }: Grid): readonly FigureRow[] {
  if (order === null) return rows;
  const sign = order.direction === 'rising' ? 1 : -1;
  const ranked = rows.map((row) => ({ row, value: valueOf(row.figures.at(-1)) }));
  return ranked
    .sort((a, b) => (a.value === b.value ? 0 : sign * (a.value < b.value ? -1 : 1)))
    .map(({ row }) => row);
}

function valueOf(figure: Figure | undefined): number {
  return (figure === undefined ? null : numberOf(figure)) ?? -Infinity;
}

function totalOf(
  source: FigureSource,
  names: readonly IndicatorName[],
  grid: Grid,
  language: Language,
): Cell[] {
  const heading = grid.by.map((_, index) => text(index === 0 ? termOf('total', language) : ''));
  const asked = { counted: grid.counted, by: [], columns: names };
  const figures = source.rows(asked)[0]?.figures ?? figuresOfNothing(asked);
  return [...heading, ...cellsOf(figures, names, grid.thresholds)];
}

function cellsOf(
  figures: readonly Figure[],
  names: readonly IndicatorName[],
  thresholds: readonly Threshold[],
): Cell[] {
  return names.flatMap((name, index): Cell[] => {
    const value: Value | undefined = figures[index];
    if (value === undefined) return [];
    const isBeyond = thresholds.some((threshold) => threshold.column === name && exceeds(value, threshold));
    return [isBeyond ? { value, mark: 'flagged' } : plain(value)];
  });
}

function exceeds(value: Value, { is, limit }: Threshold): boolean {
  const number = numberOf(value);
  if (number === null) return false;
  return is === 'above' ? number > limit : number < limit;
}
