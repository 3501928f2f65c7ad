import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const LEASES: NewTable = {
  name: 'leases',
  columns: {
    name: 'id',
    holder: 'id',
    term: 'integer',
    journal_sequence: 'integer',
    ends_at: 'integer',
  },
  key: ['name'],
  indexes: [],
};

/** Who leads, and until when by the database's clock. */
export class AddsLease1732000000005 implements MigrationInterface {
  readonly name = 'AddsLease1732000000005';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, LEASES);
    await runner.query(
      'INSERT INTO leases (name, holder, term, journal_sequence, ends_at) ' +
        "SELECT 'callplane', '', 0, 0, 0 FROM (SELECT 1 AS one) AS seed WHERE NOT EXISTS (SELECT 1 FROM leases)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS leases');
  }
}
