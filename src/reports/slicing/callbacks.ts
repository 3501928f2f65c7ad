import type { CallbackAttemptFact, CallbackFact } from '../../core/milestone.js';
import type { AgentId, QueueId } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { FactReader, OpenCallback, Period } from '../../ports/facts.js';
import { isSameNumber } from '../telephone-number.js';
import type { Filters } from './filters.js';
import { wrapUpsOf, wrapUpsUntil } from './wrap-ups.js';

/** What became of callbacks that were asked for in the period. */
export interface Callbacks {
  readonly over: readonly CallbackFact[];
  readonly open: readonly OpenCallback[];
  /** Talks with those who were called back, by the callback. */
  readonly talks: ReadonlyMap<CallbackFact['callback'], CallbackTalk>;
}

/** A talk with somebody who was called back, and the notes after it. */
export interface CallbackTalk {
  readonly talkMs: number;
  readonly wrapUpMs: number;
}

export const NO_CALLBACKS: Callbacks = { over: [], open: [], talks: new Map() };

/**
 * Callbacks that were asked for in the period and fit: by queue, by the number that is called, and by the agent who reached
 * him. No number was dialled for them, and they have no team, no tag and no disposition: who asks for one gets none.
 */
export async function callbacksIn(
  reader: FactReader,
  period: Period,
  filters: Filters,
  now: Instant,
): Promise<Callbacks> {
  const { teams, numbers, tags, dispositions, agents } = filters;
  if (teams.length + numbers.length + tags.length + dispositions.length > 0) return NO_CALLBACKS;
  const over = (await reader.callbacks(period)).filter((one) => fits(filters, one, one.agent));
  const open = (await reader.openCallbacks()).filter(
    (one) =>
      one.askedAt >= period.from &&
      one.askedAt < period.to &&
      agents.length === 0 &&
      fits(filters, one, null),
  );
  return { over, open, talks: await talksOf(reader, period, over, now) };
}

async function talksOf(
  reader: FactReader,
  { from }: Period,
  over: readonly CallbackFact[],
  now: Instant,
): Promise<Callbacks['talks']> {
  const reached = over.filter(({ end }) => end === 'reached');
  if (reached.length === 0) return new Map();
  const mine = new Set(reached.map(({ callback }) => callback));
  const until = Math.max(...reached.map(({ endedAt }) => endedAt));
  const talked = (await reader.callbackAttempts({ from, to: until + 1 })).filter(
    ({ callback, conversation }) => conversation !== null && mine.has(callback),
  );
  const states = await reader.agentStates({ from, to: wrapUpsUntil(talked, until) }, ['wrap-up']);
  const wrapUpOf = wrapUpsOf([...states, ...(await reader.openAgentStates())], now);
  return new Map(
    talked.map(({ callback, conversation, talkMs }: CallbackAttemptFact) => [
      callback,
      { talkMs, wrapUpMs: wrapUpOf(conversation) },
    ]),
  );
}

function fits(
  { queues, agents, caller }: Filters,
  { queue, number }: { readonly queue: QueueId; readonly number: string | null },
  agent: AgentId | null,
): boolean {
  return (
    (queues.length === 0 || queues.includes(queue)) &&
    (agents.length === 0 || (agent !== null && agents.includes(agent))) &&
    (caller === null || isSameNumber(caller, number))
  );
}
