import { In, type EntityManager } from 'typeorm';
import type { CallFact, OutgoingFact } from '../core/milestone.js';
import type { CallId } from '../core/signal.js';
import type { Period, WantedCalls } from '../ports/facts.js';
import { CallEntity } from './entities/calls.js';
import { OutgoingEntity, type OutgoingRow } from './entities/outgoing.js';
import { placesFor } from './rows.js';

const IDS_PER_STATEMENT = 250;

/** The row that a call which an agent made has among all calls. */
export function callOfOutgoing(fact: OutgoingFact): CallFact {
  const { call, number, shown, askedAt, answeredAt, endedAt, endedBy, result, conversation, talkMs } = fact;
  const endPlace =
    conversation === null ? (result === 'blocked-by-policy' ? 'blocked' : 'ring') : 'conversation';
  return {
    ...{ call, direction: 'outbound', from: shown, fromName: null, dialled: number, tags: [], marks: [] },
    ...{ arrivedAt: askedAt, answeredAt, firstOfferedAt: null, endedAt, endedBy, endPlace, lastExit: null },
    ...{ waitMs: 0, conversations: conversation === null ? 0 : 1, talkMs, closed: false, inHours: true },
    ...{ informationHeard: null, planVersion: fact.planVersion },
  };
}

/** At least the calls that are wanted of those that were asked for in the period. */
export async function rowsWanted(
  manager: EntityManager,
  wanted: WantedCalls,
  period: Period,
): Promise<readonly OutgoingRow[]> {
  const ids = await madeBy(manager, wanted, period);
  const rows: OutgoingRow[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT)
    rows.push(
      ...(await manager.findBy(OutgoingEntity, { call: In(ids.slice(start, start + IDS_PER_STATEMENT)) })),
    );
  return rows
    .filter(({ askedAt }) => askedAt >= period.from && askedAt < period.to)
    .sort((a, b) => a.askedAt - b.askedAt || (a.call < b.call ? -1 : 1));
}

async function madeBy(
  manager: EntityManager,
  wanted: WantedCalls,
  { from, to }: Period,
): Promise<readonly CallId[]> {
  if (wanted.by === 'call') return [...new Set(wanted.calls)];
  const names = wanted.by === 'agent' ? wanted.agents : wanted.endings;
  if (names.length === 0) return [];
  const rows = await manager.query<{ call_id: CallId }[]>(
    wanted.by === 'agent'
      ? `SELECT call_id FROM stored_outgoing_calls WHERE agent_id IN (${placesFor(names)}) AND asked_at >= ? AND asked_at < ?`
      : `SELECT call_id FROM stored_calls WHERE called_tail IN (${placesFor(names)}) AND arrived_at >= ? AND arrived_at < ?`,
    [...names, from, to],
  );
  return rows.map((row) => row.call_id);
}

/** With what the rows of their calls tell: the number as it stands there now. */
export async function withCalls(
  manager: EntityManager,
  rows: readonly OutgoingRow[],
): Promise<readonly OutgoingFact[]> {
  const facts: OutgoingFact[] = [];
  for (let start = 0; start < rows.length; start += IDS_PER_STATEMENT) {
    const some = rows.slice(start, start + IDS_PER_STATEMENT);
    const calls = await manager.findBy(CallEntity, { call: In(some.map(({ call }) => call)) });
    const of = new Map(calls.map((call) => [call.call, call]));
    for (const row of some) {
      const call = of.get(row.call);
      const { dialled: number = '', from: shown = null, planVersion = '' } = call ?? {};
      facts.push({ ...row, number, shown, planVersion });
    }
  }
  return facts;
}
