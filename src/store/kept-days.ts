import type { DataSource, EntityManager } from 'typeorm';
import type { Instant } from '../core/signal.js';
import type { Period } from '../ports/facts.js';
import type { DayStanding, KeptDaysBook, KeptText } from '../ports/kept-days.js';
import { FactQuarterEntity, KeptDayEntity } from './entities/kept-days.js';
import { placesFor, rowsOf } from './rows.js';
import type { InTurn } from './slot-book.js';
import { inTransaction } from './sqlite-transaction.js';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** No local day is longer, whatever the clock does. */
const LONGEST_DAY_MS = 50 * 3_600_000;
const QUARTERS_PER_STATEMENT = 200;

/**
 * Facts of these instants are written, changed or cleared: nothing that is kept of their days holds any more. In the transaction that
 * does it, and before it: whoever keeps a day meanwhile has then seen all of it or none.
 */
export async function touchDays(manager: EntityManager, instants: readonly Instant[]): Promise<void> {
  const inOrder = [...new Set(instants.map(quarterOf))].sort((a, b) => a - b);
  // All quarters before all days: whoever keeps a day locks them in this order too.
  for (const work of [raise, forget])
    for (let start = 0; start < inOrder.length; start += QUARTERS_PER_STATEMENT)
      await work(manager, inOrder.slice(start, start + QUARTERS_PER_STATEMENT));
}

/** Instants in every day that a call lay in. */
export function instantsOfCall(arrivedAt: Instant, endedAt: Instant): readonly Instant[] {
  const instants = [arrivedAt, endedAt];
  for (let at = arrivedAt; at < endedAt; at += DAY_MS) instants.push(at);
  return instants;
}

async function raise(manager: EntityManager, quarters: readonly Instant[]): Promise<void> {
  const again = isSqlite(manager)
    ? 'ON CONFLICT (quarter_at) DO UPDATE SET revision = fact_quarters.revision + 1'
    : 'ON DUPLICATE KEY UPDATE revision = revision + 1';
  const rows = quarters.map(() => '(?, 1)').join(', ');
  await manager.query(`INSERT INTO fact_quarters (quarter_at, revision) VALUES ${rows} ${again}`, [
    ...quarters,
  ]);
}

async function forget(manager: EntityManager, quarters: readonly Instant[]): Promise<void> {
  const covering = quarters.map(() => '(from_at > ? AND from_at < ? AND to_at > ?)').join(' OR ');
  const values = quarters.flatMap((at) => [at - LONGEST_DAY_MS, at + QUARTER_MS, at]);
  await manager.query(`DELETE FROM kept_days WHERE ${covering}`, values);
}

/** What of these days and questions still holds. */
export async function keptOf(
  manager: EntityManager,
  days: readonly Period[],
  asked: readonly string[],
): Promise<readonly KeptText[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || asked.length === 0) return [];
  const rows = await rowsOf(manager, KeptDayEntity, {
    where: `from_at >= ? AND from_at < ? AND asked IN (${placesFor(asked)})`,
    values: [first.from, last.to, ...asked],
    order: 'from_at, asked',
  });
  const revisions = new Map(
    (await revisionsOf(manager, days)).map((each): [Instant, typeof each] => [each.day.from, each]),
  );
  return rows.flatMap(({ from, to, asked: question, revision, text }) => {
    const known = revisions.get(from);
    const holds = known?.day.to === to && known.revision === revision;
    return holds ? [{ day: known.day, asked: question, revision, text }] : [];
  });
}

/** How it stands with each of these days; the texts themselves are not read. */
export async function standingOf(
  manager: EntityManager,
  days: readonly Period[],
  asked: readonly string[],
): Promise<readonly DayStanding[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counted = await manager.query<Record<'from_at' | 'to_at' | 'revision' | 'texts', unknown>[]>(
    `SELECT from_at, to_at, revision, COUNT(*) AS texts FROM kept_days WHERE from_at >= ? AND from_at < ? AND asked IN (${placesFor(asked)})
     GROUP BY from_at, to_at, revision`,
    [first.from, last.to, ...asked],
  );
  const nameOf = (...parts: readonly unknown[]): string => parts.map(Number).join(' ');
  const texts = new Map(
    counted.map((row) => [nameOf(row.from_at, row.to_at, row.revision), Number(row.texts)]),
  );
  return (await revisionsOf(manager, days)).map(({ day, revision }) => {
    const isWhole = texts.get(nameOf(day.from, day.to, revision)) === asked.length;
    return { day, revision, state: isWhole ? 'kept' : 'lacking' };
  });
}

/** When the first call came; null: none has. */
export async function firstCallAt(manager: EntityManager): Promise<Instant | null> {
  const [row] = await manager.query<{ readonly first: unknown }[]>(
    'SELECT MIN(arrived_at) AS first FROM stored_calls',
  );
  return row?.first == null ? null : Number(row.first);
}

/** How often facts of the period have been written. */
export async function revisionOf(manager: EntityManager, period: Period): Promise<number> {
  const [only] = await revisionsOf(manager, [period]);
  return only?.revision ?? 0;
}

/** How often facts of each of these days, which are in order, have been written. */
async function revisionsOf(
  manager: EntityManager,
  days: readonly Period[],
): Promise<readonly { readonly day: Period; readonly revision: number }[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const quarters = await rowsOf(manager, FactQuarterEntity, {
    where: 'quarter_at >= ? AND quarter_at < ?',
    values: [quarterOf(first.from), last.to],
    order: 'quarter_at',
  });
  const sums = days.map((day) => ({ day, revision: 0 }));
  let index = 0;
  for (const { quarter, revision } of quarters) {
    while (index < sums.length - 1 && quarter >= (sums[index]?.day.to ?? Infinity)) index += 1;
    const sum = sums[index];
    if (sum !== undefined && quarter >= quarterOf(sum.day.from) && quarter < sum.day.to)
      sum.revision += revision;
  }
  return sums;
}

function quarterOf(at: Instant): Instant {
  return Math.floor(at / QUARTER_MS) * QUARTER_MS;
}

/** What days have left, in the database. */
export class DatabaseKeptDays implements KeptDaysBook {
  constructor(
    private readonly source: DataSource,
    private readonly alone: InTurn,
  ) {}

  /** The texts of one day or more; of a day that has been written to meanwhile none is kept, as they may hold a number that is cleared. */
  async keep(texts: readonly KeptText[]): Promise<void> {
    const again = isSqlite(this.source.manager)
      ? 'ON CONFLICT (from_at, to_at, asked) DO UPDATE SET revision = excluded.revision, body = excluded.body'
      : 'ON DUPLICATE KEY UPDATE revision = VALUES(revision), body = VALUES(body)';
    await this.alone(() =>
      inTransaction(this.source, async (manager) => {
        for (const { day, asked, revision, text } of texts) {
          if ((await lockedRevision(manager, day)) !== revision) continue;
          await manager.query(
            `INSERT INTO kept_days (from_at, to_at, asked, revision, body) VALUES (?, ?, ?, ?, ?) ${again}`,
            [day.from, day.to, asked, revision, text],
          );
        }
      }),
    );
  }

  async forgetOthers({ from, to }: Period, asked: readonly string[]): Promise<void> {
    await this.alone(() =>
      inTransaction(this.source, async (manager) => {
        await manager.query(
          `DELETE FROM kept_days WHERE from_at = ? AND to_at = ? AND asked NOT IN (${placesFor(asked)})`,
          [from, to, ...asked],
        );
      }),
    );
  }
}

/** Nobody raises it before this transaction is over; quarters first, then days, like whoever writes facts. */
async function lockedRevision(manager: EntityManager, { from, to }: Period): Promise<number> {
  const [row] = await manager.query<{ readonly revision: unknown }[]>(
    'SELECT SUM(revision) AS revision FROM fact_quarters WHERE quarter_at >= ? AND quarter_at < ?' +
      (isSqlite(manager) ? '' : ' FOR UPDATE'),
    [quarterOf(from), to],
  );
  return Number(row?.revision ?? 0);
}

function isSqlite(manager: EntityManager): boolean {
  return manager.dataSource.options.type === 'better-sqlite3';
}
