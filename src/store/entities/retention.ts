import type { Instant, RecordingId } from '../../core/signal.js';
import type { RecordingPlace, RetentionRun } from '../../ports/retention.js';
import { idColumn, jsonColumn, key, longTextColumn, millisecondsColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** Up to where a place is cleared, and how; the place `key`: which key numbers are replaced with. */
export interface RetentionMarkRow {
  readonly place: string;
  readonly rule: string;
  readonly until: Instant;
}
export const RetentionMarkEntity = table<RetentionMarkRow>('retention_marks', {
  place: key(idColumn('place')),
  rule: idColumn('rule'),
  until: millisecondsColumn('until_at'),
});

/** Where the file of a recording is; without a row it is where Asterisk wrote it. */
export interface RecordingPlaceRow {
  readonly recording: RecordingId;
  readonly place: RecordingPlace;
}
export const RecordingPlaceEntity = table<RecordingPlaceRow>('recording_places', {
  recording: key(idColumn('recording_id')),
  place: wordColumn('place'),
});

/** The runs of retention. */
export const RetentionRunEntity = table<RetentionRun>('retention_runs', {
  run: key(idColumn('run')),
  startedAt: millisecondsColumn('started_at'),
  endedAt: millisecondsColumn('ended_at', 'may-be-null'),
  state: wordColumn('state'),
  counts: jsonColumn('counts'),
  said: longTextColumn('said', 'may-be-null'),
});
