import type { HoldFact, TransferFact } from '../../core/milestone.js';
import { countColumn, idColumn, key, millisecondsColumn, textColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** Callers who were handed over, or were to be. */
export const TransferEntity = table<TransferFact>('stored_transfers', {
  transfer: key(idColumn('transfer_id')),
  call: idColumn('call_id'),
  way: wordColumn('way'),
  by: wordColumn('asked_by'),
  agent: idColumn('agent_id'),
  conversation: idColumn('conversation_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  target: textColumn('target'),
  reason: textColumn('reason', 'may-be-null'),
  level: countColumn('level', 'may-be-null'),
  takenBy: idColumn('taken_by', 'may-be-null'),
  offers: countColumn('offers'),
  askedAt: millisecondsColumn('asked_at'),
  answeredAt: millisecondsColumn('answered_at', 'may-be-null'),
  handedOverAt: millisecondsColumn('handed_over_at', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at'),
  result: wordColumn('result'),
});

/** Times in which a caller heard music in the middle of a conversation. */
export const HoldEntity = table<HoldFact>('stored_holds', {
  conversation: key(idColumn('conversation_id')),
  startedAt: key(millisecondsColumn('started_at')),
  why: key(wordColumn('why')),
  call: idColumn('call_id'),
  agent: idColumn('agent_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at'),
});
