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
  /** As members of which agents were rung. */
  readonly teams: readonly string[];
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
  teams: [],
  numbers: [],
  tags: [],
  caller: null,
  dispositions: [],
  calls: [],
};

/**
 * Kinds of facts that these filters cannot be applied to: an agent's time has no queue, no team, no number and no caller; a
 * call that he makes goes through no queue, is given to no team, comes to no number of ours, and ends in no disposition.
 */
export function unfiltered({ agents: _agents, caller, calls, ...lists }: Filters): readonly Kind[] {
  if (Object.values(lists).some((list) => list.length > 0)) return ['states', 'outgoing'];
  return caller === null && calls.length === 0 ? [] : ['states'];
}

/** The facts that fit. A call fits a queue when it was in it, an agent or a team when he, or one of it, talked with the caller. Pure. */
export function filtered(slice: Slice, filters: Filters): Slice {
  const { queues, agents, teams, caller, calls } = filters;
  const isOf = matcher(filters);
  const isIn = (queue: QueueId | null): boolean =>
    queues.length === 0 || (queue !== null && queues.includes(queue));
  const isBy = (agent: AgentId | null): boolean =>
    agents.length === 0 || (agent !== null && agents.includes(agent));
  const isFor = (team: string | null): boolean =>
    teams.length === 0 || (team !== null && teams.includes(team));
  const isTo = (number: string | null): boolean => caller === null || isSameNumber(caller, number);
  const isOne = (call: CallId): boolean => calls.length === 0 || calls.includes(call);
  const isMade = !unfiltered(filters).includes('outgoing');
  const fits = (origin: Origin): boolean =>
    isOf(origin) &&
    (queues.length === 0 || [...origin.queues].some(isIn)) &&
    (agents.length === 0 || [...origin.agents].some(isBy)) &&
    (teams.length === 0 || origin.teams.some(isFor));
  const isGiven = ({ origin, fact, team }: GivenItem): boolean =>
    isOf(origin) && isIn(fact.queue) && isBy(fact.agent) && isFor(team);
  return {
    counted: slice.counted,
    calls: slice.calls.filter(({ origin }) => fits(origin)),
    visits: slice.visits.filter(isGiven),
    offers: slice.offers.filter(isGiven),
    conversations: slice.conversations.filter(isGiven),
    states: slice.states.filter(({ agent }) => isBy(agent)),
    menus: slice.menus.filter(({ origin }) => fits(origin)),
    ratings: slice.ratings.filter(isGiven),
    outcomes: slice.outcomes.filter(isGiven),
    reviews: slice.reviews.filter(({ fact, origin, number, team }) =>
      origin === null
        ? isMade && isBy(fact.agent) && isTo(number) && isOne(fact.call)
        : fits(origin) && (fact.agent === null || (isBy(fact.agent) && isFor(team))),
    ),
    outgoing: !isMade
      ? []
      : slice.outgoing.filter(({ fact, number }) => isBy(fact.agent) && isTo(number) && isOne(fact.call)),
  };
}

/** What is given to an agent in a queue or ring step. */
interface GivenItem {
  readonly origin: Origin;
  readonly fact: { readonly queue: QueueId | null; readonly agent: AgentId | null };
  readonly team: string | null;
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
