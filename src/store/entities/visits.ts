import type { ConversationFact, OfferFact, VisitFact } from '../../core/milestone.js';
import { countColumn, idColumn, key, millisecondsColumn, textColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** Stays in queues and ring steps. */
export const VisitEntity = table<VisitFact>('stored_visits', {
  visit: key(idColumn('visit_id')),
  call: idColumn('call_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  step: textColumn('step', 'may-be-null'),
  enteredAt: millisecondsColumn('entered_at'),
  endedAt: millisecondsColumn('ended_at'),
  exit: wordColumn('exit_kind'),
  carriedMs: millisecondsColumn('carried_ms'),
  waitMs: millisecondsColumn('wait_ms'),
  agent: idColumn('agent_id', 'may-be-null'),
  offers: countColumn('offers'),
  planVersion: idColumn('plan_version'),
});

/** One agent rung for one call. */
export const OfferEntity = table<OfferFact>('stored_offers', {
  offer: key(idColumn('offer_id')),
  call: idColumn('call_id'),
  visit: idColumn('visit_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  agent: idColumn('agent_id'),
  wave: countColumn('wave'),
  offeredAt: millisecondsColumn('offered_at'),
  endedAt: millisecondsColumn('ended_at'),
  result: wordColumn('result'),
});

/** Talks of an agent with a caller. */
export const ConversationEntity = table<ConversationFact>('stored_conversations', {
  conversation: key(idColumn('conversation_id')),
  call: idColumn('call_id'),
  visit: idColumn('visit_id'),
  offer: idColumn('offer_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  agent: idColumn('agent_id'),
  startedAt: millisecondsColumn('started_at'),
  endedAt: millisecondsColumn('ended_at'),
  talkMs: millisecondsColumn('talk_ms'),
  waitMs: millisecondsColumn('wait_ms'),
  ringMs: millisecondsColumn('ring_ms'),
  endedBy: wordColumn('ended_by'),
});
