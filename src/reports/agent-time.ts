import type { AgentStateName } from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { DayFacts } from './day-facts.js';
import { groupBy } from './ratio.js';

/** An agent's time in the period: what each state took, and where the states do not join. */
export interface StateTimes {
  readonly stateMs: Readonly<Record<AgentStateName, number>>;
  /** Time in no state. */
  readonly holeMs: number;
  /** Time in two states at once. */
  readonly overlapMs: number;
}

interface Span {
  readonly agent: AgentId;
  readonly state: AgentStateName;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Time per agent and state from the beginning of the period to `facts.until`, clipped at both; open states last
 * until then. Before his very first state, which nothing of the day before precedes, an agent was signed out.
 */
export function stateTimesOf(facts: DayFacts): Map<AgentId, StateTimes> {
  const spans = groupBy(spansOf(facts), (span) => span.agent);
  return new Map([...spans].map(([agent, mine]) => [agent, timesOf(agent, mine, facts)]));
}

function spansOf(facts: DayFacts): Span[] {
  const open = facts.openStates.map(({ agent, state, from }) => ({ agent, state, from, to: facts.until }));
  const clipped = [...facts.states, ...open].map(({ agent, state, from, to }) => ({
    agent,
    state,
    from: Math.max(from, facts.period.from),
    to: Math.min(to, facts.until),
  }));
  return clipped.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from || a.to - b.to);
}

function timesOf(agent: AgentId, spans: readonly Span[], facts: DayFacts): StateTimes {
  const stateMs = emptyTimes();
  let [holeMs, overlapMs, reached] = [0, 0, facts.period.from];
  for (const span of spans) {
    const missing = Math.max(0, span.from - reached);
    if (span === spans[0] && !facts.beyond.earlierAgents.has(agent)) stateMs['signed-out'] += missing;
    else holeMs += missing;
    overlapMs += Math.max(0, Math.min(reached, span.to) - span.from);
    stateMs[span.state] += span.to - span.from;
    reached = Math.max(reached, span.to);
  }
  return { stateMs, holeMs: holeMs + facts.until - reached, overlapMs };
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
