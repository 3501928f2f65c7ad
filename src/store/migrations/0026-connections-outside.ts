import type { QueryRunner } from 'typeorm';
import { AddsRetention1732000000012 } from './0012-retention.js';
import { AddsOutgoingCalls1732000000014 } from './0014-outgoing-calls.js';
import { dropIndex, isThere } from './derived.js';
import { createView, type MakesViews, type NewView } from './view.js';

const TABLE = 'stored_outgoing_calls';
const COLUMN = 'for_call_id';
const INDEX = `${TABLE}_by_${COLUMN}`;

/** Where no agent has a part in it, the table holds an empty name, which no agent has. */
const nobody = (agent: string): string => `NULLIF(${agent}, '') AS agent_id`;

const OUTGOING: NewView = {
  name: 'outgoing_calls',
  sqlite:
    `SELECT o.call_id, ${nobody('o.agent_id')}, o.origin, c.dialled AS number, c.from_number AS shown, o.asked_at, ` +
    'o.dialled_at, o.answered_at, o.ended_at, o.ended_by, o.result, o.refusal, o.conversation_id, o.talk_ms, ' +
    'o.for_call_id FROM stored_outgoing_calls o JOIN stored_calls c ON c.call_id = o.call_id',
};

const CONVERSATIONS: NewView = {
  name: 'conversations',
  sqlite:
    'SELECT conversation_id, call_id, visit_id, offer_id, queue_id, agent_id, started_at, ended_at, talk_ms, wait_ms, ' +
    'ring_ms, ended_by FROM stored_conversations UNION ALL SELECT conversation_id, call_id, NULL AS visit_id, ' +
    `NULL AS offer_id, NULL AS queue_id, ${nobody('agent_id')}, talk_started_at AS started_at, talk_ended_at AS ended_at, ` +
    'talk_ms, 0 AS wait_ms, answered_at - dialled_at AS ring_ms, ended_by FROM stored_outgoing_calls ' +
    'WHERE conversation_id IS NOT NULL',
};

const RECORDINGS: NewView = {
  name: 'recordings',
  sqlite:
    `SELECT r.recording_id, r.call_id, r.conversation_id, r.queue_id, ${nobody('r.agent_id')}, r.started_at, r.ended_at, ` +
    "r.duration_ms, r.result, r.failure, COALESCE(p.place, 'recordings') AS place " +
    'FROM stored_recordings r LEFT JOIN recording_places p ON p.recording_id = r.recording_id',
};

/** Calls that are made to connect a caller with a number outside: whose call it is for, and no agent where none is. */
export class AddsConnectionsOutside1732000000026 implements MakesViews {
  readonly name = 'AddsConnectionsOutside1732000000026';
  readonly views = [OUTGOING.name, CONVERSATIONS.name, RECORDINGS.name];

  async up(runner: QueryRunner): Promise<void> {
    const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
    const type = isSqlite ? 'VARCHAR(128)' : 'VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
    if (isSqlite || !(await isThere(runner, TABLE, ['columns', 'column_name', COLUMN])))
      await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${COLUMN} ${type} NULL`);
    if (isSqlite || !(await isThere(runner, TABLE, ['statistics', 'index_name', INDEX])))
      await runner.query(`CREATE INDEX ${INDEX} ON ${TABLE} (${COLUMN})`);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    await createView(runner, OUTGOING);
    await createView(runner, CONVERSATIONS);
    await createView(runner, RECORDINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await new AddsOutgoingCalls1732000000014().makeViews(runner);
    await new AddsRetention1732000000012().makeViews(runner);
    await dropIndex(runner, TABLE, INDEX);
    await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${COLUMN}`);
  }
}
