import { In, LessThan, LessThanOrEqual, MoreThanOrEqual, type DataSource, type EntityManager } from 'typeorm';
import type { Instant } from '../core/signal.js';
import type { Period } from '../ports/facts.js';
import type {
  BuiltSlot,
  Delivery,
  DeliveryAnswer,
  LoggedSlot,
  LogQuestion,
  Slot,
  SlotBook,
  SlotKey,
} from '../ports/slots.js';
import { insertNew } from './batch-writer.js';
import { databaseClock } from './database-clock.js';
import {
  ReportDeliveryEntity,
  ReportScheduleEntity,
  ReportSlotEntity,
  type ReportDeliveryRow,
  type ReportSlotRow,
} from './entities/reports.js';

const OPEN = ['due', 'claimed', 'built'] as const;
/** Everything of a slot but its content, which may be long. */
const SELECTED = Object.fromEntries(
  Object.keys(ReportSlotEntity.options.columns)
    .filter((name) => name !== 'content')
    .map((name) => [name, true]),
);

/** Runs one piece of work on the database alone, and says what is wrong in teaching words when it fails. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** The slots in the database; `holder`: this process, a word that no other has. */
export class DatabaseSlotBook implements SlotBook {
  readonly #manager: EntityManager;
  readonly #now: string;

  constructor(
    source: DataSource,
    private readonly inTurn: InTurn,
    private readonly holder: string,
  ) {
    this.#manager = source.manager;
    this.#now = databaseClock(source);
  }

  knownSince(schedule: string, timing: string, now: Instant): Promise<Instant> {
    return this.inTurn(async () => {
      const row = await this.#manager.findOneBy(ReportScheduleEntity, { schedule });
      if (row?.timing === timing) return row.knownSince;
      if (row === null)
        await insertNew(this.#manager, ReportScheduleEntity, [{ schedule, timing, knownSince: now }]);
      else await this.#manager.update(ReportScheduleEntity, { schedule }, { timing, knownSince: now });
      return now;
    });
  }

  putDown(key: SlotKey, slot: Parameters<SlotBook['putDown']>[1], now: Instant): Promise<void> {
    return this.inTurn(() => insertNew(this.#manager, ReportSlotEntity, [newSlot(key, slot, now)]));
  }

  slotsSince(schedule: string, from: Instant): Promise<readonly Slot[]> {
    return this.#slots({ schedule, dueAt: MoreThanOrEqual(from) });
  }

  open(now: Instant): Promise<readonly Slot[]> {
    return this.#slots({ state: In([...OPEN]), nextTryAt: LessThanOrEqual(now) });
  }

  claim(key: SlotKey, claimMs: number): Promise<Slot | null> {
    return this.inTurn(async () => {
      const { affected } = await this.#manager
        .createQueryBuilder()
        .update(ReportSlotEntity)
        .set({
          holder: this.holder,
          claimEndsAt: () => `${this.#now} + ${Math.round(claimMs)}`,
          state: () => "CASE WHEN state = 'due' THEN 'claimed' ELSE state END",
        })
        .where(keyOf(key))
        .andWhere('state IN (:...open)', { open: OPEN })
        .andWhere(`(holder = :me OR claim_ends_at <= ${this.#now})`, { me: this.holder })
        .execute();
      if (affected !== 1) return null;
      const row = await this.#manager.findOne(ReportSlotEntity, { select: SELECTED, where: keyOf(key) });
      return row === null ? null : slotOf(row);
    });
  }

  async release(key: SlotKey, nextTryAt: Instant): Promise<void> {
    await this.#change(key, { holder: '', claimEndsAt: 0, nextTryAt });
  }

  built(key: SlotKey, built: BuiltSlot): Promise<'kept' | 'lost'> {
    const { builtAt, rows, hash, tookMs, openCalls, content } = built;
    return this.inTurn(async () => {
      // The deliveries first: a death in between leaves a slot that is built again, not one that goes nowhere.
      await insertNew(
        this.#manager,
        ReportDeliveryEntity,
        built.deliveries.map((delivery) => newDelivery(key, delivery, builtAt)),
      );
      return this.#changeNow(key, {
        ...{ builtAt, rows, hash, tookMs, openCalls, content },
        ...{ state: 'built', said: null, nextTryAt: builtAt },
      });
    });
  }

  async notBuilt(key: SlotKey, nextTryAt: Instant | null, said: string): Promise<void> {
    await this.inTurn(async () => {
      const slot = await this.#manager.findOneBy(ReportSlotEntity, keyOf(key));
      const tries = (slot?.tries ?? 0) + 1;
      const free = { holder: '', claimEndsAt: 0, tries, said };
      await this.#changeNow(
        key,
        nextTryAt === null ? { ...free, state: 'failed' } : { ...free, state: 'due', nextTryAt },
      );
    });
  }

  content(key: SlotKey): Promise<string | null> {
    return this.inTurn(async () => {
      const row = await this.#manager.findOneBy(ReportSlotEntity, keyOf(key));
      return row?.content ?? null;
    });
  }

  deliveries(key: SlotKey): Promise<readonly Delivery[]> {
    return this.inTurn(() => this.#deliveries(key));
  }

  handedOver(key: SlotKey, target: string, at: Instant, mark: Delivery['mark']): Promise<'kept' | 'lost'> {
    return this.inTurn(async () => {
      const { affected } = await this.#manager
        .createQueryBuilder()
        .update(ReportDeliveryEntity)
        .set({ state: 'handed-over', handedOverAt: at, mark, handOvers: () => 'hand_overs + 1' })
        .where({ ...keyOf(key), target, state: In(['waiting', 'handed-over']) })
        .andWhere(
          'EXISTS (SELECT 1 FROM report_slots s WHERE s.schedule = report_deliveries.schedule ' +
            'AND s.due_at = report_deliveries.due_at AND s.edition = report_deliveries.edition ' +
            `AND s.holder = :me AND s.claim_ends_at > ${this.#now})`,
          { me: this.holder },
        )
        .execute();
      return affected === 1 ? 'kept' : 'lost';
    });
  }

  async answered(key: SlotKey, target: string, answer: DeliveryAnswer): Promise<void> {
    const { state, at, nextTryAt, said } = answer;
    await this.inTurn(() =>
      this.#manager
        .createQueryBuilder()
        .update(ReportDeliveryEntity)
        .set({
          state,
          nextTryAt,
          said,
          tries: () => 'tries + 1',
          ...(state === 'accepted' ? { acceptedAt: at } : {}),
        })
        .where({ ...keyOf(key), target, state: In(['waiting', 'handed-over']) })
        .execute(),
    );
  }

  async done(key: SlotKey): Promise<void> {
    await this.#change(key, { state: 'done', holder: '', claimEndsAt: 0 });
  }

  again(key: SlotKey, deliveries: BuiltSlot['deliveries'], now: Instant): Promise<void> {
    return this.inTurn(async () => {
      const slot = await this.#manager.findOneBy(ReportSlotEntity, keyOf(key));
      for (const { target, messageId } of deliveries)
        await this.#manager.update(
          ReportDeliveryEntity,
          { ...keyOf(key), target },
          { state: 'waiting', messageId, mark: 'once', tries: 0, triedSince: now, nextTryAt: now },
        );
      const state = slot?.content === null || slot === null ? 'due' : 'built';
      await this.#manager.update(ReportSlotEntity, keyOf(key), {
        ...{ state, holder: '', claimEndsAt: 0 },
        ...{ tries: 0, triedSince: now, nextTryAt: now },
      });
    });
  }

  log({ schedule, newest }: LogQuestion): Promise<readonly LoggedSlot[]> {
    return this.inTurn(async () => {
      const rows = await this.#manager.find(ReportSlotEntity, {
        select: SELECTED,
        where: schedule === null ? {} : { schedule },
        order: { dueAt: 'DESC', edition: 'DESC', schedule: 'ASC' },
        take: newest,
      });
      const logged: LoggedSlot[] = [];
      for (const row of rows) logged.push({ ...slotOf(row), deliveries: await this.#deliveries(keyOf(row)) });
      return logged;
    });
  }

  undelivered(since: Instant, lateAt: Instant): Promise<number> {
    const dueAt = MoreThanOrEqual(since);
    return this.inTurn(async () => {
      const slots = await this.#manager.countBy(ReportSlotEntity, { dueAt, state: In(['failed', 'missed']) });
      const late = await this.#manager.countBy(ReportSlotEntity, {
        dueAt,
        state: In(['due', 'claimed']),
        triedSince: LessThan(lateAt),
      });
      const deliveries = await this.#manager.countBy(ReportDeliveryEntity, [
        { dueAt, state: In(['refused', 'given-up']) },
        { dueAt, state: In(['waiting', 'handed-over']), triedSince: LessThan(lateAt) },
      ]);
      return slots + late + deliveries;
    });
  }

  async forgetContent(before: Instant): Promise<void> {
    await this.inTurn(() =>
      this.#manager
        .createQueryBuilder()
        .update(ReportSlotEntity)
        .set({ content: () => 'NULL' })
        .where('due_at < :before AND content IS NOT NULL', { before })
        .execute(),
    );
  }

  #slots(where: Parameters<EntityManager['findBy']>[1]): Promise<readonly Slot[]> {
    return this.inTurn(async () => {
      const rows = await this.#manager.find(ReportSlotEntity, {
        select: SELECTED,
        where: where as object,
        order: { dueAt: 'ASC', edition: 'ASC', schedule: 'ASC' },
      });
      return rows.map(slotOf);
    });
  }

  async #deliveries(key: SlotKey): Promise<readonly Delivery[]> {
    const rows = await this.#manager.find(ReportDeliveryEntity, {
      where: keyOf(key),
      order: { target: 'ASC' },
    });
    return rows.map(deliveryOf);
  }

  /** Only while this process holds the claim. */
  #change(key: SlotKey, values: Partial<ReportSlotRow>): Promise<'kept' | 'lost'> {
    return this.inTurn(() => this.#changeNow(key, values));
  }

  async #changeNow(key: SlotKey, values: Partial<ReportSlotRow>): Promise<'kept' | 'lost'> {
    const { affected } = await this.#manager.update(
      ReportSlotEntity,
      { ...keyOf(key), holder: this.holder },
      values,
    );
    return affected === 1 ? 'kept' : 'lost';
  }
}

function newSlot(
  key: SlotKey,
  {
    period,
    as,
    said,
  }: { readonly period: Period; readonly as: 'due' | 'missed'; readonly said: string | null },
  now: Instant,
): ReportSlotRow {
  return {
    ...keyOf(key),
    ...{ from: period.from, to: period.to, state: as, holder: '', claimEndsAt: 0 },
    ...{ tries: 0, triedSince: now, nextTryAt: now, builtAt: null, rows: null, hash: null },
    ...{ tookMs: null, openCalls: [], content: null, said },
  };
}

function newDelivery(
  key: SlotKey,
  delivery: BuiltSlot['deliveries'][number],
  now: Instant,
): ReportDeliveryRow {
  return {
    ...keyOf(key),
    ...delivery,
    ...{ state: 'waiting', handOvers: 0, mark: 'once', tries: 0, triedSince: now, nextTryAt: now },
    ...{ handedOverAt: null, acceptedAt: null, said: null },
  };
}

function keyOf({ schedule, dueAt, edition }: SlotKey): SlotKey {
  return { schedule, dueAt, edition };
}

function slotOf(row: ReportSlotRow): Slot {
  const { from, to, state, tries, triedSince, nextTryAt, builtAt, rows, hash, tookMs, openCalls, said } = row;
  return {
    ...keyOf(row),
    period: { from, to },
    ...{ state, tries, since: triedSince, nextTryAt, builtAt, rows, hash, tookMs, openCalls, said },
  };
}

function deliveryOf(row: ReportDeliveryRow): Delivery {
  const { schedule: _schedule, dueAt: _dueAt, edition: _edition, triedSince, ...rest } = row;
  return { ...rest, since: triedSince };
}
