import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const TABLES: readonly NewTable[] = [
  {
    name: 'stored_ratings',
    columns: {
      ...{ rating_id: 'id', call_id: 'id', conversation_id: 'id', queue_id: 'id?', agent_id: 'id' },
      ...{ recording_id: 'id?', question: 'id', lowest: 'integer', highest: 'integer' },
      ...{ asked_at: 'integer', ended_at: 'integer', tries: 'integer', result: 'id', score: 'integer?' },
    },
    key: ['rating_id'],
    indexes: [['asked_at'], ['call_id'], ['conversation_id'], ['agent_id', 'asked_at']],
  },
  {
    name: 'stored_outcomes',
    columns: {
      ...{ conversation_id: 'id', call_id: 'id', queue_id: 'id', agent_id: 'id' },
      ...{
        started_at: 'integer',
        settled_at: 'integer',
        outcome: 'id?',
        success: 'truth',
        resolution: 'id?',
      },
      ...{ required: 'truth', set_at: 'integer?', set_by: 'id?' },
    },
    key: ['conversation_id'],
    indexes: [['started_at'], ['call_id'], ['agent_id', 'started_at'], ['queue_id', 'started_at']],
  },
];

const VIEWS: readonly NewView[] = [
  {
    name: 'ratings',
    sqlite:
      'SELECT rating_id, call_id, conversation_id, queue_id, agent_id, recording_id, question, lowest, highest, ' +
      'asked_at, ended_at, tries, result, score FROM stored_ratings',
  },
  {
    name: 'outcomes',
    sqlite:
      'SELECT conversation_id, call_id, queue_id, agent_id, started_at, settled_at, outcome, success, resolution, required, ' +
      'set_at, set_by FROM stored_outcomes',
  },
];

/** What comes after a conversation: ratings by callers, outcomes by agents. */
export class AddsAfterCall1732000000010 implements MakesViews {
  readonly name = 'AddsAfterCall1732000000010';
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
