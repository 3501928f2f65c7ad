import type { DecisionFact } from '../../core/milestone.js';
import { countColumn, idColumn, jsonColumn, key, millisecondsColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** Whom a wave rang and why. */
export const DecisionEntity = table<DecisionFact>('stored_decisions', {
  decision: key(idColumn('decision_id')),
  call: idColumn('call_id'),
  visit: idColumn('visit_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  wave: countColumn('wave'),
  decidedAt: millisecondsColumn('decided_at'),
  strategy: wordColumn('strategy'),
  decidedBy: wordColumn('decided_by'),
  rung: countColumn('rung'),
  eligible: countColumn('eligible'),
  leftOut: countColumn('left_out'),
  detail: jsonColumn('detail'),
});
