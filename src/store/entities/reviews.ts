import type { ReviewFact } from '../../core/milestone.js';
import { countColumn, idColumn, key, longTextColumn, millisecondsColumn, textColumn } from './columns.js';
import { table } from './table.js';

/** What those who have listened to calls think of them. */
export const ReviewEntity = table<ReviewFact>('stored_reviews', {
  review: key(idColumn('review_id')),
  call: idColumn('call_id'),
  agent: idColumn('agent_id', 'may-be-null'),
  score: countColumn('score', 'may-be-null'),
  conclusion: longTextColumn('conclusion', 'may-be-null'),
  reviewer: textColumn('reviewer'),
  reviewedAt: millisecondsColumn('reviewed_at'),
});
