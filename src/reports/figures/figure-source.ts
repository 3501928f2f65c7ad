import type { IndicatorName } from '../indicators/all.js';
import type { Figure } from '../indicators/indicator.js';
import type { DimensionName } from '../slicing/dimensions.js';
import type { Counted, Kind } from '../slicing/items.js';

/** Of which facts rows are made: all of the period, those of one kind, offers and conversations, or of these what went to partners. */
export type Narrowing = 'everything' | 'rung' | 'partners' | Kind;

/** Rows by dimensions, with figures. Without a dimension: one row of all, or none where nothing happened. */
export interface RowsAsked {
  readonly counted: Counted;
  readonly by: readonly DimensionName[];
  readonly columns: readonly IndicatorName[];
}

/** A row: its keys, one per dimension, and a figure for each column. */
export interface FigureRow {
  readonly keys: readonly string[];
  readonly figures: readonly Figure[];
}

/** Figures of a period, wherever they come from. */
export interface FigureSource {
  /** In the order of their keys. */
  rows(asked: RowsAsked): readonly FigureRow[];
  /** The same of a part of the facts. */
  of(narrowing: Narrowing): FigureSource;
}

/** Whether anything happened. */
export function hasAny(source: FigureSource): boolean {
  return source.rows({ counted: 'calls', by: [], columns: [] }).length > 0;
}
