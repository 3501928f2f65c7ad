import { In, Like, Or, type EntityManager } from 'typeorm';
import type { CallEvent } from '../core/milestone.js';
import type { CallId } from '../core/signal.js';
import { REPLACED_BEGINS, type PersonSearch } from '../ports/retention.js';
import { CallEventEntity } from './entities/calls.js';
import type { InTurn } from './slot-book.js';

const IDS_PER_STATEMENT = 250;

/** Whatever may be his: the digits in front of the last ones are written in many ways. */
export function numbersLike({ lastDigits }: PersonSearch) {
  return Or(Like(`%${lastDigits}`), Like(`${REPLACED_BEGINS}%`));
}

/** The stages of these calls, each call's in order. */
export async function stagesOf(
  manager: EntityManager,
  alone: InTurn,
  calls: readonly CallId[],
): Promise<ReadonlyMap<CallId, readonly CallEvent[]>> {
  const rows = await inChunks(alone, calls, (some) =>
    manager.find(CallEventEntity, { where: { call: In(some) }, order: { sequence: 'ASC', item: 'ASC' } }),
  );
  const stages = new Map<CallId, CallEvent[]>(calls.map((call) => [call, []]));
  for (const { call, at, event, detail } of rows)
    stages.get(call)?.push({ kind: 'call-event', call, at, event, detail });
  return stages;
}

/** Asks about so many at a time; who writes meanwhile waits for one such question only. */
export async function inChunks<Item>(
  alone: InTurn,
  ids: readonly string[],
  ask: (some: string[]) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (const some of chunks(ids)) found.push(...(await alone(() => ask(some))));
  return found;
}

export function* chunks(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT)
    yield ids.slice(start, start + IDS_PER_STATEMENT);
}
