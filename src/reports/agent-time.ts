import type { AgentStateName } from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { DayFacts } from './day-facts.js';
import { oncePer } from './once-per.js';
import { countOf, groupBy } from './ratio.js';

/** An agent's time in the period: what each state took, and where the states do not join. */
export interface StateTimes {
  readonly stateMs: Readonly<Record<AgentStateName, number>>;
  /** Wrap-ups that the limit ended. */
  readonly wrapUpsAtLimit: number;
  /** Time in no state. */
  readonly holeMs: number;
  /** Time in two states at once. */
  readonly overlapMs: number;
}

/** A stretch of an agent's time in one state, inside the period. */
export interface Span {
  readonly agent: AgentId;
  readonly state: AgentStateName;
  /** Of a pause; null: of another state, or nobody knows it. */
  readonly reason: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** `at-limit`: it ended in the period because its time was up. `open`: it goes on, and ends here only where the facts end. */
  readonly end: 'over' | 'at-limit' | 'open';
}

/**
 * Time per agent and state from the beginning of the period to `facts.until`, clipped at both; open states last
 * until then. Before his very first state, which nothing of the day before precedes, an agent was signed out.
 */
export const stateTimesOf: (facts: DayFacts) => ReadonlyMap<AgentId, StateTimes> = oncePer((facts) => {
  const spans = groupBy(spansOf(facts), (span) => span.agent);
  return new Map([...spans].map(([agent, mine]) => [agent, timesOf(mine, facts)]));
});

/** The states of the period in the order of time, each clipped at its borders; before his first one an agent was signed out. */
export const spansOf: (facts: DayFacts) => readonly Span[] = oncePer((facts) => {
  const known = [...groupBy(knownSpans(facts), (span) => span.agent).values()];
  return [...known.flatMap((mine) => before(mine, facts)), ...known.flat()].sort(byTime);
});

function knownSpans(facts: DayFacts): Span[] {
  const spans: Span[] = [];
  const add = (
    { agent, state, reason }: Pick<Span, 'agent' | 'state' | 'reason'>,
    begin: Instant,
    end: Instant,
    how: Span['end'],
  ): void => {
    const [from, to] = [Math.max(begin, facts.period.from), Math.min(end, facts.until)];
    if (to > from) spans.push({ agent, state, reason, from, to, end: how });
  };
  for (const state of facts.states) {
    const isAtLimit = state.endedBy === 'limit' && state.to <= facts.until;
    add(state, state.from, state.to, isAtLimit ? 'at-limit' : 'over');
  }
  const openEnd = facts.until < facts.period.to ? 'open' : 'over';
  for (const state of facts.openStates) add(state, state.from, facts.until, openEnd);
  return spans.sort(byTime);
}

function byTime(a: Span, b: Span): number {
  return a.from - b.from || a.to - b.to;
}

function before(mine: readonly Span[], facts: DayFacts): Span[] {
  const [first] = mine;
  if (first === undefined || facts.beyond.earlierAgents.has(first.agent)) return [];
  if (first.from <= facts.period.from) return [];
  const { agent, from: to } = first;
  return [{ agent, state: 'signed-out', reason: null, from: facts.period.from, to, end: 'over' }];
}

/** The agent did not end it himself. */
export function isWrapUpAtLimit({ state, end }: Span): boolean {
  return state === 'wrap-up' && end === 'at-limit';
}

function timesOf(spans: readonly Span[], facts: DayFacts): StateTimes {
  const stateMs = emptyTimes();
  let [holeMs, overlapMs, reached] = [0, 0, facts.period.from];
  for (const span of spans) {
    holeMs += Math.max(0, span.from - reached);
    overlapMs += Math.max(0, Math.min(reached, span.to) - span.from);
    stateMs[span.state] += span.to - span.from;
    reached = Math.max(reached, span.to);
  }
  return {
    stateMs,
    wrapUpsAtLimit: countOf(spans, isWrapUpAtLimit),
    holeMs: holeMs + facts.until - reached,
    overlapMs,
  };
}

function emptyTimes(): Record<AgentStateName, number> {
  return {
    'signed-out': 0,
    talking: 0,
    offered: 0,
    'wrap-up': 0,
    paused: 0,
    'busy-elsewhere': 0,
    unreachable: 0,
    available: 0,
  };
}
