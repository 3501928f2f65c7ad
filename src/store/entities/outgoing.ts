import type { OutgoingFact } from '../../core/milestone.js';
import { agentOrNobodyColumn, idColumn, key, millisecondsColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** What its row among all calls does not tell. */
export type OutgoingRow = Omit<OutgoingFact, 'number' | 'shown' | 'planVersion'>;

/** Calls that agents made, or wanted to make; number and what was shown stand in the row of the call. */
export const OutgoingEntity = table<OutgoingRow>('stored_outgoing_calls', {
  call: key(idColumn('call_id')),
  agent: agentOrNobodyColumn('agent_id'),
  origin: wordColumn('origin'),
  askedAt: millisecondsColumn('asked_at'),
  dialledAt: millisecondsColumn('dialled_at', 'may-be-null'),
  answeredAt: millisecondsColumn('answered_at', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at'),
  endedBy: wordColumn('ended_by'),
  result: wordColumn('result'),
  refusal: wordColumn('refusal', 'may-be-null'),
  conversation: idColumn('conversation_id', 'may-be-null'),
  talkStartedAt: millisecondsColumn('talk_started_at', 'may-be-null'),
  talkEndedAt: millisecondsColumn('talk_ended_at', 'may-be-null'),
  talkMs: millisecondsColumn('talk_ms'),
  forCall: idColumn('for_call_id', 'may-be-null'),
});
