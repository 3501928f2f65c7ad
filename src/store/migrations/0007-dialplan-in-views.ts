import type { QueryRunner } from 'typeorm';
import { createView, type MakesViews, type NewView } from './view.js';

/** What the view showed before: what Callplane had, and no more. */
const ONLY_OURS: NewView = {
  name: 'calls',
  sqlite:
    'SELECT call_id, direction, from_number, from_name, dialled, tags, marks, arrived_at, answered_at, ' +
    'first_offered_at, ended_at, ended_by, end_place, last_exit, wait_ms, conversations, talk_ms, closed, in_hours, ' +
    'information_heard, plan_version FROM stored_calls',
};

/** The watchdog hung the leg up because its other side was gone: the call ended then, where it was. */
const CLEARED = "(d.left_for = 'hung-up' AND d.arrived_at IS NULL)";
const WENT_ON_UNTIL = 'COALESCE(d.ended_at, d.left_at, c.ended_at)';

/** A call of ours that went on without us (for the dialplan, or until the watchdog) ends where it really ended. */
const OURS =
  'SELECT c.call_id, c.direction, c.from_number, c.from_name, c.dialled, c.tags, c.marks, c.arrived_at, ' +
  'c.answered_at, c.first_offered_at, ' +
  `CASE WHEN d.leg_id IS NULL THEN c.ended_at WHEN ${CLEARED} THEN COALESCE(d.left_at, c.ended_at) ` +
  `WHEN ${WENT_ON_UNTIL} > c.arrived_at THEN ${WENT_ON_UNTIL} ELSE c.arrived_at END AS ended_at, ` +
  "CASE WHEN d.leg_id IS NULL THEN c.ended_by ELSE 'callplane' END AS ended_by, " +
  `CASE WHEN d.leg_id IS NULL OR ${CLEARED} THEN c.end_place ELSE 'dialplan' END AS end_place, ` +
  'c.last_exit, c.wait_ms, c.conversations, c.talk_ms, c.closed, c.in_hours, c.information_heard, c.plan_version ' +
  'FROM stored_calls c LEFT JOIN call_legs l ON l.call_id = c.call_id ' +
  'LEFT JOIN dialplan_calls d ON d.leg_id = l.leg_id';

/** How a word that stands in the view itself is written. */
type Quoting = (word: string) => string;
const quoted: Quoting = (word) => `'${word}'`;

/** A call that we never had; without Asterisk's record there is too little to tell of it. */
function neverOurs(id: string, word: Quoting): string {
  return (
    `SELECT ${id} AS call_id, ${word('inbound')} AS direction, d.from_number, NULL AS from_name, ` +
    `COALESCE(d.dialled, '') AS dialled, ${word('[]')} AS tags, ${word('[]')} AS marks, d.arrived_at, d.answered_at, ` +
    `NULL AS first_offered_at, d.ended_at, ${word('unknown')} AS ended_by, ${word('dialplan')} AS end_place, ` +
    'NULL AS last_exit, 0 AS wait_ms, 0 AS conversations, 0 AS talk_ms, 0 AS closed, 1 AS in_hours, ' +
    `NULL AS information_heard, ${word('')} AS plan_version FROM dialplan_calls d ` +
    'WHERE d.arrived_at IS NOT NULL AND d.ended_at IS NOT NULL ' +
    'AND NOT EXISTS (SELECT 1 FROM call_legs l WHERE l.leg_id = d.leg_id)'
  );
}

/** The view `calls`; `inMysql`: how its own words are written for MySQL and MariaDB. */
export function callsView(inMysql: Quoting): NewView {
  return {
    name: 'calls',
    sqlite: `${OURS} UNION ALL ${neverOurs("'dialplan-' || d.leg_id", quoted)}`,
    mysql: `${OURS} UNION ALL ${neverOurs("CONCAT('dialplan-', d.leg_id)", inMysql)}`,
  };
}

const CALLS = callsView(quoted);

/** The view `calls` tells of the calls, or the rest of them, that the dialplan handled by itself. */
export class AddsDialplanToViews1732000000007 implements MakesViews {
  readonly name = 'AddsDialplanToViews1732000000007';
  readonly views = [CALLS.name];

  up(runner: QueryRunner): Promise<void> {
    return this.makeViews(runner);
  }

  makeViews(runner: QueryRunner): Promise<void> {
    return createView(runner, CALLS);
  }

  down(runner: QueryRunner): Promise<void> {
    return createView(runner, ONLY_OURS);
  }
}
