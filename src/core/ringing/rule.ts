import type { Agent } from '../agent/agent.js';
import { lastAgentOf } from '../agent/last-agents.js';
import type { Call, Visit } from '../call/call.js';
import { knownCaller } from '../call/known-caller.js';
import type {
  AgentId,
  AtOnce,
  Counting,
  OfferPolicies,
  Plan,
  PlannedQueue,
  QueueId,
  QueueExits,
  QueueLimits,
  RingStep,
  StrategyName,
  WrapUpRule,
} from '../plan.js';
import { CoreBug, planInForce, type State } from '../state.js';
import { agentOf, type Work } from '../work.js';
import { placesOf, type StrategyFacts } from './strategy.js';

/** How the callers of a visit are rung for: the queue's rule or the ring step's. */
export interface RingRule {
  readonly queue: QueueId | null;
  readonly strategy: StrategyName;
  /** null: the whole wave. */
  readonly atOnce: AtOnce | null;
  readonly counting: Counting;
  readonly offerMs: number;
  readonly wrapUp: WrapUpRule;
  readonly place: ReadonlyMap<AgentId, number>;
  readonly lastServed: AgentId | null;
  /** null: a missed offer has no consequence. */
  readonly offers: OfferPolicies | null;
}

/**
 * Queues take their new values at once, but the ways out of them are steps, and a call finishes on the steps of its own plan. A
 * removed queue keeps its old values.
 */
export function queueRule(state: State, call: Call, queue: QueueId): PlannedQueue {
  const rule = planInForce(state).queues[queue];
  if (rule !== undefined && call.plan === state.planInForce) return rule;
  const own = callPlan(state, call).queues[queue];
  if (rule !== undefined && own !== undefined)
    return { ...rule, exits: own.exits, limits: limitsWithExits(rule, own) };
  const left = rule ?? own;
  if (left === undefined) throw new CoreBug(`queue ${queue} is in no plan of call ${call.id}`);
  return left;
}

/** A new limit with a new way out holds for nobody who does not know that way: he would fall out of his flow. */
function limitsWithExits({ limits, exits }: PlannedQueue, own: PlannedQueue): QueueLimits {
  const { callersPerAgent, expectedWaitMs } = limits;
  const leadsNowhere = (exit: keyof QueueExits): boolean => exits[exit] != null && own.exits[exit] == null;
  return {
    waitMs: leadsNowhere('wait') ? own.limits.waitMs : limits.waitMs,
    callers: leadsNowhere('full') ? own.limits.callers : limits.callers,
    ...(callersPerAgent === undefined || leadsNowhere('crowded') ? {} : { callersPerAgent }),
    ...(expectedWaitMs === undefined || leadsNowhere('tooLong') ? {} : { expectedWaitMs }),
  };
}

/** The plan that a call finishes on. */
export function callPlan(state: State, call: Call): Plan {
  const plan = state.plans.get(call.plan);
  if (plan === undefined) throw new CoreBug(`plan ${call.plan} of call ${call.id} is gone`);
  return plan;
}

/** The ring step that the call's flow stands at. */
export function ringStep(state: State, call: Call): RingStep {
  const frame = call.frames.at(-1);
  const step = frame === undefined ? undefined : callPlan(state, call).blocks[frame.block]?.[frame.next - 1];
  if (step?.do !== 'ring') throw new CoreBug(`call ${call.id} is in no ring step`);
  return step;
}

/** Whom a ring step rings for this call, free or not. */
export function agentsOfStep({ state, now }: Work, call: Call, step: RingStep): readonly AgentId[] {
  const plan = callPlan(state, call);
  const known = knownCaller(plan, call.fromE164);
  switch (step.whose) {
    case undefined:
      return step.agents;
    case 'manager':
      return known === null || known.manager === null ? [] : [known.manager];
    case 'backups':
      return known?.backups ?? [];
    case 'transfer-target':
      return call.transfer?.agents ?? [];
    case 'transferred-by':
      return call.transfer === null ? [] : [call.transfer.from];
    case 'last-agent': {
      const last = lastAgentOf(state, plan, call.fromE164, now);
      return last === null ? [] : [last];
    }
  }
}

export function ruleOf(work: Work, call: Call, visit: Visit): RingRule {
  const { state } = work;
  if (visit.queue === null) {
    const step = ringStep(state, call);
    const lastServed = state.servedBySteps.get(step.id) ?? null;
    return {
      ...step,
      queue: null,
      atOnce: step.atOnce ?? null,
      place: placesOf(agentsOfStep(work, call, step)),
      lastServed,
      offers: null,
    };
  }
  const rule = queueRule(state, call, visit.queue);
  return {
    queue: visit.queue,
    strategy: rule.strategy,
    atOnce: rule.atOnce ?? null,
    counting: rule.counting,
    offerMs: rule.offerMs,
    wrapUp: rule.wrapUp,
    place: state.index.placesIn.get(visit.queue) ?? placesOf(rule.agents),
    lastServed: state.queues.get(visit.queue)?.lastServed ?? null,
    offers: rule.offers,
  };
}

/** Agents who may be offered this visit's call now. */
export function freeAgents(work: Work, rule: RingRule): readonly Agent[] {
  const { index } = work.state;
  const ids =
    rule.queue === null
      ? [...rule.place.keys()].filter((id) => index.freeAgents.has(id))
      : [...(index.free.get(rule.queue) ?? [])];
  return ids.map((id) => agentOf(work, id));
}

/** What a strategy may look at under this rule. */
export function factsOf({ state, now }: Work, rule: RingRule): StrategyFacts {
  return {
    queue: rule.queue,
    counting: rule.counting,
    zone: planInForce(state).company.timezone,
    now,
    place: rule.place,
    lastServed: rule.lastServed,
    atOnce: rule.atOnce,
    chance: state.chance,
  };
}
