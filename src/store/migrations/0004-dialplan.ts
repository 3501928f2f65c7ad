import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const TABLES: readonly NewTable[] = [
  { name: 'call_legs', columns: { leg_id: 'id', call_id: 'id' }, key: ['leg_id'], indexes: [['call_id']] },
  {
    name: 'dialplan_calls',
    columns: {
      leg_id: 'id',
      from_number: 'text?',
      dialled: 'text?',
      arrived_at: 'integer?',
      answered_at: 'integer?',
      ended_at: 'integer?',
      left_at: 'integer?',
      left_for: 'id?',
    },
    key: ['leg_id'],
    indexes: [['arrived_at'], ['left_at']],
  },
];

/** What the dialplan and the watchdog did for callers by themselves, and which leg belongs to which call. */
export class AddsDialplan1732000000004 implements MigrationInterface {
  readonly name = 'AddsDialplan1732000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
