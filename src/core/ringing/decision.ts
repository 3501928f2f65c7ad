import { shownState } from '../agent/availability.js';
import type { Agent } from '../agent/agent.js';
import type { Call, Visit } from '../call/call.js';
import type { AgentId, CallersAgents, Counting, QueueId, StrategyName } from '../plan.js';
import { whyNotAdmitted } from '../queue/admission.js';
import type { CallId, Instant, OfferId, VisitId } from '../signal.js';
import { RING_TARGET } from '../transfer/rule.js';
import { agentOf, type Work } from '../work.js';
import { ringStep, type RingRule } from './rule.js';
import { strategies } from './strategies.js';
import { compareIdle, type StrategyFacts } from './strategy.js';

/** Of each list so many agents are named; of the others it is kept how many they are. */
export const NAMED_AT_MOST = 12;

/** Why an agent who serves here was not among those who could be rung. */
export const LEFT_OUT = [
  'signed-out',
  'talking',
  'rings-for-another',
  /** His phone rings for this call already. */
  'rings-already',
  'wrap-up',
  'paused',
  'busy-elsewhere',
  'unreachable',
  /** No offers for a while, after one that he missed. */
  'resting',
  /** The leg of his last offer or conversation is not gone yet. */
  'phone-not-free',
  /** The caller has not waited long enough for him to be rung. */
  'not-yet',
  'skills',
  /** Was rung in this round and has not taken the call. */
  'rung-before',
] as const;
export type LeftOutReason = (typeof LEFT_OUT)[number];

/** What settled it between the last who was rung and the first who was not. */
export type DecidedBy =
  /** There was nothing to decide: whoever could be rung was rung. */
  | 'nobody-else'
  /** The figure that the strategy compares. */
  | 'counter'
  /** Who was without a conversation longest; behind equal counters too. */
  | 'idle'
  /** The order in the file; behind equal idle times too. */
  | 'order'
  /** Whose turn it was. */
  | 'turn'
  | 'chance';

/** One agent who could be rung. */
export interface Ranked {
  readonly agent: AgentId;
  /** What the strategy compares: conversations, or talk in milliseconds; null: it counts nothing. */
  readonly figure: number | null;
  /** Since the end of his last conversation; null: he has had none. */
  readonly idleMs: number | null;
}

/** Agents who could not be rung for the same reason: how many, and the first of them in the order of the file. */
export interface LeftOut {
  readonly count: number;
  readonly agents: readonly AgentId[];
}

/** Whom a wave rang and why. It is known by the first of its offers. */
export interface DecisionFact {
  readonly decision: OfferId;
  readonly call: CallId;
  readonly visit: VisitId;
  readonly queue: QueueId | null;
  readonly wave: number;
  readonly decidedAt: Instant;
  readonly strategy: StrategyName;
  readonly decidedBy: DecidedBy;
  /** How many were rung: the first of `ranked`. */
  readonly rung: number;
  /** How many could be rung. */
  readonly eligible: number;
  /** How many could not, of all who serve here. */
  readonly leftOut: number;
  readonly detail: DecisionDetail;
}

export interface DecisionDetail {
  /** What the figures count; null: the strategy counts nothing. */
  readonly counting: Counting | null;
  /** Whom of the caller's the ring step rings; left out: its own agents, or a queue's. */
  readonly whose?: CallersAgents;
  /** Who could be rung, in the order of the strategy. */
  readonly ranked: readonly Ranked[];
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, LeftOut>>>;
}

/** How a wave came about. */
export interface Choice {
  readonly rule: RingRule;
  /** Who could be rung, in the order of the strategy: those who are rung first. */
  readonly ranked: readonly AgentId[];
  readonly facts: StrategyFacts;
  readonly offers: readonly OfferId[];
}

/** Tells whom a wave rings and why, and why nobody else; nothing where nobody is rung. */
export function tellDecision(work: Work, call: Call, visit: Visit, choice: Choice): void {
  const [decision] = choice.offers;
  if (decision === undefined) return;
  const { rule, ranked, offers } = choice;
  const { counter } = strategies[rule.strategy];
  const leftOut = leftOutOf(work, call, visit, choice);
  const whose = whoseOf(work, call, visit);
  work.milestones.push({
    kind: 'offer-decided',
    ...{ decision, call: call.id, visit: visit.id, queue: visit.queue, wave: visit.waves },
    ...{ decidedAt: work.now, strategy: rule.strategy, decidedBy: decidedBy(work, choice) },
    ...{ rung: offers.length, eligible: ranked.length, leftOut: rule.place.size - ranked.length },
    detail: {
      counting: counter === undefined ? null : rule.counting,
      ...(whose === undefined ? {} : { whose }),
      ranked: ranked.slice(0, NAMED_AT_MOST).map((id) => rankedAs(work, agentOf(work, id), choice)),
      leftOut,
    },
  });
}

/** Whose agents a ring step rings. Whoever is asked by an agent is rung for no step of the caller's flow. */
function whoseOf({ state }: Work, call: Call, { queue, step }: Visit): CallersAgents | undefined {
  if (queue !== null) return undefined;
  return step === RING_TARGET ? 'transfer-target' : ringStep(state, call).whose;
}

function rankedAs({ now }: Work, agent: Agent, { rule, facts }: Choice): Ranked {
  const figure = strategies[rule.strategy].counter?.(agent, facts) ?? null;
  return { agent: agent.id, figure, idleMs: agent.idleSince === null ? null : now - agent.idleSince };
}

function decidedBy(work: Work, { rule, ranked, facts, offers }: Choice): DecidedBy {
  const [last, next] = [ranked[offers.length - 1], ranked[offers.length]];
  if (last === undefined || next === undefined) return 'nobody-else';
  const { counter, ranks } = strategies[rule.strategy];
  if (ranks !== 'counter' && ranks !== 'idle') return ranks;
  const [a, b] = [agentOf(work, last), agentOf(work, next)];
  if (counter !== undefined && counter(a, facts) !== counter(b, facts)) return 'counter';
  return compareIdle(a, b) === 0 ? 'order' : 'idle';
}

function leftOutOf(work: Work, call: Call, visit: Visit, choice: Choice): DecisionDetail['leftOut'] {
  const { rule, ranked } = choice;
  const isRanked = new Set(ranked);
  const found: Partial<Record<LeftOutReason, { count: number; agents: AgentId[] }>> = {};
  for (const id of rule.place.keys()) {
    if (isRanked.has(id)) continue;
    const known = (found[whyLeftOut(work, call, visit, agentOf(work, id))] ??= { count: 0, agents: [] });
    known.count += 1;
    if (known.agents.length < NAMED_AT_MOST) known.agents.push(id);
  }
  return found;
}

/** The first that fits. Who could be rung otherwise was rung in this round already. */
function whyLeftOut(work: Work, call: Call, visit: Visit, agent: Agent): LeftOutReason {
  const state = shownState(work.state, agent);
  if (state === 'offered' && agent.work.kind === 'offered')
    return agent.work.call === call.id ? 'rings-already' : 'rings-for-another';
  if (state !== 'available' && state !== 'offered') return state;
  if (agent.restUntil !== null) return 'resting';
  if (agent.legs.length > 0) return 'phone-not-free';
  return whyNotAdmitted(work, call, visit, agent.id) ?? 'rung-before';
}
