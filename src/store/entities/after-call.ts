import type { OutcomeFact, RatingFact } from '../../core/milestone.js';
import { countColumn, idColumn, key, millisecondsColumn, truthColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** Callers who were asked to rate a conversation, and what they said. */
export const RatingEntity = table<RatingFact>('stored_ratings', {
  rating: key(idColumn('rating_id')),
  call: idColumn('call_id'),
  conversation: idColumn('conversation_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  agent: idColumn('agent_id'),
  recording: idColumn('recording_id', 'may-be-null'),
  question: idColumn('question'),
  lowest: countColumn('lowest'),
  highest: countColumn('highest'),
  askedAt: millisecondsColumn('asked_at'),
  endedAt: millisecondsColumn('ended_at'),
  tries: countColumn('tries'),
  result: wordColumn('result'),
  score: countColumn('score', 'may-be-null'),
});

/** What came of conversations; the key is the conversation. */
export const OutcomeEntity = table<Required<OutcomeFact>>('stored_outcomes', {
  conversation: key(idColumn('conversation_id')),
  call: idColumn('call_id'),
  queue: idColumn('queue_id'),
  agent: idColumn('agent_id'),
  startedAt: millisecondsColumn('started_at'),
  settledAt: millisecondsColumn('settled_at'),
  outcome: idColumn('outcome', 'may-be-null'),
  success: truthColumn('success'),
  resolution: wordColumn('resolution', 'may-be-null'),
  required: truthColumn('required'),
  setAt: millisecondsColumn('set_at', 'may-be-null'),
  setBy: wordColumn('set_by', 'may-be-null'),
  wrongNumber: truthColumn('wrong_number'),
});
