import { In, type EntityManager } from 'typeorm';
import type { Milestone } from '../core/milestone.js';
import type { AgentId, Plan } from '../core/plan.js';
import type { CallId, VisitId } from '../core/signal.js';
import type { JournalRecord } from '../ports/journal.js';
import {
  BEFORE_ALL,
  placeKey,
  type AnsweredOffer,
  type QueueLogBook,
  type QueueLogCaller,
  type QueueLogWriter,
  type ShownPresence,
} from '../ports/queue-log.js';
import { insertNew } from './batch-writer.js';
import { OpenAgentStateEntity } from './entities/agents.js';
import { PlanLoadEntity, PlanVersionEntity } from './entities/bookkeeping.js';
import { CallEntity, OpenCallEntity } from './entities/calls.js';
import { CallLegEntity } from './entities/dialplan.js';
import { QueueLogEntity } from './entities/queue-log.js';
import { OfferEntity } from './entities/visits.js';
import type { Ask } from './reader.js';
import { lowerMarks } from './retention-marks.js';

const CALLS_AT_ONCE = 500;

/** Writes the rows of these records, before their facts: what was known before is read from the tables. */
export async function writeQueueLog(
  manager: EntityManager,
  records: readonly JournalRecord[],
  rowsOf: QueueLogWriter,
): Promise<void> {
  const milestones = records.flatMap((record) => record.milestones);
  const callers = await callersOf(manager, milestones);
  const places = await placesOf(manager, callers);
  const answered = await answeredOf(manager, milestones);
  const { states, plan } = await agentsBefore(manager, milestones);
  const rows = rowsOf(records, { callers, places, answered, states, plan });
  const instants = rows.map(({ at }) => at);
  await lowerMarks(manager, ['queue-log'], instants);
  await insertNew(manager, QueueLogEntity, rows);
}

/** The rows of this database. */
export function queueLogBook(ask: Ask): QueueLogBook {
  return {
    after: (position, atMost) =>
      ask((manager) =>
        manager
          .createQueryBuilder(QueueLogEntity, 'row')
          .where('row.record >= :record AND (row.record > :record OR row.place > :place)', position)
          .orderBy({ 'row.record': 'ASC', 'row.place': 'ASC' })
          .take(atMost)
          .getMany(),
      ),
    end: () =>
      ask(async (manager) => {
        const order = { record: 'DESC', place: 'DESC' } as const;
        const [last] = await manager.find(QueueLogEntity, { order, take: 1 });
        return last ?? BEFORE_ALL;
      }),
    own: (callids) =>
      ask(async (manager) => {
        const own = new Set<string>();
        for (let start = 0; start < callids.length; start += CALLS_AT_ONCE) {
          const some = In(callids.slice(start, start + CALLS_AT_ONCE));
          for (const { leg, call } of await manager.findBy(CallLegEntity, [{ leg: some }, { call: some }]))
            own.add(leg).add(call);
        }
        return own;
      }),
  };
}

async function callersOf(
  manager: EntityManager,
  milestones: readonly Milestone[],
): Promise<ReadonlyMap<CallId, QueueLogCaller>> {
  const calls = [...new Set(milestones.flatMap(callOf))];
  const callers = new Map<CallId, QueueLogCaller>();
  for (let start = 0; start < calls.length; start += CALLS_AT_ONCE) {
    const call = In(calls.slice(start, start + CALLS_AT_ONCE));
    const legs = await manager.findBy(CallLegEntity, { call });
    const open = await manager.findBy(OpenCallEntity, { call });
    const over = await manager.find(CallEntity, {
      select: { call: true, from: true, dialled: true },
      where: { call },
    });
    const numbers = new Map([...over, ...open].map((each) => [each.call, each]));
    for (const { leg, call: id } of legs) {
      const { from = null, dialled = '' } = numbers.get(id) ?? {};
      callers.set(id, { leg, from, dialled });
    }
  }
  return callers;
}

/** Of whom a row may tell. */
function callOf(milestone: Milestone): readonly CallId[] {
  const { kind } = milestone;
  if (kind === 'visit-ended' || kind === 'offer-ended' || kind === 'conversation-ended')
    return milestone.queue === null ? [] : [milestone.call];
  return kind === 'call-event' && milestone.event === 'queue-entered' ? [milestone.call] : [];
}

/** The newest place that each had in each queue. */
async function placesOf(
  manager: EntityManager,
  callers: ReadonlyMap<CallId, QueueLogCaller>,
): Promise<ReadonlyMap<string, number>> {
  const legs = [...callers.values()].map(({ leg }) => leg);
  const places = new Map<string, number>();
  for (let start = 0; start < legs.length; start += CALLS_AT_ONCE) {
    const entered = await manager.find(QueueLogEntity, {
      where: { callid: In(legs.slice(start, start + CALLS_AT_ONCE)), event: 'ENTERQUEUE' },
      order: { record: 'ASC', place: 'ASC' },
    });
    for (const { callid, queuename, data3 } of entered)
      places.set(placeKey(callid, queuename), Number(data3));
  }
  return places;
}

/** Of visits that end by an answer; mostly the offer is told with it. */
async function answeredOf(
  manager: EntityManager,
  milestones: readonly Milestone[],
): Promise<ReadonlyMap<VisitId, AnsweredOffer>> {
  const calls = milestones.flatMap((each) =>
    each.kind === 'visit-ended' && each.exit === 'answered' ? [each.call] : [],
  );
  const answered = new Map<VisitId, AnsweredOffer>();
  for (let start = 0; start < calls.length; start += CALLS_AT_ONCE) {
    const call = In(calls.slice(start, start + CALLS_AT_ONCE));
    for (const offer of await manager.findBy(OfferEntity, { call, result: 'answered' }))
      answered.set(offer.visit, offer);
  }
  return answered;
}

/** Asked for only where a row of an agent may come of it. */
async function agentsBefore(
  manager: EntityManager,
  milestones: readonly Milestone[],
): Promise<{ readonly states: ReadonlyMap<AgentId, ShownPresence>; readonly plan: Plan | null }> {
  const isAsked = milestones.some(({ kind }) => kind === 'agent-state-began' || kind === 'plan-in-force');
  if (!isAsked) return { states: new Map(), plan: null };
  const open = await manager.find(OpenAgentStateEntity);
  const [load] = await manager.find(PlanLoadEntity, { order: { at: 'DESC' }, take: 1 });
  const version =
    load === undefined ? null : await manager.findOneBy(PlanVersionEntity, { version: load.version });
  return {
    states: new Map(open.map(({ agent, state, reason }) => [agent, { state, reason }])),
    plan: version === null ? null : (JSON.parse(version.plan) as Plan),
  };
}
