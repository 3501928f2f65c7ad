import type { QueryRunner } from 'typeorm';
import { AddsAfterCall1732000000010 } from './0010-after-call.js';
import { isThere } from './derived.js';
import { createView, type MakesViews, type NewView } from './view.js';

const TABLE = 'stored_outcomes';
const COLUMN = 'wrong_number';

/** Nothing stands there of outcomes that an older program has written: none of its codes said so. */
const OUTCOMES: NewView = {
  name: 'outcomes',
  sqlite:
    'SELECT conversation_id, call_id, queue_id, agent_id, started_at, settled_at, outcome, success, resolution, required, ' +
    `set_at, set_by, COALESCE(${COLUMN}, 0) AS ${COLUMN} FROM ${TABLE}`,
};

/** Outcomes that say that a call was for nobody here. */
export class AddsWrongNumbers1732000000032 implements MakesViews {
  readonly name = 'AddsWrongNumbers1732000000032';
  readonly views = [OUTCOMES.name];

  async up(runner: QueryRunner): Promise<void> {
    const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
    if (isSqlite || !(await isThere(runner, TABLE, ['columns', 'column_name', COLUMN])))
      await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${COLUMN} SMALLINT NULL`);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    await createView(runner, OUTCOMES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await new AddsAfterCall1732000000010().makeViews(runner);
    await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${COLUMN}`);
  }
}
