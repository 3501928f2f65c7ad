import { indexOf } from '../intervals.js';
import { INDICATORS, type IndicatorName } from '../indicators/all.js';
import type { Figure, Indicator } from '../indicators/indicator.js';
import type { Instant } from '../../core/signal.js';
import type { Surroundings } from '../slicing/dimensions.js';
import type { Slice } from '../slicing/items.js';
import { compareKeys, partsOf } from '../slicing/slicing.js';
import { narrowed } from './figures-of-facts.js';
import type { FigureRow, FigureSource, Narrowing, RowsAsked } from './figure-source.js';

/**
 * What a day leaves in one place of a table, by its column: a number that adds up (null: there is none), two of them where the
 * figure is a ratio, or the names or times that the figure of several days is settled from.
 */
export type Left = number | null | readonly number[] | readonly string[];

/** What a day leaves of one row. */
export interface RowLeft {
  readonly keys: readonly string[];
  /** One for each column. */
  readonly left: readonly Left[];
}

/** Rows that are asked for, and of which facts. */
export interface NarrowRowsAsked extends RowsAsked {
  readonly narrowing: Narrowing;
}

/** What is left of one day. */
export interface DayLeft {
  /** When it begins. */
  readonly from: Instant;
  rows(asked: NarrowRowsAsked): readonly RowLeft[];
}

/** Whether the figure of several days can be told from what each of them leaves. */
export function isLeftByDays(name: IndicatorName): boolean {
  const { additive, settling }: Indicator = INDICATORS[name];
  return additive === 'additive' || settling !== undefined;
}

/** What the facts of a day leave. `around` is that of the day alone, in intervals of a day. Pure. */
export function rowsLeft(slice: Slice, around: Surroundings, asked: NarrowRowsAsked): readonly RowLeft[] {
  const { counted, by, columns, narrowing } = asked;
  return partsOf({ ...narrowed(slice, narrowing), counted }, by, around).map((part) => ({
    keys: part.keys,
    left: columns.map((name) => leftOf(INDICATORS[name], part.slice)),
  }));
}

function leftOf({ settling, compute }: Indicator, slice: Slice): Left {
  if (settling !== undefined) return settling.gather(slice);
  const figure = compute(slice);
  return 'ratio' in figure ? [figure.ratio.numerator, figure.ratio.denominator] : figure.value;
}

/** Figures of whole days that are settled from what each of them has left. */
export class FiguresOfDays implements FigureSource {
  constructor(
    private readonly days: readonly DayLeft[],
    private readonly around: Surroundings,
    private readonly narrowing: Narrowing = 'everything',
  ) {}

  rows(asked: RowsAsked): readonly FigureRow[] {
    const rows = new Map<string, { readonly keys: readonly string[]; readonly left: (readonly Left[])[] }>();
    for (const day of this.days) {
      for (const { keys: ofDay, left } of day.rows({ ...asked, narrowing: this.narrowing })) {
        const keys = this.#keysOf(ofDay, day.from, asked);
        const name = JSON.stringify(keys);
        const row = rows.get(name) ?? { keys, left: [] };
        rows.set(name, row);
        row.left.push(left);
      }
    }
    return [...rows.values()]
      .map(({ keys, left }) => ({
        keys,
        figures: asked.columns.map((column, index) =>
          settled(
            column,
            left.map((each) => each[index] ?? null),
          ),
        ),
      }))
      .sort((a, b) => compareKeys(a.keys, b.keys));
  }

  of(narrowing: Narrowing): FigureSource {
    return new FiguresOfDays(this.days, this.around, narrowing);
  }

  /** A day stands in the interval in which it begins. */
  #keysOf(keys: readonly string[], from: Instant, { by }: RowsAsked): readonly string[] {
    const { intervals } = this.around;
    const begins = intervals[indexOf(intervals, from)]?.from ?? from;
    return keys.map((key, index) => (by[index] === 'interval' ? String(begins).padStart(15, '0') : key));
  }
}

/** The figure of all days. */
function settled(name: IndicatorName, left: readonly Left[]): Figure {
  const { settling, unit }: Indicator = INDICATORS[name];
  if (unit === 'share' || unit === 'mean' || unit === 'score') return { unit, ratio: ratioOf(left) };
  if (settling === undefined) return { unit, value: sumOf(left) };
  if (settling.from === 'names') {
    const names = new Set(left.flatMap((each) => (Array.isArray(each) ? each.map(String) : [])));
    return { unit, value: settling.settle([...names]) };
  }
  const times = left.flatMap((each) => (Array.isArray(each) ? each.map(Number) : []));
  return { unit, value: settling.settle([...Float64Array.from(times).sort()]) };
}

function ratioOf(left: readonly Left[]): { readonly numerator: number; readonly denominator: number } {
  let [numerator, denominator] = [0, 0];
  for (const each of left) {
    if (!Array.isArray(each)) continue;
    numerator += Number(each[0] ?? 0);
    denominator += Number(each[1] ?? 0);
  }
  return { numerator, denominator };
}

function sumOf(left: readonly Left[]): number | null {
  const numbers = left.filter((each) => typeof each === 'number');
  return numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0);
}
