import type { AgentId, QueueId } from '../../core/plan.js';
import { dialledKey } from '../../core/plan.js';
import type { CallId } from '../../core/signal.js';
import type { Disposition } from '../disposition.js';
import { isSameNumber } from '../telephone-number.js';
import type { Kind, Origin, Slice } from './items.js';

/** What a report is narrowed to; an empty list narrows nothing. */
export interface Filters {
  readonly queues: readonly QueueId[];
  readonly agents: readonly AgentId[];
  /** Numbers that were dialled. */
  readonly numbers: readonly string[];
  readonly tags: readonly string[];
  /** The caller's number in any usual way of writing; null: every caller. */
  readonly caller: string | null;
  readonly dispositions: readonly Disposition[];
  /** Calls by their ids. */
  readonly calls: readonly CallId[];
}

export const NO_FILTERS: Filters = {
  queues: [],
  agents: [],
  numbers: [],
  tags: [],
  caller: null,
  dispositions: [],
  calls: [],
};

/**
 * Kinds of facts that these filters cannot be applied to: an agent's time has no queue, no number and no caller; a call that he
 * makes goes through no queue, comes to no number of ours, and ends in no disposition.
 */
export function unfiltered({ agents: _agents, caller, calls, ...lists }: Filters): readonly Kind[] {
  if (Object.values(lists).some((list) => list.length > 0)) return ['states', 'outgoing'];
  return caller === null && calls.length === 0 ? [] : ['states'];
}

/** The facts that fit. A call fits a queue when it was in it, an agent when he talked with the caller. Pure. */
export function filtered(slice: Slice, filters: Filters): Slice {
  const { queues, agents, caller, calls } = filters;
  const isOf = matcher(filters);
  const isIn = (queue: QueueId | null): boolean =>
    queues.length === 0 || (queue !== null && queues.includes(queue));
  const isBy = (agent: AgentId | null): boolean =>
    agents.length === 0 || (agent !== null && agents.includes(agent));
  const isTo = (number: string | null): boolean => caller === null || isSameNumber(caller, number);
  const isOne = (call: CallId): boolean => calls.length === 0 || calls.includes(call);
  const isMade = !unfiltered(filters).includes('outgoing');
  const fits = (origin: Origin): boolean =>
    isOf(origin) &&
    (queues.length === 0 || [...origin.queues].some(isIn)) &&
    (agents.length === 0 || [...origin.agents].some(isBy));
  return {
    counted: slice.counted,
    calls: slice.calls.filter(({ origin }) => fits(origin)),
    visits: slice.visits.filter(({ origin, fact }) => isOf(origin) && isIn(fact.queue) && isBy(fact.agent)),
    offers: slice.offers.filter(({ origin, fact }) => isOf(origin) && isIn(fact.queue) && isBy(fact.agent)),
    conversations: slice.conversations.filter(
      ({ origin, fact }) => isOf(origin) && isIn(fact.queue) && isBy(fact.agent),
    ),
    states: slice.states.filter(({ agent }) => isBy(agent)),
    menus: slice.menus.filter(({ origin }) => fits(origin)),
    ratings: slice.ratings.filter(({ origin, fact }) => isOf(origin) && isIn(fact.queue) && isBy(fact.agent)),
    outcomes: slice.outcomes.filter(
      ({ origin, fact }) => isOf(origin) && isIn(fact.queue) && isBy(fact.agent),
    ),
    reviews: slice.reviews.filter(({ fact, origin, number }) =>
      origin === null
        ? isMade && isBy(fact.agent) && isTo(number) && isOne(fact.call)
        : fits(origin) && (fact.agent === null || isBy(fact.agent)),
    ),
    outgoing: !isMade
      ? []
      : slice.outgoing.filter(({ fact, number }) => isBy(fact.agent) && isTo(number) && isOne(fact.call)),
  };
}

/** Whether a call is one that number, tag, caller, disposition and ids ask for. */
function matcher({ numbers, tags, caller, dispositions, calls }: Filters): (origin: Origin) => boolean {
  const keys = new Set(numbers.map(dialledKey));
  return (origin) =>
    (numbers.length === 0 || (origin.dialled !== null && keys.has(dialledKey(origin.dialled)))) &&
    (tags.length === 0 || origin.tags.some((tag) => tags.includes(tag))) &&
    (caller === null || isSameNumber(caller, origin.from)) &&
    (dispositions.length === 0 || dispositions.includes(origin.disposition)) &&
    (calls.length === 0 || calls.includes(origin.call));
}

/** Whether nothing is left out. */
export function isUnnarrowed({ caller, ...lists }: Filters): boolean {
  return caller === null && Object.values(lists).every((list) => list.length === 0);
}
