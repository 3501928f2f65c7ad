import { In, MoreThan, type EntityManager } from 'typeorm';
import type { Instant } from '../core/signal.js';
import type { NumberRule, PersonalPlace } from '../ports/retention.js';
import { insertNew } from './batch-writer.js';
import { RetentionMarkEntity, type RetentionMarkRow } from './entities/retention.js';

/** Where the key's fingerprint stands among the marks, and up to where numbers were ever deleted. */
const KEY = 'key';
const DELETED = 'deleted';

/** From when on a place is to be cleared by this rule: what was replaced before must be looked at again to be deleted. */
export async function clearedUntil(
  manager: EntityManager,
  place: PersonalPlace,
  rule: NumberRule,
): Promise<Instant> {
  const mark = await manager.findOneBy(RetentionMarkEntity, { place });
  if (mark === null || (rule === 'delete' && mark.rule !== 'delete')) return 0;
  return mark.until;
}

/**
 * Nobody else moves the mark before this transaction is over: who writes an older fact meanwhile waits to lower it, or has
 * been waited for, and then his fact is seen.
 */
export async function lockMark(
  manager: EntityManager,
  place: PersonalPlace,
  rule: NumberRule,
): Promise<void> {
  await insertNew(manager, RetentionMarkEntity, [{ place, rule, until: 0 }]);
}

export async function markCleared(
  manager: EntityManager,
  place: PersonalPlace,
  rule: NumberRule,
  until: Instant,
): Promise<void> {
  await put(manager, { place, rule, until });
  if (place !== 'calls' || rule !== 'delete') return;
  const deleted = (await deletedBefore(manager)) ?? 0;
  await put(manager, { place: DELETED, rule, until: Math.max(deleted, until) });
}

async function put(manager: EntityManager, { place, rule, until }: RetentionMarkRow): Promise<void> {
  await insertNew(manager, RetentionMarkEntity, [{ place, rule, until }]);
  await manager.update(RetentionMarkEntity, { place }, { rule, until });
}

/**
 * Facts of these instants come: what was cleared already will be again. Before they are written, in the same transaction: who
 * clears meanwhile has no row that this one waits for.
 */
export async function lowerMarks(
  manager: EntityManager,
  places: readonly PersonalPlace[],
  instants: readonly Instant[],
): Promise<void> {
  if (instants.length === 0) return;
  const oldest = instants.reduce((a, b) => Math.min(a, b));
  await manager.update(
    RetentionMarkEntity,
    { place: In([...places]), until: MoreThan(oldest) },
    { until: oldest },
  );
}

export async function deletedBefore(manager: EntityManager): Promise<Instant | null> {
  const mark = await manager.findOneBy(RetentionMarkEntity, { place: DELETED });
  return mark?.until ?? null;
}

export async function keyInUse(manager: EntityManager): Promise<string | null> {
  const mark = await manager.findOneBy(RetentionMarkEntity, { place: KEY });
  return mark?.rule ?? null;
}

/**
 * Unless there is one already; which one is in use. With it is kept up to where an older one has replaced numbers. Not in a
 * transaction, which would not see who was quicker.
 */
export async function useKey(manager: EntityManager, fingerprint: string): Promise<string> {
  const calls = await manager.findOneBy(RetentionMarkEntity, { place: 'calls', rule: 'replace' });
  await insertNew(manager, RetentionMarkEntity, [
    { place: KEY, rule: fingerprint, until: calls?.until ?? 0 },
  ]);
  return (await keyInUse(manager)) ?? fingerprint;
}

export async function dropKey(manager: EntityManager): Promise<void> {
  await manager.delete(RetentionMarkEntity, { place: KEY });
}

/** Numbers of calls before this were replaced with a key that is destroyed; null: there was none. */
export async function olderKeyBefore(manager: EntityManager): Promise<Instant | null> {
  const mark = await manager.findOneBy(RetentionMarkEntity, { place: KEY });
  return mark === null || mark.until === 0 ? null : mark.until;
}
