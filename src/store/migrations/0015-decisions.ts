import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const TABLE: NewTable = {
  name: 'stored_decisions',
  columns: {
    ...{ decision_id: 'id', call_id: 'id', visit_id: 'id', queue_id: 'id?', wave: 'integer' },
    ...{ decided_at: 'integer', strategy: 'id', decided_by: 'id', rung: 'integer', eligible: 'integer' },
    ...{ left_out: 'integer', detail: 'long-text' },
  },
  key: ['decision_id'],
  indexes: [['decided_at'], ['call_id']],
};

const VIEW: NewView = {
  name: 'decisions',
  sqlite: `SELECT ${Object.keys(TABLE.columns).join(', ')} FROM ${TABLE.name}`,
};

/** Whom each wave rang and why, with the view of it. */
export class AddsDecisions1732000000015 implements MakesViews {
  readonly name = 'AddsDecisions1732000000015';
  readonly views = [VIEW.name];

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, TABLE);
    await this.makeViews(runner);
  }

  makeViews(runner: QueryRunner): Promise<void> {
    return createView(runner, VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropView(runner, VIEW.name);
    await runner.query(`DROP TABLE IF EXISTS ${TABLE.name}`);
  }
}
