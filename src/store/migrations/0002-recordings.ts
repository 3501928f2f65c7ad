import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const TABLE: NewTable = {
  name: 'recordings',
  columns: {
    recording_id: 'id',
    call_id: 'id',
    conversation_id: 'id',
    queue_id: 'id?',
    agent_id: 'id',
    started_at: 'integer',
    ended_at: 'integer',
    duration_ms: 'integer?',
    result: 'id',
    failure: 'id?',
  },
  key: ['recording_id'],
  indexes: [['started_at'], ['conversation_id'], ['call_id'], ['agent_id', 'started_at']],
};

/** The files of conversations. */
export class Recordings1732000000002 implements MigrationInterface {
  readonly name = 'Recordings1732000000002';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS ${TABLE.name}`);
  }
}
