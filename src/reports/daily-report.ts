import type { Gap } from '../core/milestone.js';
import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import { agentFigures, type AgentFigures } from './agent-figures.js';
import { callFigures, type CallFigures } from './call-figures.js';
import type { Check } from './check.js';
import { checksOf } from './checks.js';
import { readDayFacts, type DayFacts } from './day-facts.js';
import { localDay } from './local-day.js';
import { queueFigures, type QueueFigures } from './queue-figures.js';
import { countOf } from './ratio.js';
import { agentNamesOf, allWithin, readThresholds, type ThresholdsOf } from './thresholds.js';

/** The figures of a period, with what proves them. */
export interface Figures {
  readonly queues: readonly QueueFigures[];
  readonly calls: CallFigures;
  readonly agents: readonly AgentFigures[];
  readonly checks: readonly Check[];
  /** Times in which events may have been lost. */
  readonly gaps: readonly Gap[];
  /** Calls and visits whose end is not known. */
  readonly unknownEnds: { readonly calls: number; readonly visits: number };
}

/** One local day of the company. */
export interface DailyReport extends Figures {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly zone: string;
  readonly period: Period;
  /** When the report was made; the day is not over while this lies inside the period. */
  readonly madeAt: Instant;
  readonly balance: 'balanced' | 'unbalanced';
  /** Names of agents by id, as far as the newest plan knows them. */
  readonly agentNames: ReadonlyMap<string, string>;
}

/**
 * Reads and computes the report of a local day. Give it a reader that shows one moment, or what is being written
 * meanwhile may look like an imbalance. Throws a RangeError for a date or a zone that does not exist.
 */
export async function buildDailyReport(
  reader: FactReader,
  options: {
    readonly date: string;
    readonly zone: string;
    readonly now: Instant;
    /** T for every queue; null or left out: that of the plans. */
    readonly withinMs?: number | null;
  },
): Promise<DailyReport> {
  const { date, zone, now, withinMs = null } = options;
  const period = localDay(date, zone);
  const facts = await readDayFacts(reader, period, now);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds = withinMs === null ? planned : allWithin(withinMs, planned);
  const plan = await reader.newestPlan();
  const figures = figuresOf(facts, thresholds);
  return {
    ...figures,
    date,
    zone,
    period,
    madeAt: now,
    balance: figures.checks.every((check) => check.holds) ? 'balanced' : 'unbalanced',
    agentNames: plan === null ? new Map() : agentNamesOf(plan, 'en'),
  };
}

/** The figures of any period. Pure. */
export function figuresOf(facts: DayFacts, thresholds: ThresholdsOf): Figures {
  const queues = queueFigures(facts, thresholds);
  const calls = callFigures(facts, thresholds);
  return {
    queues,
    calls,
    agents: agentFigures(facts),
    checks: checksOf(facts, calls, queues),
    gaps: facts.gaps,
    unknownEnds: unknownEndsOf(facts, calls),
  };
}

/** How much ended nobody knows how. Pure. */
export function unknownEndsOf(facts: DayFacts, calls: CallFigures): Figures['unknownEnds'] {
  return {
    calls: calls.dispositions.unknown.calls,
    visits: countOf(facts.visits, (visit) => visit.exit === 'unknown'),
  };
}

/** The plans by which these facts are judged. */
export function versionsOf(facts: DayFacts): Set<string> {
  return new Set([...facts.calls, ...facts.visits, ...facts.beyond.visits].map((fact) => fact.planVersion));
}
