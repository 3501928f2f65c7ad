import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const TABLE: NewTable = {
  name: 'stored_reviews',
  columns: {
    ...{ review_id: 'id', call_id: 'id', agent_id: 'id?', score: 'integer?', conclusion: 'long-text?' },
    ...{ reviewer: 'text', reviewed_at: 'integer' },
  },
  key: ['review_id'],
  indexes: [['reviewed_at'], ['call_id']],
};

const VIEW: NewView = {
  name: 'reviews',
  sqlite: `SELECT ${Object.keys(TABLE.columns).join(', ')} FROM ${TABLE.name}`,
};

/** What those who have listened to calls think of them. */
export class AddsReviews1732000000025 implements MakesViews {
  readonly name = 'AddsReviews1732000000025';
  readonly views = [VIEW.name];

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, TABLE);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    await createView(runner, VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropView(runner, VIEW.name);
    await runner.query(`DROP TABLE IF EXISTS ${TABLE.name}`);
  }
}
