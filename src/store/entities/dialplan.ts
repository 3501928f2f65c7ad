import type { LegId, CallId } from '../../core/signal.js';
import type { DialplanCall, LegRescue } from '../../ports/facts.js';
import { idColumn, key, millisecondsColumn, textColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** The caller's leg of every call, open or over. */
export interface CallLegRow {
  readonly leg: LegId;
  readonly call: CallId;
}
export const CallLegEntity = table<CallLegRow>('call_legs', {
  leg: key(idColumn('leg_id')),
  call: idColumn('call_id'),
});

/** What is known of a caller's leg from others than us; each source fills its own columns. */
export interface DialplanCallRow {
  readonly leg: LegId;
  readonly from: DialplanCall['from'];
  readonly dialled: string | null;
  readonly arrivedAt: number | null;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** When the watchdog took it out of the application. */
  readonly leftAt: number | null;
  readonly leftFor: LegRescue['did'] | null;
}
export const DialplanCallEntity = table<DialplanCallRow>('dialplan_calls', {
  leg: key(idColumn('leg_id')),
  from: textColumn('from_number', 'may-be-null'),
  dialled: textColumn('dialled', 'may-be-null'),
  arrivedAt: millisecondsColumn('arrived_at', 'may-be-null'),
  answeredAt: millisecondsColumn('answered_at', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at', 'may-be-null'),
  leftAt: millisecondsColumn('left_at', 'may-be-null'),
  leftFor: wordColumn('left_for', 'may-be-null'),
});
