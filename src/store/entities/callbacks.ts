import type { CallbackAttemptFact, CallbackFact } from '../../core/milestone.js';
import type { OpenCallback } from '../../ports/facts.js';
import { countColumn, idColumn, key, millisecondsColumn, textColumn, wordColumn } from './columns.js';
import { table } from './table.js';

const ASKED = {
  callback: key(idColumn('callback_id')),
  name: textColumn('name', 'may-be-null'),
  queue: idColumn('queue_id'),
  origin: wordColumn('origin'),
  call: idColumn('call_id', 'may-be-null'),
  askedAt: millisecondsColumn('asked_at'),
  notBefore: millisecondsColumn('not_before', 'may-be-null'),
};

/** Callbacks that are over. */
export const CallbackEntity = table<CallbackFact>('stored_callbacks', {
  ...ASKED,
  number: textColumn('number', 'may-be-null'),
  asks: countColumn('asks'),
  tries: countColumn('tries'),
  endedAt: millisecondsColumn('ended_at'),
  end: wordColumn('end_kind'),
  reason: wordColumn('reason', 'may-be-null'),
  agent: idColumn('agent_id', 'may-be-null'),
});

/** Callbacks that are not over: a row comes when one is asked for and goes when it ends. */
export const OpenCallbackEntity = table<OpenCallback>('stored_open_callbacks', {
  ...ASKED,
  number: textColumn('number', 'may-be-null'),
});

/** Every agent who was rung for a callback, and what came of it. */
export const CallbackAttemptEntity = table<CallbackAttemptFact>('stored_callback_attempts', {
  attempt: key(idColumn('attempt_id')),
  callback: idColumn('callback_id'),
  call: idColumn('call_id'),
  queue: idColumn('queue_id'),
  agent: idColumn('agent_id'),
  offeredAt: millisecondsColumn('offered_at'),
  offerEndedAt: millisecondsColumn('offer_ended_at'),
  offerResult: wordColumn('offer_result'),
  dialledAt: millisecondsColumn('dialled_at', 'may-be-null'),
  answeredAt: millisecondsColumn('answered_at', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at'),
  result: wordColumn('result', 'may-be-null'),
  conversation: idColumn('conversation_id', 'may-be-null'),
  talkMs: millisecondsColumn('talk_ms'),
});
