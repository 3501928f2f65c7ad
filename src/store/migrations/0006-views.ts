import type { QueryRunner } from 'typeorm';
import { createView, dropView, moveTable, type MakesViews, type NewView } from './view.js';

/** Views that show a table of facts under the name that the table had before, column by column. */
const SAME: Readonly<Record<string, string>> = {
  calls:
    'call_id, direction, from_number, from_name, dialled, tags, marks, arrived_at, answered_at, first_offered_at, ' +
    'ended_at, ended_by, end_place, last_exit, wait_ms, conversations, talk_ms, closed, in_hours, ' +
    'information_heard, plan_version',
  open_calls: 'call_id, from_number, dialled, arrived_at, plan_version',
  call_events: 'call_id, sequence, item, happened_at, event, detail',
  visits:
    'visit_id, call_id, queue_id, step, entered_at, ended_at, exit_kind, carried_ms, wait_ms, agent_id, offers, ' +
    'plan_version',
  offers: 'offer_id, call_id, visit_id, queue_id, agent_id, wave, offered_at, ended_at, result',
  conversations:
    'conversation_id, call_id, visit_id, offer_id, queue_id, agent_id, started_at, ended_at, talk_ms, wait_ms, ' +
    'ring_ms, ended_by',
  recordings:
    'recording_id, call_id, conversation_id, queue_id, agent_id, started_at, ended_at, duration_ms, result, failure',
  agent_states: 'agent_id, state, reason, from_at, to_at, conversation_id, queue_id, ended_by',
  open_agent_states: 'agent_id, state, reason, from_at, conversation_id, queue_id',
  plan_loads: 'loaded_at, version, loaded_by',
  gaps: 'from_at, to_at, cause',
};

/** What stands as JSON inside a fact, one row per item, so that plain SQL can count it. */
const UNFOLDED: readonly NewView[] = [
  { name: 'plans', sqlite: 'SELECT version, plan FROM plan_versions' },
  {
    name: 'call_tags',
    sqlite: 'SELECT c.call_id, t.value AS tag FROM stored_calls c, json_each(c.tags) t',
    mysql:
      'SELECT c.call_id, t.tag FROM stored_calls c, ' +
      "JSON_TABLE(c.tags, '$[*]' COLUMNS (tag VARCHAR(255) CHARACTER SET utf8mb4 PATH '$')) t",
  },
  {
    name: 'queue_rules',
    sqlite:
      "SELECT p.version AS plan_version, q.key AS queue_id, json_extract(q.value, '$.serviceLevel.target') AS target, " +
      "json_extract(q.value, '$.serviceLevel.withinMs') AS within_ms, " +
      "json_extract(q.value, '$.serviceLevel.shortAbandonMs') AS short_abandon_ms " +
      "FROM plan_versions p, json_each(p.plan, '$.queues') q",
    mysql:
      'SELECT p.version AS plan_version, q.queue_id, ' +
      `${ruleOf('target')} AS target, ${ruleOf('withinMs')} AS within_ms, ` +
      `${ruleOf('shortAbandonMs')} AS short_abandon_ms FROM plan_versions p, ` +
      "JSON_TABLE(JSON_KEYS(p.plan, '$.queues'), '$[*]' " +
      "COLUMNS (queue_id VARCHAR(128) CHARACTER SET utf8mb4 PATH '$')) q",
  },
];

function ruleOf(member: string): string {
  return `JSON_EXTRACT(p.plan, CONCAT('$.queues."', q.queue_id, '".serviceLevel.${member}')) + 0`;
}

const VIEWS: readonly NewView[] = [
  ...Object.entries(SAME).map(([name, columns]) => ({
    name,
    sqlite: `SELECT ${columns} FROM stored_${name}`,
  })),
  ...UNFOLDED,
];

/** Tables step aside, under the name `stored_…`, for views whose columns are a promise to other people's tools. */
export class Views1732000000006 implements MakesViews {
  readonly name = 'Views1732000000006';
  readonly views = VIEWS.map(({ name }) => name);

  async up(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(SAME)) await moveTable(runner, name, `stored_${name}`);
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    for (const view of VIEWS) await createView(runner, view);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of [...VIEWS].reverse()) await dropView(runner, view.name);
    for (const name of Object.keys(SAME)) await moveTable(runner, `stored_${name}`, name);
  }
}
