import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const TABLES: readonly NewTable[] = [
  {
    name: 'stored_transfers',
    columns: {
      ...{
        transfer_id: 'id',
        call_id: 'id',
        way: 'id',
        asked_by: 'id',
        agent_id: 'id',
        conversation_id: 'id',
      },
      ...{
        queue_id: 'id?',
        target: 'text',
        reason: 'text?',
        level: 'integer?',
        taken_by: 'id?',
        offers: 'integer',
      },
      ...{ asked_at: 'integer', answered_at: 'integer?', handed_over_at: 'integer?', ended_at: 'integer' },
      result: 'id',
    },
    key: ['transfer_id'],
    indexes: [['asked_at'], ['call_id'], ['agent_id', 'asked_at']],
  },
  {
    name: 'stored_holds',
    columns: {
      ...{ conversation_id: 'id', started_at: 'integer', call_id: 'id', agent_id: 'id', queue_id: 'id?' },
      ...{ why: 'id', ended_at: 'integer' },
    },
    key: ['conversation_id', 'started_at', 'why'],
    indexes: [['started_at'], ['call_id'], ['agent_id', 'started_at']],
  },
];

const VIEWS: readonly NewView[] = TABLES.map(({ name, columns }) => ({
  name: name.replace('stored_', ''),
  sqlite: `SELECT ${Object.keys(columns).join(', ')} FROM ${name}`,
}));

/** Callers who were handed over, and the times in which they heard music in the middle of a conversation. */
export class AddsTransfers1732000000013 implements MakesViews {
  readonly name = 'AddsTransfers1732000000013';
  readonly views = VIEWS.map(({ name }) => name);

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    for (const view of VIEWS) await createView(runner, view);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of [...VIEWS].reverse()) await dropView(runner, view.name);
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
