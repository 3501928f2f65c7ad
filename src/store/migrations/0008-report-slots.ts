import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const TABLES: readonly NewTable[] = [
  {
    name: 'report_schedules',
    columns: { schedule: 'id', timing: 'long-text', known_since: 'integer' },
    key: ['schedule'],
    indexes: [],
  },
  {
    name: 'report_slots',
    columns: {
      ...{ schedule: 'id', due_at: 'integer', edition: 'integer', period_from: 'integer' },
      ...{ period_to: 'integer', state: 'id', holder: 'id', claim_ends_at: 'integer' },
      ...{ tries: 'integer', tried_since: 'integer', next_try_at: 'integer', built_at: 'integer?' },
      ...{ row_count: 'integer?', content_hash: 'id?', took_ms: 'integer?', open_calls: 'long-text' },
      ...{ content: 'long-text?', said: 'long-text?' },
    },
    key: ['schedule', 'due_at', 'edition'],
    indexes: [['state', 'next_try_at'], ['due_at']],
  },
  {
    name: 'report_deliveries',
    columns: {
      ...{ schedule: 'id', due_at: 'integer', edition: 'integer', target: 'text', state: 'id' },
      ...{ message_id: 'text', hand_overs: 'integer', mark: 'id', tries: 'integer' },
      ...{ tried_since: 'integer', next_try_at: 'integer', handed_over_at: 'integer?' },
      ...{ accepted_at: 'integer?', said: 'long-text?' },
    },
    key: ['schedule', 'due_at', 'edition', 'target'],
    indexes: [['state', 'due_at']],
  },
];

/** The scheduled reports: since when each is known, its due runs, and where each of these went. */
export class AddsReportSlots1732000000008 implements MigrationInterface {
  readonly name = 'AddsReportSlots1732000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
