import type { CallArrived, CallEvent, CallFact } from '../../core/milestone.js';
import {
  countColumn,
  idColumn,
  jsonColumn,
  key,
  millisecondsColumn,
  shareColumn,
  textColumn,
  truthColumn,
  wordColumn,
} from './columns.js';
import { table } from './table.js';

const CALL_COLUMNS = {
  call: key(idColumn('call_id')),
  direction: wordColumn('direction'),
  from: textColumn('from_number', 'may-be-null'),
  fromName: textColumn('from_name', 'may-be-null'),
  dialled: textColumn('dialled'),
  tags: jsonColumn('tags'),
  marks: jsonColumn('marks'),
  arrivedAt: millisecondsColumn('arrived_at'),
  answeredAt: millisecondsColumn('answered_at', 'may-be-null'),
  firstOfferedAt: millisecondsColumn('first_offered_at', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at'),
  endedBy: wordColumn('ended_by'),
  endPlace: wordColumn('end_place'),
  lastExit: wordColumn('last_exit', 'may-be-null'),
  waitMs: millisecondsColumn('wait_ms'),
  conversations: countColumn('conversations'),
  talkMs: millisecondsColumn('talk_ms'),
  closed: truthColumn('closed'),
  inHours: truthColumn('in_hours'),
  informationHeard: shareColumn('information_heard', 'may-be-null'),
  planVersion: idColumn('plan_version'),
};

/** Calls that are over, as the line tells of them. */
export const CallEntity = table<CallFact>('stored_calls', CALL_COLUMNS);

/**
 * The view of them, with what the dialplan and the watchdog tell: calls that we never had, and the real end of those that
 * went on without us. Nothing stored is changed, so the order of the telling is free. Only read.
 */
export const ShownCallEntity = table<CallFact>('calls', CALL_COLUMNS);

/** A call that is not over. */
export type OpenCall = Omit<CallArrived, 'kind'>;

/** Calls that are not over: a row comes when the call arrives and goes when it ends. */
export const OpenCallEntity = table<OpenCall>('stored_open_calls', {
  call: key(idColumn('call_id')),
  leg: idColumn('leg_id'),
  from: textColumn('from_number', 'may-be-null'),
  dialled: textColumn('dialled'),
  at: millisecondsColumn('arrived_at'),
  planVersion: idColumn('plan_version'),
});

/** A stage of a call with its place in the journal, which is its key: record and place inside the record. */
export type CallEventRow = Omit<CallEvent, 'kind'> & { readonly sequence: number; readonly item: number };

/** The stages of every call. */
export const CallEventEntity = table<CallEventRow>('stored_call_events', {
  call: key(idColumn('call_id')),
  sequence: key(countColumn('sequence')),
  item: key(countColumn('item')),
  at: millisecondsColumn('happened_at'),
  event: wordColumn('event'),
  detail: jsonColumn('detail'),
});
