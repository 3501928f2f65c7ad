import { In, type EntityManager } from 'typeorm';
import type { CallbackFact } from '../core/milestone.js';
import type { CallbackId, CallId } from '../core/signal.js';
import type { OpenCallback } from '../ports/facts.js';
import type { PersonFacts, PersonSearch, Standing, Tries } from '../ports/retention.js';
import { CallbackAttemptEntity, CallbackEntity, OpenCallbackEntity } from './entities/callbacks.js';
import { inChunks, numbersLike, stagesOf } from './person-questions.js';
import type { InTurn } from './slot-book.js';

type PersonCallbacks = Pick<PersonFacts, 'callbacks' | 'openCallbacks'>;

/** Callbacks to his number, or asked for in one of these calls of his: there he may have named another number. */
export async function callbacksOfPerson(
  manager: EntityManager,
  alone: InTurn,
  search: PersonSearch,
  calls: readonly CallId[],
): Promise<PersonCallbacks> {
  const numbers = { number: numbersLike(search) };
  const over: readonly CallbackFact[] = [
    ...(await alone(() => manager.findBy(CallbackEntity, numbers))).filter((one) => isTo(search, one)),
    ...(await inChunks(alone, calls, (some) => manager.findBy(CallbackEntity, { call: In(some) }))),
  ];
  const open: readonly OpenCallback[] = [
    ...(await alone(() => manager.findBy(OpenCallbackEntity, numbers))).filter((one) => isTo(search, one)),
    ...(await inChunks(alone, calls, (some) => manager.findBy(OpenCallbackEntity, { call: In(some) }))),
  ];
  const ids = [...over, ...open].map(({ callback }) => callback);
  const tries = await triesOf(manager, alone, [...new Set(ids)]);
  return {
    callbacks: inTime(over).map((one) => ({ ...one, ...tries(one.callback) })),
    openCallbacks: inTime(open).map((one) => ({ ...one, ...tries(one.callback) })),
  };
}

/** What stands for the numbers from now on; the names go. */
export async function forgetCallbacks(
  manager: EntityManager,
  { callbacks, openCallbacks }: PersonCallbacks,
  forNumber: Standing['forNumber'],
): Promise<void> {
  const change = (number: string | null) => {
    return { number: number === null ? null : forNumber(number), name: null };
  };
  for (const { callback, number } of callbacks)
    await manager.update(CallbackEntity, { callback }, change(number));
  for (const { callback, number } of openCallbacks)
    await manager.update(OpenCallbackEntity, { callback }, change(number));
}

function isTo({ isHis }: PersonSearch, { number }: { readonly number: string | null }): boolean {
  return number !== null && isHis(number);
}

/** Each once: one to his number may be asked for in a call of his as well. */
function inTime<Asked extends OpenCallback | CallbackFact>(found: readonly Asked[]): readonly Asked[] {
  const each = new Map(found.map((one) => [one.callback, one]));
  return [...each.values()].sort((a, b) => a.askedAt - b.askedAt || (a.callback < b.callback ? -1 : 1));
}

async function triesOf(
  manager: EntityManager,
  alone: InTurn,
  callbacks: readonly CallbackId[],
): Promise<(callback: CallbackId) => Tries> {
  const attempts = await inChunks(alone, callbacks, (some) =>
    manager.find(CallbackAttemptEntity, {
      where: { callback: In(some) },
      order: { offeredAt: 'ASC', attempt: 'ASC' },
    }),
  );
  const stages = await stagesOf(manager, alone, [...new Set(attempts.map(({ call }) => call))]);
  return (callback) => {
    const own = attempts.filter((attempt) => attempt.callback === callback);
    const calls = [...new Set(own.map(({ call }) => call))];
    return { attempts: own, stages: calls.flatMap((call) => stages.get(call) ?? []) };
  };
}
