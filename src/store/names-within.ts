import type { EntityManager } from 'typeorm';
import type { NamesInFacts, Period } from '../ports/facts.js';

/** The names of one kind among what happens in a period; each `:from` and `:to` is a place for its begin and its end. */
const QUEUES =
  'SELECT queue_id AS name FROM stored_visits WHERE entered_at >= :from AND entered_at < :to ' +
  'UNION SELECT queue_id FROM stored_conversations WHERE started_at >= :from AND started_at < :to';
const AGENTS =
  'SELECT agent_id AS name FROM stored_offers WHERE offered_at >= :from AND offered_at < :to ' +
  'UNION SELECT agent_id FROM stored_conversations WHERE started_at >= :from AND started_at < :to ' +
  'UNION SELECT agent_id FROM stored_agent_states WHERE to_at > :from AND from_at < :to ' +
  'UNION SELECT agent_id FROM stored_open_agent_states WHERE from_at < :to';
const NUMBERS =
  "SELECT dialled AS name FROM stored_calls WHERE arrived_at >= :from AND arrived_at < :to AND direction = 'inbound' " +
  'UNION SELECT dialled FROM stored_open_calls WHERE arrived_at >= :from AND arrived_at < :to ' +
  'UNION SELECT dialled FROM dialplan_calls d WHERE arrived_at >= :from AND arrived_at < :to ' +
  'AND ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM call_legs l WHERE l.leg_id = d.leg_id)';
const TAGS =
  'SELECT DISTINCT tags AS name FROM stored_calls WHERE arrived_at >= :from AND arrived_at < :to ' +
  "AND direction = 'inbound'";

const PLANS =
  "SELECT plan_version AS name FROM stored_calls WHERE arrived_at >= :from AND arrived_at < :to AND direction = 'inbound' " +
  'UNION SELECT plan_version FROM stored_open_calls WHERE arrived_at >= :from AND arrived_at < :to';

/** The names that facts of the period bear. The database goes through the facts, so only the names are in our memory. */
export async function namesWithin(manager: EntityManager, period: Period): Promise<NamesInFacts> {
  const tags = await namesOf(manager, TAGS, period);
  return {
    queues: await namesOf(manager, QUEUES, period),
    agents: await namesOf(manager, AGENTS, period),
    numbers: await namesOf(manager, NUMBERS, period),
    tags: [...new Set(tags.flatMap((json) => JSON.parse(json) as string[]))],
    plans: await namesOf(manager, PLANS, period),
  };
}

async function namesOf(manager: EntityManager, sql: string, { from, to }: Period): Promise<string[]> {
  const values: number[] = [];
  const placed = sql.replace(/:(from|to)\b/g, (place) => {
    values.push(place === ':from' ? from : to);
    return '?';
  });
  const rows = await manager.query<{ name: string | null }[]>(placed, values);
  return rows.flatMap(({ name }) => name ?? []);
}
