import {
  And,
  In,
  LessThan,
  MoreThanOrEqual,
  type EntityManager,
  type EntitySchema,
  type ObjectLiteral,
} from 'typeorm';
import type { Instant } from '../core/signal.js';
import type { WaitingCaller } from '../ports/alerts.js';
import type { Period } from '../ports/facts.js';
import { PlanLoadEntity } from './entities/bookkeeping.js';
import { CallEventEntity, OpenCallEntity, ShownCallEntity } from './entities/calls.js';
import { VisitEntity } from './entities/visits.js';

const CALLS_PER_STATEMENT = 250;

/** Who waits: a call that is not over has entered a queue, and this visit has not ended. */
export async function waitingCallers(manager: EntityManager): Promise<readonly WaitingCaller[]> {
  const open = await manager.find(OpenCallEntity, { select: { call: true } });
  const waiting: WaitingCaller[] = [];
  for (let start = 0; start < open.length; start += CALLS_PER_STATEMENT) {
    const call = In(open.slice(start, start + CALLS_PER_STATEMENT).map((each) => each.call));
    const entries = await manager.findBy(CallEventEntity, { call, event: 'queue-entered' });
    const over = new Set(
      (await manager.find(VisitEntity, { select: { visit: true }, where: { call } })).map(
        ({ visit }) => visit,
      ),
    );
    for (const entry of entries) {
      const { queue, visit } = entry.detail;
      if (typeof queue === 'string' && !over.has(String(visit)))
        waiting.push({ call: entry.call, queue, enteredAt: entry.at });
    }
  }
  return waiting;
}

/** Calls from outside that arrived in the period, over or not, by number dialled. */
export async function arrivalsIn(
  manager: EntityManager,
  period: Period,
): Promise<ReadonlyMap<string, number>> {
  const arrivals = new Map<string, number>();
  const add = async (entity: EntitySchema, instant: string, which: ObjectLiteral = {}): Promise<void> => {
    const rows = await manager
      .createQueryBuilder(entity, 'arrived')
      .select('arrived.dialled', 'dialled')
      .addSelect('COUNT(*)', 'calls')
      .where({ ...which, [instant]: And(MoreThanOrEqual(period.from), LessThan(period.to)) })
      .groupBy('arrived.dialled')
      .getRawMany<{ readonly dialled: string; readonly calls: number | string }>();
    for (const { dialled, calls } of rows)
      arrivals.set(dialled, (arrivals.get(dialled) ?? 0) + Number(calls));
  };
  await add(ShownCallEntity, 'arrivedAt', { direction: 'inbound' });
  await add(OpenCallEntity, 'at');
  return arrivals;
}

/** When the first plan came into force; null: none has yet. */
export async function firstPlan(manager: EntityManager): Promise<Instant | null> {
  const [first] = await manager.find(PlanLoadEntity, { order: { at: 'ASC' }, take: 1 });
  return first?.at ?? null;
}
