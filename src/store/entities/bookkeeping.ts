import type { Gap, PlanInForce } from '../../core/milestone.js';
import { countColumn, idColumn, key, longTextColumn, millisecondsColumn, textColumn } from './columns.js';
import { table } from './table.js';

/** A plan's content: written once per version. */
export interface PlanVersionRow {
  readonly version: string;
  readonly plan: string;
}
export const PlanVersionEntity = table<PlanVersionRow>('plan_versions', {
  version: key(idColumn('version')),
  plan: longTextColumn('plan'),
});

/** When which plan came into force; a version may come back. */
export type PlanLoadRow = Omit<PlanInForce, 'kind' | 'plan'>;
export const PlanLoadEntity = table<PlanLoadRow>('stored_plan_loads', {
  at: key(millisecondsColumn('loaded_at')),
  version: key(idColumn('version')),
  by: textColumn('loaded_by'),
});

/** Times in which events may have been lost. */
export type GapRow = Omit<Gap, 'kind'>;
export const GapEntity = table<GapRow>('stored_gaps', {
  from: key(millisecondsColumn('from_at')),
  to: key(millisecondsColumn('to_at')),
  cause: key(textColumn('cause')),
});

/** One row: up to where the journal stands in the database. */
export interface JournalPositionRow {
  readonly id: number;
  readonly sequence: number;
}
export const JournalPositionEntity = table<JournalPositionRow>('journal_position', {
  id: key(countColumn('id')),
  sequence: countColumn('sequence'),
});
