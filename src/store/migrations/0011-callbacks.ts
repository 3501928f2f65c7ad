import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const ASKED: NewTable['columns'] = {
  ...{ callback_id: 'id', number: 'text?', name: 'text?', queue_id: 'id', origin: 'id', call_id: 'id?' },
  ...{ asked_at: 'integer', not_before: 'integer?' },
};

const TABLES: readonly NewTable[] = [
  {
    name: 'stored_callbacks',
    columns: {
      ...ASKED,
      ...{
        asks: 'integer',
        tries: 'integer',
        ended_at: 'integer',
        end_kind: 'id',
        reason: 'id?',
        agent_id: 'id?',
      },
    },
    key: ['callback_id'],
    indexes: [['asked_at'], ['ended_at']],
  },
  { name: 'stored_open_callbacks', columns: ASKED, key: ['callback_id'], indexes: [['asked_at']] },
  {
    name: 'stored_callback_attempts',
    columns: {
      ...{ attempt_id: 'id', callback_id: 'id', call_id: 'id', queue_id: 'id', agent_id: 'id' },
      ...{ offered_at: 'integer', offer_ended_at: 'integer', offer_result: 'id', dialled_at: 'integer?' },
      ...{
        answered_at: 'integer?',
        ended_at: 'integer',
        result: 'id?',
        conversation_id: 'id?',
        talk_ms: 'integer',
      },
    },
    key: ['attempt_id'],
    indexes: [['offered_at'], ['callback_id']],
  },
];

const VIEWS: readonly NewView[] = TABLES.map(({ name, columns }) => ({
  name: name.replace('stored_', ''),
  sqlite: `SELECT ${Object.keys(columns).join(', ')} FROM ${name}`,
}));

/** Callbacks that are over, those that are open, and every agent who was rung for one, with the views of them. */
export class AddsCallbacks1732000000011 implements MakesViews {
  readonly name = 'AddsCallbacks1732000000011';
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
