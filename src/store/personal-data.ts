import { And, In, LessThan, MoreThanOrEqual, type DataSource, type EntityManager } from 'typeorm';
import type { Instant } from '../core/signal.js';
import type { Cleared, Clearing, PersonalDataBook, PersonalPlace } from '../ports/retention.js';
import { instantsOfCall, touchDays } from './kept-days.js';
import { PLACES, type Row, type StoredPlace } from './personal-places.js';
import { clearedUntil, dropKey, keyInUse, lockMark, markCleared, useKey } from './retention-marks.js';
import type { InTurn } from './slot-book.js';
import { inTransaction } from './sqlite-transaction.js';

/** The numbers of callers in the database. Each piece is a transaction of its own, so that facts are written between them. */
export class DatabasePersonalData implements PersonalDataBook {
  constructor(
    private readonly source: DataSource,
    private readonly alone: InTurn,
  ) {}

  clear(name: PersonalPlace, clearing: Clearing, atMost: number): Promise<Cleared> {
    const place = PLACES[name];
    return this.alone(() =>
      inTransaction(this.source, async (manager) => {
        await lockMark(manager, name, clearing.rule);
        const from = await clearedUntil(manager, name, clearing.rule);
        if (from >= clearing.before) return { changed: 0, left: 'nothing' };
        const to = await endOfPiece(manager, place, { from, to: clearing.before }, atMost);
        const changed = await clearRows(manager, place, clearing, { from, to });
        await markCleared(manager, name, clearing.rule, to);
        return { changed, left: to < clearing.before ? 'more' : 'nothing' };
      }),
    );
  }

  pending(name: PersonalPlace, { rule, before }: Omit<Clearing, 'standsFor'>): Promise<number> {
    const { entity, instant, personal } = PLACES[name];
    return this.alone(async () => {
      const from = await clearedUntil(this.source.manager, name, rule);
      if (from >= before) return 0;
      const range = { [instant]: within({ from, to: before }) };
      return this.source.manager.countBy(
        entity,
        personal(rule).map((each) => ({ ...range, ...each })),
      );
    });
  }

  keyInUse(): Promise<string | null> {
    return this.alone(() => keyInUse(this.source.manager));
  }

  useKey(fingerprint: string): Promise<string> {
    return this.alone(() => useKey(this.source.manager, fingerprint));
  }

  dropKey(): Promise<void> {
    return this.alone(() => dropKey(this.source.manager));
  }
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** So far that about `atMost` rows are in it; rows of one instant stay together. */
async function endOfPiece(
  manager: EntityManager,
  { entity, instant }: StoredPlace,
  span: Span,
  atMost: number,
): Promise<Instant> {
  const last = await manager
    .createQueryBuilder(entity, 'one')
    .select(`one.${instant}`, 'at')
    .where({ [instant]: within(span) })
    .orderBy(`one.${instant}`)
    .offset(atMost - 1)
    .limit(1)
    .getRawOne<{ readonly at: number | string }>();
  return last === undefined ? span.to : Number(last.at) + 1;
}

async function clearRows(
  manager: EntityManager,
  place: StoredPlace,
  clearing: Clearing,
  span: Span,
): Promise<number> {
  const rows = await manager.findBy(
    place.entity,
    place.personal(clearing.rule).map((each) => ({ ...each, [place.instant]: within(span) })),
  );
  await touchDays(
    manager,
    rows.flatMap((row) => instantsIn(row, place)),
  );
  return changeRows(manager, place, rows, (row) => place.cleared(row, clearing));
}

/** What is kept of days may hold his number, too. */
function instantsIn(row: Row, { instant }: StoredPlace): readonly Instant[] {
  const [at, endedAt] = [row[instant], row['endedAt']];
  if (typeof at !== 'number') return [];
  return instantsOfCall(at, typeof endedAt === 'number' ? endedAt : at);
}

/** Rows that change alike are changed by one statement, those that need no change by none; how many were changed. */
async function changeRows(
  manager: EntityManager,
  { entity, keys }: StoredPlace,
  rows: readonly Row[],
  changeOf: (row: Row) => Row,
): Promise<number> {
  const alike = new Map<string, { readonly change: Row; readonly rows: Row[] }>();
  for (const row of rows) {
    const change = changeOf(row);
    if (isSo(row, change)) continue;
    const text = JSON.stringify(change);
    const group = alike.get(text) ?? { change, rows: [] };
    alike.set(text, group);
    group.rows.push(row);
  }
  const [key = '', ...others] = keys;
  let sum = 0;
  for (const { change, rows: changed } of alike.values()) {
    sum += changed.length;
    if (others.length === 0)
      await manager.update(entity, { [key]: In(changed.map((row) => row[key])) }, change);
    else for (const row of changed) await manager.update(entity, keyOf(row, keys), change);
  }
  return sum;
}

/** It was cleared before, and is looked at again because older facts came. */
function isSo(row: Row, change: Row): boolean {
  return Object.entries(change).every(([name, value]) => JSON.stringify(row[name]) === JSON.stringify(value));
}

function keyOf(row: Row, keys: readonly string[]): Row {
  return Object.fromEntries(keys.map((key) => [key, row[key]]));
}

function within({ from, to }: Span) {
  return And(MoreThanOrEqual(from), LessThan(to));
}
