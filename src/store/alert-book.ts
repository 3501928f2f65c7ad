import { In, LessThan, MoreThanOrEqual, type DataSource, type EntityManager } from 'typeorm';
import type { Instant } from '../core/signal.js';
import type {
  AlertBook,
  AlertKey,
  AlertStanding,
  NewNotice,
  Notice,
  NoticeAnswer,
  NoticeKey,
  Standing,
} from '../ports/alerts.js';
import { insertNew } from './batch-writer.js';
import { databaseClock } from './database-clock.js';
import {
  AlertNoticeEntity,
  AlertStandingEntity,
  type AlertNoticeRow,
  type AlertStandingRow,
} from './entities/alerts.js';
import type { InTurn } from './slot-book.js';
import { inTransaction } from './sqlite-transaction.js';

const OPEN = ['waiting', 'handed-over'] as const;
const NOTHING = { since: null, raisedAt: null, lastHeldAt: null, worst: null } as const;

/** The alerts in the database; `holder`: this process, a word that no other has. */
export class DatabaseAlertBook implements AlertBook {
  readonly #manager: EntityManager;
  readonly #now: string;

  constructor(
    private readonly source: DataSource,
    private readonly inTurn: InTurn,
    private readonly holder: string,
  ) {
    this.#manager = source.manager;
    this.#now = databaseClock(source);
  }

  standings(): Promise<readonly AlertStanding[]> {
    return this.inTurn(async () => {
      const rows = await this.#manager.find(AlertStandingEntity, { order: { alert: 'ASC', subject: 'ASC' } });
      return rows.map(standingOf);
    });
  }

  change(
    seen: AlertStanding,
    to: Pick<AlertStanding, 'standing' | 'incident'>,
    notices: readonly NewNotice[],
    now: Instant,
  ): Promise<'kept' | 'lost'> {
    const { alert, subject, revision } = seen;
    const key = { alert, subject };
    const row = { ...rowOf(to), revision: revision + 1 };
    return this.inTurn(() =>
      inTransaction(this.source, async (manager) => {
        if (revision === 0) await insertNew(manager, AlertStandingEntity, [fresh(key)]);
        const { affected } = await manager.update(AlertStandingEntity, { ...key, revision }, row);
        if (affected !== 1) return 'lost';
        const rows = notices.map((notice) => newNotice({ ...key, incident: to.incident }, notice, now));
        await insertNew(manager, AlertNoticeEntity, rows);
        return 'kept';
      }),
    );
  }

  open(): Promise<readonly Notice[]> {
    return this.inTurn(async () => {
      const rows = await this.#manager.find(AlertNoticeEntity, {
        where: { state: In([...OPEN]) },
        order: { since: 'ASC', alert: 'ASC', subject: 'ASC', target: 'ASC' },
      });
      return rows.map(noticeOf);
    });
  }

  take(notice: Notice, at: Instant, claimMs: number): Promise<'kept' | 'lost'> {
    return this.inTurn(async () => {
      const { affected } = await this.#manager
        .createQueryBuilder()
        .update(AlertNoticeEntity)
        .set({
          state: 'handed-over',
          handedOverAt: at,
          // It was on its way when whoever had it died, or its answer never came: the other side may have it.
          mark: notice.state === 'handed-over' ? 'maybe-twice' : notice.mark,
          handOvers: () => 'hand_overs + 1',
          holder: this.holder,
          claimEndsAt: () => `${this.#now} + ${Math.round(claimMs)}`,
        })
        .where({ ...keyOf(notice), state: notice.state, handOvers: notice.handOvers })
        .andWhere(`claim_ends_at <= ${this.#now}`)
        .execute();
      return affected === 1 ? 'kept' : 'lost';
    });
  }

  async answered(key: NoticeKey, { state, at, nextTryAt, said }: NoticeAnswer): Promise<void> {
    await this.inTurn(() =>
      this.#manager
        .createQueryBuilder()
        .update(AlertNoticeEntity)
        .set({
          ...{ state, nextTryAt, said, claimEndsAt: 0 },
          tries: () => 'tries + 1',
          ...(state === 'accepted' ? { acceptedAt: at } : {}),
        })
        .where({ ...keyOf(key), state: 'handed-over', holder: this.holder })
        .execute(),
    );
  }

  log(newest: number): Promise<readonly Notice[]> {
    return this.inTurn(async () => {
      const rows = await this.#manager.find(AlertNoticeEntity, {
        order: { since: 'DESC', alert: 'ASC', subject: 'ASC', target: 'ASC' },
        take: newest,
      });
      return rows.map(noticeOf);
    });
  }

  undelivered(since: Instant, lateAt: Instant): Promise<number> {
    const from = MoreThanOrEqual(since);
    return this.inTurn(() =>
      this.#manager.countBy(AlertNoticeEntity, [
        { since: from, state: In(['refused', 'given-up']) },
        { since: LessThan(lateAt), state: In([...OPEN]) },
      ]),
    );
  }

  async forget(before: Instant): Promise<void> {
    await this.inTurn(() =>
      this.#manager.delete(AlertNoticeEntity, {
        since: LessThan(before),
        state: In(['accepted', 'refused', 'given-up']),
      }),
    );
  }
}

function fresh(key: AlertKey): AlertStandingRow {
  return { ...key, state: 'calm', incident: 0, revision: 0, ...NOTHING };
}

function rowOf({
  standing,
  incident,
}: Pick<AlertStanding, 'standing' | 'incident'>): Omit<AlertStandingRow, keyof AlertKey | 'revision'> {
  return { ...NOTHING, ...standing, incident };
}

function standingOf(row: AlertStandingRow): AlertStanding {
  const { alert, subject, incident, revision } = row;
  return { alert, subject, incident, revision, standing: stateOf(row) };
}

function stateOf({ state, since, raisedAt, lastHeldAt, worst }: AlertStandingRow): Standing {
  if (state === 'calm' || since === null || lastHeldAt === null) return { state: 'calm' };
  if (state === 'pending' || raisedAt === null || worst === null)
    return { state: 'pending', since, lastHeldAt };
  return { state, since, raisedAt, lastHeldAt, worst };
}

function newNotice(
  key: AlertKey & { readonly incident: number },
  notice: NewNotice,
  now: Instant,
): AlertNoticeRow {
  return {
    ...key,
    ...notice,
    ...{ state: 'waiting', mark: 'once', handOvers: 0, tries: 0, since: now, nextTryAt: now },
    ...{ handedOverAt: null, acceptedAt: null, said: null, holder: '', claimEndsAt: 0 },
  };
}

function keyOf({ alert, subject, incident, kind, target }: NoticeKey): NoticeKey {
  return { alert, subject, incident, kind, target };
}

function noticeOf(row: AlertNoticeRow): Notice {
  const { holder: _holder, claimEndsAt: _claimEndsAt, ...notice } = row;
  return notice;
}
