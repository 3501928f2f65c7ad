import type { Agent } from '../agent/agent.js';
import { type Tally, tally } from '../agent/counters.js';
import type { Chance } from '../chance.js';
import type { AgentId, AtOnce, Counting, QueueId } from '../plan.js';
import type { Instant } from '../signal.js';

/**
 * A ring strategy maps the agents who may be offered a call now to waves: who rings together, and in
 * which order. The ringing machine plays the first wave and asks again when it is over.
 */
export interface Strategy {
  /** Whether an agent who becomes free joins a wave that is ringing. */
  readonly admitsLatecomers: boolean;
  /** By what it ranks; behind a counter come idle time and order, behind idle time the order. */
  readonly ranks: 'counter' | 'idle' | 'order' | 'turn' | 'chance';
  /** The figure that is compared; left out: nothing is counted. */
  readonly counter?: (agent: Agent, facts: StrategyFacts) => number;
  arrange(candidates: readonly Agent[], facts: StrategyFacts): readonly (readonly AgentId[])[];
}

/** What a strategy may look at. */
export interface StrategyFacts {
  readonly queue: QueueId | null;
  readonly counting: Counting;
  readonly zone: string;
  readonly now: Instant;
  /** Place of each agent in the order of the file, from 0. */
  readonly place: ReadonlyMap<AgentId, number>;
  /** Who last had a conversation from here. */
  readonly lastServed: AgentId | null;
  /** How many of a wave ring at once; null: all. */
  readonly atOnce: AtOnce | null;
  readonly chance: Chance;
}

/** Longest idle first (never had a conversation: idle longest of all), then the order in the file. */
export function byIdleThenOrder(facts: StrategyFacts): (a: Agent, b: Agent) => number {
  return (a, b) => compareIdle(a, b) || byOrder(facts)(a, b);
}

/** The order in the file alone. */
export function byOrder(facts: StrategyFacts): (a: Agent, b: Agent) => number {
  return (a, b) => (facts.place.get(a.id) ?? 0) - (facts.place.get(b.id) ?? 0);
}

/** Place of each id, from 0. */
export function placesOf(order: readonly AgentId[]): ReadonlyMap<AgentId, number> {
  return new Map(order.map((id, index) => [id, index]));
}

/** Waves of one, by a figure from small to large; ties by idle time, then the order in the file. */
export function onePerWaveBy(figure: (counted: Tally) => number): Strategy {
  const counter = (agent: Agent, facts: StrategyFacts): number =>
    figure(tally(agent, facts.counting, facts.queue, facts.zone, facts.now));
  return {
    ...{ admitsLatecomers: false, ranks: 'counter', counter },
    arrange(candidates, facts) {
      const tie = byIdleThenOrder(facts);
      return candidates
        .map((agent) => ({ agent, figure: counter(agent, facts) }))
        .sort((a, b) => a.figure - b.figure || tie(a.agent, b.agent))
        .map(({ agent }) => [agent.id]);
    },
  };
}

/** Who has been idle longer is the smaller; never to have had a conversation is longest of all. */
export function compareIdle({ idleSince: a }: Agent, { idleSince: b }: Agent): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null ? 1 : a - b;
}
