import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

/** Number, beginning and end of each call stand among all calls, where the time of numbers runs out. */
const TABLE: NewTable = {
  name: 'stored_outgoing_calls',
  columns: {
    ...{ call_id: 'id', agent_id: 'id', origin: 'id', asked_at: 'integer', dialled_at: 'integer?' },
    ...{ answered_at: 'integer?', ended_at: 'integer', ended_by: 'id', result: 'id', refusal: 'id?' },
    ...{ conversation_id: 'id?', talk_started_at: 'integer?', talk_ended_at: 'integer?', talk_ms: 'integer' },
  },
  key: ['call_id'],
  indexes: [['asked_at'], ['conversation_id']],
};

const OUTGOING: NewView = {
  name: 'outgoing_calls',
  sqlite:
    'SELECT o.call_id, o.agent_id, o.origin, c.dialled AS number, c.from_number AS shown, o.asked_at, o.dialled_at, ' +
    'o.answered_at, o.ended_at, o.ended_by, o.result, o.refusal, o.conversation_id, o.talk_ms ' +
    'FROM stored_outgoing_calls o JOIN stored_calls c ON c.call_id = o.call_id',
};

const INBOUND =
  'SELECT conversation_id, call_id, visit_id, offer_id, queue_id, agent_id, started_at, ended_at, talk_ms, wait_ms, ' +
  'ring_ms, ended_by FROM stored_conversations';

const ONLY_INBOUND: NewView = { name: 'conversations', sqlite: INBOUND };

const CONVERSATIONS: NewView = {
  name: 'conversations',
  sqlite:
    `${INBOUND} UNION ALL SELECT conversation_id, call_id, NULL AS visit_id, NULL AS offer_id, NULL AS queue_id, ` +
    'agent_id, talk_started_at AS started_at, talk_ended_at AS ended_at, talk_ms, 0 AS wait_ms, ' +
    'answered_at - dialled_at AS ring_ms, ended_by FROM stored_outgoing_calls WHERE conversation_id IS NOT NULL',
};

/** Calls that agents make: a table of their own, a view of it, and their talks in the view of all conversations. */
export class AddsOutgoingCalls1732000000014 implements MakesViews {
  readonly name = 'AddsOutgoingCalls1732000000014';
  readonly views = [OUTGOING.name, CONVERSATIONS.name];

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, TABLE);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    await createView(runner, OUTGOING);
    await createView(runner, CONVERSATIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createView(runner, ONLY_INBOUND);
    await dropView(runner, OUTGOING.name);
    await runner.query(`DROP TABLE IF EXISTS ${TABLE.name}`);
  }
}
