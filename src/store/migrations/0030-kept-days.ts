import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const QUARTERS: NewTable = {
  name: 'fact_quarters',
  columns: { quarter_at: 'integer', revision: 'integer' },
  key: ['quarter_at'],
  indexes: [],
};

const DAYS: NewTable = {
  name: 'kept_days',
  columns: { from_at: 'integer', to_at: 'integer', asked: 'id', revision: 'integer', body: 'long-text' },
  key: ['from_at', 'to_at', 'asked'],
  indexes: [],
};

/** What days have left of figures, and how often facts of each quarter of an hour have been written. */
export class AddsKeptDays1732000000030 implements MigrationInterface {
  readonly name = 'AddsKeptDays1732000000030';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, QUARTERS);
    await createTable(runner, DAYS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS ${DAYS.name}`);
    await runner.query(`DROP TABLE IF EXISTS ${QUARTERS.name}`);
  }
}
