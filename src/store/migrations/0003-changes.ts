import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const CHANGES: NewTable = {
  name: 'changes',
  columns: {
    changed_at: 'integer',
    change_id: 'id',
    changed_by: 'text',
    role: 'id',
    request_id: 'id?',
    what: 'text',
    about: 'text',
    state_before: 'long-text',
    state_after: 'long-text',
  },
  key: ['changed_at', 'change_id'],
  indexes: [],
};

/** The record of changes: who changed what, when, before and after. */
export class Changes1732000000003 implements MigrationInterface {
  readonly name = 'Changes1732000000003';

  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, CHANGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS ${CHANGES.name}`);
  }
}
