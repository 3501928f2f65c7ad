import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const TABLES: readonly NewTable[] = [
  {
    name: 'alert_standings',
    columns: {
      ...{ alert: 'id', subject: 'id', state: 'id', incident: 'integer', revision: 'integer' },
      ...{ since_at: 'integer?', raised_at: 'integer?', last_held_at: 'integer?', worst: 'share?' },
    },
    key: ['alert', 'subject'],
    indexes: [],
  },
  {
    name: 'alert_notices',
    columns: {
      ...{ alert: 'id', subject: 'id', incident: 'integer', kind: 'id', target: 'text', state: 'id' },
      ...{ message_id: 'text', content: 'long-text', mark: 'id', hand_overs: 'integer', tries: 'integer' },
      ...{ tried_since: 'integer', next_try_at: 'integer', handed_over_at: 'integer?' },
      ...{ accepted_at: 'integer?', said: 'long-text?', holder: 'id', claim_ends_at: 'integer' },
    },
    key: ['alert', 'subject', 'incident', 'kind', 'target'],
    indexes: [['state', 'tried_since'], ['tried_since']],
  },
];

/** Alerts: how each stands, and who was told what of it. */
export class AddsAlerts1732000000009 implements MigrationInterface {
  readonly name = 'AddsAlerts1732000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
