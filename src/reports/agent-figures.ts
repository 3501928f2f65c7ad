import type { AgentStateName, OfferFact, OfferResult } from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import { stateTimesOf, type StateTimes } from './agent-time.js';
import type { DayFacts } from './day-facts.js';
import { countOf, groupBy, sumOf, type Ratio } from './ratio.js';

/** Offers that count as missed by the agent; a lost race or a caller who left is not his fault. */
const MISSED: readonly OfferResult[] = ['no-answer', 'busy', 'declined', 'unreachable', 'not-confirmed'];

/** What one agent did in the period. */
export interface AgentFigures {
  readonly agent: AgentId;
  readonly offers: number;
  readonly answered: number;
  readonly missed: number;
  readonly conversations: number;
  /** Of the conversations that began in the period. */
  readonly talkMs: number;
  /** Time in each state, clipped at the borders of the period. */
  readonly stateMs: Readonly<Record<AgentStateName, number>>;
  /** Wrap-ups that ended in the period because their limit was reached, not by the agent. */
  readonly wrapUpsAtLimit: number;
  readonly signedInMs: number;
  /** (Talking + wrap-up) / (signed-in − paused − busy-elsewhere − unreachable). */
  readonly load: Ratio;
  /** (Talking + wrap-up) / signed-in. */
  readonly utilisation: Ratio;
}

/** One row per agent who was signed in, rung or talking in the period, by id. Pure. */
export function agentFigures(facts: DayFacts): AgentFigures[] {
  const times = stateTimesOf(facts);
  const offers = groupBy(facts.offers, (offer) => offer.agent);
  const talks = groupBy(facts.conversations, (talk) => talk.agent);
  const agents = [...new Set([...times.keys(), ...offers.keys(), ...talks.keys()])].sort();
  return agents
    .map((agent) => figuresOf(agent, offers.get(agent) ?? [], talks.get(agent) ?? [], times.get(agent)))
    .filter((row) => row.offers > 0 || row.conversations > 0 || row.signedInMs > 0);
}

function figuresOf(
  agent: AgentId,
  offers: readonly OfferFact[],
  talks: readonly { readonly talkMs: number }[],
  times: StateTimes | undefined,
): AgentFigures {
  const stateMs = times?.stateMs ?? NO_TIME;
  const signedInMs = sumOf(SIGNED_IN, (state) => stateMs[state]);
  const busyMs = stateMs.talking + stateMs['wrap-up'];
  const readyMs = signedInMs - stateMs.paused - stateMs['busy-elsewhere'] - stateMs.unreachable;
  return {
    agent,
    offers: offers.length,
    answered: countOf(offers, (offer) => offer.result === 'answered'),
    missed: countOf(offers, (offer) => MISSED.includes(offer.result)),
    conversations: talks.length,
    talkMs: sumOf(talks, (talk) => talk.talkMs),
    stateMs,
    wrapUpsAtLimit: times?.wrapUpsAtLimit ?? 0,
    signedInMs,
    load: { numerator: busyMs, denominator: readyMs },
    utilisation: { numerator: busyMs, denominator: signedInMs },
  };
}

const NO_TIME: Readonly<Record<AgentStateName, number>> = {
  'signed-out': 0,
  talking: 0,
  offered: 0,
  'wrap-up': 0,
  paused: 0,
  'busy-elsewhere': 0,
  unreachable: 0,
  available: 0,
};
const SIGNED_IN = [
  'talking',
  'offered',
  'wrap-up',
  'paused',
  'busy-elsewhere',
  'unreachable',
  'available',
] as const satisfies readonly AgentStateName[];
