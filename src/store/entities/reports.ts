import type { Instant } from '../../core/signal.js';
import type { Delivery, SlotKey, SlotState } from '../../ports/slots.js';
import {
  countColumn,
  idColumn,
  jsonColumn,
  key,
  longTextColumn,
  millisecondsColumn,
  textColumn,
  wordColumn,
} from './columns.js';
import { table } from './table.js';

/** Since when a schedule is known with this timing. */
export interface ReportScheduleRow {
  readonly schedule: string;
  readonly timing: string;
  readonly knownSince: Instant;
}
export const ReportScheduleEntity = table<ReportScheduleRow>('report_schedules', {
  schedule: key(idColumn('schedule')),
  timing: longTextColumn('timing'),
  knownSince: millisecondsColumn('known_since'),
});

/** A due run. */
export interface ReportSlotRow extends SlotKey {
  readonly from: Instant;
  readonly to: Instant;
  readonly state: SlotState;
  readonly holder: string;
  readonly claimEndsAt: Instant;
  readonly tries: number;
  readonly triedSince: Instant;
  readonly nextTryAt: Instant;
  readonly builtAt: Instant | null;
  readonly rows: number | null;
  readonly hash: string | null;
  readonly tookMs: number | null;
  readonly openCalls: readonly string[];
  readonly content: string | null;
  readonly said: string | null;
}
export const ReportSlotEntity = table<ReportSlotRow>('report_slots', {
  schedule: key(idColumn('schedule')),
  dueAt: key(millisecondsColumn('due_at')),
  edition: key(countColumn('edition')),
  from: millisecondsColumn('period_from'),
  to: millisecondsColumn('period_to'),
  state: wordColumn('state'),
  holder: idColumn('holder'),
  claimEndsAt: millisecondsColumn('claim_ends_at'),
  tries: countColumn('tries'),
  triedSince: millisecondsColumn('tried_since'),
  nextTryAt: millisecondsColumn('next_try_at'),
  builtAt: millisecondsColumn('built_at', 'may-be-null'),
  rows: countColumn('row_count', 'may-be-null'),
  hash: wordColumn('content_hash', 'may-be-null'),
  tookMs: millisecondsColumn('took_ms', 'may-be-null'),
  openCalls: jsonColumn('open_calls'),
  content: longTextColumn('content', 'may-be-null'),
  said: longTextColumn('said', 'may-be-null'),
});

/** A run on its way to one place. */
export type ReportDeliveryRow = SlotKey & Omit<Delivery, 'since'> & { readonly triedSince: Instant };
export const ReportDeliveryEntity = table<ReportDeliveryRow>('report_deliveries', {
  schedule: key(idColumn('schedule')),
  dueAt: key(millisecondsColumn('due_at')),
  edition: key(countColumn('edition')),
  target: key(textColumn('target')),
  state: wordColumn('state'),
  messageId: textColumn('message_id'),
  handOvers: countColumn('hand_overs'),
  mark: wordColumn('mark'),
  tries: countColumn('tries'),
  triedSince: millisecondsColumn('tried_since'),
  nextTryAt: millisecondsColumn('next_try_at'),
  handedOverAt: millisecondsColumn('handed_over_at', 'may-be-null'),
  acceptedAt: millisecondsColumn('accepted_at', 'may-be-null'),
  said: longTextColumn('said', 'may-be-null'),
});
