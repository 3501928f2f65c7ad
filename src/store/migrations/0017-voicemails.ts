import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const TABLES: readonly NewTable[] = [
  {
    name: 'stored_voicemails',
    columns: {
      ...{ voicemail_id: 'id', call_id: 'id', box: 'id', entered_at: 'integer', recorded_at: 'integer?' },
      ...{ ended_at: 'integer', duration_ms: 'integer?', spoken_ms: 'integer?', result: 'id' },
      ...{ failure: 'id?', recording_id: 'id?', callback_id: 'id?', mail: 'long-text' },
    },
    key: ['voicemail_id'],
    indexes: [['entered_at'], ['call_id']],
  },
  {
    name: 'stored_voicemail_marks',
    columns: { voicemail_id: 'id', marked_at: 'integer', heard_by: 'text?' },
    key: ['voicemail_id'],
    indexes: [],
  },
  {
    name: 'voicemail_mails',
    columns: {
      ...{ voicemail_id: 'id', address: 'text', state: 'id', mark: 'id', hand_overs: 'integer' },
      ...{ tries: 'integer', tried_since: 'integer', next_try_at: 'integer', accepted_at: 'integer?' },
      ...{ said: 'long-text?', holder: 'id', claim_ends_at: 'integer' },
    },
    key: ['voicemail_id', 'address'],
    indexes: [['state', 'next_try_at']],
  },
];

const VIEW: NewView = {
  name: 'voicemails',
  sqlite:
    'SELECT v.voicemail_id, v.call_id, v.box, v.entered_at, v.recorded_at, v.ended_at, v.duration_ms, v.spoken_ms, ' +
    'v.result, v.failure, v.recording_id, v.callback_id, ' +
    'CASE WHEN m.heard_by IS NULL THEN NULL ELSE m.marked_at END AS heard_at, m.heard_by ' +
    'FROM stored_voicemails v LEFT JOIN stored_voicemail_marks m ON m.voicemail_id = v.voicemail_id',
};

/** Messages that callers left, whether they were heard, and their way to whom they are mailed. */
export class AddsVoicemails1732000000017 implements MakesViews {
  readonly name = 'AddsVoicemails1732000000017';
  readonly views = [VIEW.name];

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    await createView(runner, VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropView(runner, VIEW.name);
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
