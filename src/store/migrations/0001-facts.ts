import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const CALL_TABLES: readonly NewTable[] = [
  {
    name: 'calls',
    columns: {
      call_id: 'id',
      direction: 'id',
      from_number: 'text?',
      from_name: 'text?',
      dialled: 'text',
      tags: 'long-text',
      marks: 'long-text',
      arrived_at: 'integer',
      answered_at: 'integer?',
      first_offered_at: 'integer?',
      ended_at: 'integer',
      ended_by: 'id',
      end_place: 'id',
      last_exit: 'id?',
      wait_ms: 'integer',
      conversations: 'integer',
      talk_ms: 'integer',
      closed: 'truth',
      in_hours: 'truth',
      information_heard: 'share?',
      plan_version: 'id',
    },
    key: ['call_id'],
    indexes: [['arrived_at']],
  },
  {
    name: 'open_calls',
    columns: {
      call_id: 'id',
      leg_id: 'id',
      from_number: 'text?',
      dialled: 'text',
      arrived_at: 'integer',
      plan_version: 'id',
    },
    key: ['call_id'],
    indexes: [['arrived_at']],
  },
  {
    name: 'call_events',
    columns: {
      call_id: 'id',
      sequence: 'integer',
      item: 'integer',
      happened_at: 'integer',
      event: 'id',
      detail: 'long-text',
    },
    key: ['call_id', 'sequence', 'item'],
    indexes: [['happened_at']],
  },
];

const VISIT_TABLES: readonly NewTable[] = [
  {
    name: 'visits',
    columns: {
      visit_id: 'id',
      call_id: 'id',
      queue_id: 'id?',
      step: 'text?',
      entered_at: 'integer',
      ended_at: 'integer',
      exit_kind: 'id',
      carried_ms: 'integer',
      wait_ms: 'integer',
      agent_id: 'id?',
      offers: 'integer',
      plan_version: 'id',
    },
    key: ['visit_id'],
    indexes: [['entered_at'], ['call_id']],
  },
  {
    name: 'offers',
    columns: {
      offer_id: 'id',
      call_id: 'id',
      visit_id: 'id',
      queue_id: 'id?',
      agent_id: 'id',
      wave: 'integer',
      offered_at: 'integer',
      ended_at: 'integer',
      result: 'id',
    },
    key: ['offer_id'],
    indexes: [['offered_at'], ['call_id'], ['agent_id', 'offered_at']],
  },
  {
    name: 'conversations',
    columns: {
      conversation_id: 'id',
      call_id: 'id',
      visit_id: 'id',
      offer_id: 'id',
      queue_id: 'id?',
      agent_id: 'id',
      started_at: 'integer',
      ended_at: 'integer',
      talk_ms: 'integer',
      wait_ms: 'integer',
      ring_ms: 'integer',
      ended_by: 'id',
    },
    key: ['conversation_id'],
    indexes: [['started_at'], ['call_id'], ['agent_id', 'started_at']],
  },
];

const AGENT_TABLES: readonly NewTable[] = [
  {
    name: 'agent_states',
    columns: {
      agent_id: 'id',
      from_at: 'integer',
      to_at: 'integer',
      state: 'id',
      reason: 'text?',
      conversation_id: 'id?',
      queue_id: 'id?',
      ended_by: 'id',
    },
    key: ['agent_id', 'from_at', 'to_at', 'state'],
    indexes: [['to_at'], ['from_at']],
  },
  {
    name: 'open_agent_states',
    columns: {
      agent_id: 'id',
      state: 'id',
      reason: 'text?',
      from_at: 'integer',
      conversation_id: 'id?',
      queue_id: 'id?',
    },
    key: ['agent_id'],
    indexes: [],
  },
];

const BOOK_TABLES: readonly NewTable[] = [
  { name: 'plan_versions', columns: { version: 'id', plan: 'long-text' }, key: ['version'], indexes: [] },
  {
    name: 'plan_loads',
    columns: { loaded_at: 'integer', version: 'id', loaded_by: 'text' },
    key: ['loaded_at', 'version'],
    indexes: [],
  },
  {
    name: 'gaps',
    columns: { from_at: 'integer', to_at: 'integer', cause: 'text' },
    key: ['from_at', 'to_at', 'cause'],
    indexes: [['to_at']],
  },
  {
    name: 'journal_position',
    columns: { id: 'integer', sequence: 'integer' },
    key: ['id'],
    indexes: [],
  },
];

const TABLES: readonly NewTable[] = [...CALL_TABLES, ...VISIT_TABLES, ...AGENT_TABLES, ...BOOK_TABLES];

/** The tables of the facts, what is open, and the place reached in the journal. */
export class Facts1732000000001 implements MigrationInterface {
  readonly name = 'Facts1732000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
    await runner.query(
      'INSERT INTO journal_position (id, sequence) SELECT 1, 0 FROM (SELECT 1 AS one) AS seed ' +
        'WHERE NOT EXISTS (SELECT 1 FROM journal_position)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
