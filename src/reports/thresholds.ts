import { partnerInFacts } from '../core/partner/partner.js';
import type { Language, QueueId, ServiceLevelRule } from '../core/plan.js';
import type { FactReader } from '../ports/facts.js';
import { isRecord, membersOf } from './plan-parts.js';
import { termOf } from './words.js';

/** What metrics call T, S and the target, where no plan says otherwise: 20 s, 5 s, 80 %. */
export const USUAL_SERVICE_LEVEL: ServiceLevelRule = { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 };

/** A larger share of callers who gave up is flagged: 5 to 8 % at most is good. */
export const MOST_ABANDONED = 0.08;

/** The service level rule of a queue in a version of the plan; for a ring step (null) the usual one. */
export type ThresholdsOf = (queue: QueueId | null, planVersion: string) => ServiceLevelRule;

/** Reads the rules of these plan versions; where a plan or a queue is not known, the usual rule holds. */
export async function readThresholds(
  reader: Pick<FactReader, 'plan'>,
  versions: ReadonlySet<string>,
): Promise<ThresholdsOf> {
  const byVersion = new Map<string, ReadonlyMap<QueueId, ServiceLevelRule>>();
  for (const version of versions) {
    const plan = await reader.plan(version);
    if (plan !== null) byVersion.set(version, rulesOf(plan));
  }
  return (queue, version) =>
    (queue === null ? undefined : byVersion.get(version)?.get(queue)) ?? USUAL_SERVICE_LEVEL;
}

/** The same rules with another T. */
export function allWithin(withinMs: number, thresholds: ThresholdsOf): ThresholdsOf {
  return (queue, version) => ({ ...thresholds(queue, version), withinMs });
}

/** The service level rules of a plan given as JSON, by queue. */
export function rulesOf(planJson: string): ReadonlyMap<QueueId, ServiceLevelRule> {
  const rules = new Map<QueueId, ServiceLevelRule>();
  for (const [queue, planned] of membersOf(JSON.parse(planJson), 'queues')) {
    const rule = isRecord(planned) ? planned['serviceLevel'] : null;
    if (isRule(rule)) rules.set(queue, rule);
  }
  return rules;
}

/** What a plan, given as JSON, calls its agents and partners, by what they are in facts. */
export function agentNamesOf(planJson: string, language: Language): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const plan: unknown = JSON.parse(planJson);
  for (const [agent, planned] of membersOf(plan, 'agents')) {
    if (isRecord(planned) && typeof planned['name'] === 'string') names.set(agent, planned['name']);
  }
  for (const [partner, planned] of membersOf(plan, 'partners')) {
    // No agent has a name with a colon: nobody takes a partner for one.
    const name = isRecord(planned) ? planned['name'] : null;
    if (typeof name === 'string')
      names.set(partnerInFacts(partner), `${termOf('partner', language)}: ${name}`);
  }
  return names;
}

function isRule(value: unknown): value is ServiceLevelRule {
  return (
    isRecord(value) &&
    typeof value['target'] === 'number' &&
    typeof value['withinMs'] === 'number' &&
    typeof value['shortAbandonMs'] === 'number'
  );
}
