import { idColumn, key, longTextColumn, millisecondsColumn } from './columns.js';
import { table } from './table.js';

/** What a day has left of one question. */
export interface KeptDayRow {
  readonly from: number;
  readonly to: number;
  readonly asked: string;
  /** Of the facts of the day as they were then: how often they had been written. */
  readonly revision: number;
  readonly text: string;
}
export const KeptDayEntity = table<KeptDayRow>('kept_days', {
  from: key(millisecondsColumn('from_at')),
  to: key(millisecondsColumn('to_at')),
  asked: key(idColumn('asked')),
  revision: millisecondsColumn('revision'),
  text: longTextColumn('body'),
});

/** How often facts of a quarter of an hour have been written. */
export interface FactQuarterRow {
  /** When it begins. */
  readonly quarter: number;
  readonly revision: number;
}
export const FactQuarterEntity = table<FactQuarterRow>('fact_quarters', {
  quarter: key(millisecondsColumn('quarter_at')),
  revision: millisecondsColumn('revision'),
});
