import type { EntityManager } from 'typeorm';
import type { AgentStateFact, AgentStateName } from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { Period } from '../ports/facts.js';
import { AgentStateEntity } from './entities/agents.js';
import { placesFor, rowsOf } from './rows.js';

/** A state that lasts so long is found by its end (`long_until`), any other by its beginning. */
const LONG_STATE_MS = 86_400_000;

/**
 * The states that overlap the period, in the order of time. Neither all that began before its end are read nor all that ended
 * after its beginning, however long the past is.
 */
export async function statesWithin(
  manager: EntityManager,
  period: Period,
  only: readonly AgentStateName[] | null,
): Promise<readonly AgentStateFact[]> {
  const named = only === null ? '' : ` AND state IN (${placesFor(only)})`;
  const ask = ({ where, values }: typeof LONG): Promise<AgentStateFact[]> =>
    rowsOf(manager, AgentStateEntity, {
      where: where + named,
      values: [...values(period), ...(only ?? [])],
      order: 'from_at, agent_id, to_at',
    });
  return [...(await ask(LONG)), ...(await ask(OTHERS))];
}

/** Of whom a state overlaps the period, each once. */
export async function agentsWithin(manager: EntityManager, period: Period): Promise<readonly AgentId[]> {
  const rows = await manager.query<{ agent: AgentId }[]>(
    `SELECT agent_id AS agent FROM stored_agent_states WHERE ${LONG.where} ` +
      `UNION SELECT agent_id FROM stored_agent_states WHERE ${OTHERS.where}`,
    [...LONG.values(period), ...OTHERS.values(period)],
  );
  return rows.map(({ agent }) => agent);
}

const LONG = {
  // An index by `from_at` would go through everything before: the sum keeps the database from it.
  where: 'long_until > ? AND from_at + 0 < ?',
  values: ({ from }: Period): readonly number[] => [from, from - LONG_STATE_MS],
};
const OTHERS: typeof LONG = {
  where: 'from_at >= ? AND from_at < ? AND to_at > ?',
  values: ({ from, to }: Period): readonly number[] => [from - LONG_STATE_MS, to, from],
};
