import type { Instant } from '../../core/signal.js';
import type { AlertKey, Notice, Standing } from '../../ports/alerts.js';
import {
  countColumn,
  idColumn,
  key,
  longTextColumn,
  millisecondsColumn,
  shareColumn,
  textColumn,
  wordColumn,
} from './columns.js';
import { table } from './table.js';

/** How an alert stands; what does not belong to its state is null. */
export interface AlertStandingRow extends AlertKey {
  readonly state: Standing['state'];
  readonly incident: number;
  readonly revision: number;
  readonly since: Instant | null;
  readonly raisedAt: Instant | null;
  readonly lastHeldAt: Instant | null;
  readonly worst: number | null;
}
export const AlertStandingEntity = table<AlertStandingRow>('alert_standings', {
  alert: key(idColumn('alert')),
  subject: key(idColumn('subject')),
  state: wordColumn('state'),
  incident: countColumn('incident'),
  revision: countColumn('revision'),
  since: millisecondsColumn('since_at', 'may-be-null'),
  raisedAt: millisecondsColumn('raised_at', 'may-be-null'),
  lastHeldAt: millisecondsColumn('last_held_at', 'may-be-null'),
  worst: shareColumn('worst', 'may-be-null'),
});

/** What one place is told of an incident. */
export type AlertNoticeRow = Notice & { readonly holder: string; readonly claimEndsAt: Instant };
export const AlertNoticeEntity = table<AlertNoticeRow>('alert_notices', {
  alert: key(idColumn('alert')),
  subject: key(idColumn('subject')),
  incident: key(countColumn('incident')),
  kind: key(wordColumn('kind')),
  target: key(textColumn('target')),
  state: wordColumn('state'),
  messageId: textColumn('message_id'),
  content: longTextColumn('content'),
  mark: wordColumn('mark'),
  handOvers: countColumn('hand_overs'),
  tries: countColumn('tries'),
  since: millisecondsColumn('tried_since'),
  nextTryAt: millisecondsColumn('next_try_at'),
  handedOverAt: millisecondsColumn('handed_over_at', 'may-be-null'),
  acceptedAt: millisecondsColumn('accepted_at', 'may-be-null'),
  said: longTextColumn('said', 'may-be-null'),
  holder: idColumn('holder'),
  claimEndsAt: millisecondsColumn('claim_ends_at'),
});
