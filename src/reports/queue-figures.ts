import type { VisitExit, VisitFact } from '../core/milestone.js';
import type { QueueId, ServiceLevelRule } from '../core/plan.js';
import type { DayFacts } from './day-facts.js';
import { countOf, groupBy, sumOf } from './ratio.js';
import {
  isShort,
  serviceLevelOf,
  waitFiguresOf,
  type ServiceLevel,
  type Wait,
  type WaitFigures,
} from './service-level.js';
import type { ThresholdsOf } from './thresholds.js';

/** Every way out of a queue or ring step; `hung-up` is split when it is counted. */
export const EXITS = [
  'answered',
  'hung-up',
  'wait-limit',
  'key',
  'full',
  'nobody',
  'callback',
  'removed',
  'failed',
  'unknown',
  'ran-out',
] as const satisfies readonly VisitExit[];

/** The visits of one queue, or of all ring steps together (queue null), that began in the period. */
export interface QueueFigures {
  readonly queue: QueueId | null;
  /** The rules that held; more than one when the plan changed meanwhile. */
  readonly rules: readonly ServiceLevelRule[];
  /** Visits; each is offered, so there is no second number. */
  readonly entered: number;
  readonly answered: number;
  /** Hung up after S or more. */
  readonly abandoned: number;
  readonly shortAbandoned: number;
  readonly exits: Readonly<Record<VisitExit, number>>;
  readonly serviceLevel: ServiceLevel;
  readonly waits: WaitFigures;
  /** Of the conversations of this queue that began in the period. */
  readonly talkMs: number;
  readonly conversations: number;
}

/** One row per queue with a visit or a conversation, by name; ring steps, if any, last. Pure. */
export function queueFigures(facts: DayFacts, thresholds: ThresholdsOf): QueueFigures[] {
  const visits = groupBy(facts.visits, (visit) => visit.queue);
  const queues = new Set([...visits.keys(), ...facts.conversations.map((talk) => talk.queue)]);
  const named = [...queues].filter((queue) => queue !== null).sort();
  const rows: (QueueId | null)[] = queues.has(null) ? [...named, null] : named;
  return rows.map((queue) => figuresOf(queue, visits.get(queue) ?? [], facts, thresholds));
}

function figuresOf(
  queue: QueueId | null,
  visits: readonly VisitFact[],
  facts: DayFacts,
  thresholds: ThresholdsOf,
): QueueFigures {
  const waits = visits.map((visit) => waitOf(visit, thresholds));
  const hungUp = waits.filter((wait) => wait.end === 'hung-up');
  const short = countOf(hungUp, (wait) => isShort(wait.waitMs, wait.rule));
  const talks = facts.conversations.filter((talk) => talk.queue === queue);
  const rules = new Map(waits.map((wait) => [JSON.stringify(wait.rule), wait.rule]));
  return {
    queue,
    rules: [...rules.values()],
    entered: visits.length,
    answered: countOf(waits, (wait) => wait.end === 'answered'),
    abandoned: hungUp.length - short,
    shortAbandoned: short,
    exits: countExits(visits),
    serviceLevel: serviceLevelOf(waits),
    waits: waitFiguresOf(waits),
    talkMs: sumOf(talks, (talk) => talk.talkMs),
    conversations: talks.length,
  };
}

export function waitOf(visit: VisitFact, thresholds: ThresholdsOf): Wait {
  const end = visit.exit === 'answered' || visit.exit === 'hung-up' ? visit.exit : 'other';
  return { waitMs: visit.waitMs, end, rule: thresholds(visit.queue, visit.planVersion) };
}

function countExits(visits: readonly VisitFact[]): Record<VisitExit, number> {
  const count = (exit: VisitExit): number => countOf(visits, (visit) => visit.exit === exit);
  return {
    answered: count('answered'),
    'hung-up': count('hung-up'),
    'wait-limit': count('wait-limit'),
    key: count('key'),
    full: count('full'),
    nobody: count('nobody'),
    callback: count('callback'),
    voicemail: count('voicemail'),
    removed: count('removed'),
    failed: count('failed'),
    unknown: count('unknown'),
    'ran-out': count('ran-out'),
  };
}
