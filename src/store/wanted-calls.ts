import { type EntityManager, type EntitySchema, type ObjectLiteral } from 'typeorm';
import type { CallFact } from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { CallId } from '../core/signal.js';
import type { CallParts, Period, WantedCalls } from '../ports/facts.js';
import { ShownCallEntity } from './entities/calls.js';
import { RecordingEntity } from './entities/recordings.js';
import { TransferEntity } from './entities/transfers.js';
import { ConversationEntity, OfferEntity, VisitEntity } from './entities/visits.js';
import { NOT_DELETED, placesFor, rowsOf } from './rows.js';

const CALLS_PER_STATEMENT = 500;

/** At least the calls of the period that are wanted, those that the dialplan handled by itself among them. */
export async function callsWanted(
  manager: EntityManager,
  wanted: WantedCalls,
  period: Period,
): Promise<CallFact[]> {
  const ids = await callsBy(manager, wanted, period);
  const calls = await rowsOfCalls(manager, ShownCallEntity, ids, 'arrived_at, call_id');
  return calls
    .filter(
      ({ arrivedAt, direction }) =>
        direction === 'inbound' && arrivedAt >= period.from && arrivedAt < period.to,
    )
    .sort((a, b) => a.arrivedAt - b.arrivedAt || (a.call < b.call ? -1 : 1));
}

async function callsBy(
  manager: EntityManager,
  wanted: WantedCalls,
  period: Period,
): Promise<readonly CallId[]> {
  switch (wanted.by) {
    case 'call':
      return [...new Set(wanted.calls)];
    case 'agent':
      return wanted.agents.length === 0 ? [] : talkedIn(manager, wanted.agents, period);
    case 'ending': {
      const { endings } = wanted;
      if (endings.length === 0) return [];
      return [
        ...(await ourCalls(manager, endings, period)),
        ...(await callsOfDialplan(manager, endings, period)),
      ];
    }
  }
}

/** A talk is not before its call. */
async function talkedIn(
  manager: EntityManager,
  agents: readonly AgentId[],
  { from, to }: Period,
): Promise<CallId[]> {
  const rows = await manager.query<{ call_id: CallId }[]>(
    'SELECT DISTINCT c.call_id FROM stored_conversations t JOIN stored_calls c ON c.call_id = t.call_id ' +
      `WHERE t.agent_id IN (${placesFor(agents)}) AND t.started_at >= ? AND c.arrived_at >= ? AND c.arrived_at < ?`,
    [...agents, from, from, to],
  );
  return rows.map((row) => row.call_id);
}

async function ourCalls(
  manager: EntityManager,
  endings: readonly string[],
  { from, to }: Period,
): Promise<CallId[]> {
  const rows = await manager.query<{ call_id: CallId }[]>(
    `SELECT call_id FROM stored_calls WHERE caller_tail IN (${placesFor(endings)}) ` +
      "AND arrived_at >= ? AND arrived_at < ? AND direction = 'inbound'",
    [...endings, from, to],
  );
  return rows.map((row) => row.call_id);
}

async function callsOfDialplan(
  manager: EntityManager,
  endings: readonly string[],
  { from, to }: Period,
): Promise<CallId[]> {
  const rows = await manager.query<{ leg_id: string }[]>(
    `SELECT leg_id FROM dialplan_calls d WHERE caller_tail IN (${placesFor(endings)}) ` +
      'AND arrived_at >= ? AND arrived_at < ? AND ended_at IS NOT NULL ' +
      'AND NOT EXISTS (SELECT 1 FROM call_legs l WHERE l.leg_id = d.leg_id)',
    [...endings, from, to],
  );
  return rows.map((row) => `dialplan-${row.leg_id}`);
}

/** What these calls are made of. */
export async function partsOfCalls(manager: EntityManager, calls: readonly CallId[]): Promise<CallParts> {
  return {
    visits: await rowsOfCalls(manager, VisitEntity, calls, 'entered_at, visit_id'),
    offers: await rowsOfCalls(manager, OfferEntity, calls, 'offered_at, offer_id'),
    conversations: await rowsOfCalls(manager, ConversationEntity, calls, 'started_at, conversation_id'),
    transfers: await rowsOfCalls(manager, TransferEntity, calls, 'asked_at, transfer_id'),
    recordings: await rowsOfCalls(manager, RecordingEntity, calls, 'started_at, recording_id', NOT_DELETED),
  };
}

async function rowsOfCalls<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  calls: readonly CallId[],
  order: string,
  also = '1 = 1',
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < calls.length; start += CALLS_PER_STATEMENT) {
    const values = calls.slice(start, start + CALLS_PER_STATEMENT);
    const some = await rowsOf(manager, entity, {
      where: `call_id IN (${placesFor(values)}) AND ${also}`,
      values,
      order,
    });
    rows.push(...some);
  }
  return rows;
}
