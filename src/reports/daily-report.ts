import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import { readDayFacts } from './day-facts.js';
import { keptDaily, textOfDaily } from './days/daily-text.js';
import type { KeptDays } from './days/kept-days.js';
import { isSettled } from './days/settled-day.js';
import { figuresOf, versionsOf, type Figures } from './figures-of-period.js';
import { localDay } from './local-day.js';
import { agentNamesOf, allWithin, readThresholds } from './thresholds.js';

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

/** Which day, and how it is computed. */
export interface DailyOptions {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly zone: string;
  readonly now: Instant;
  /** T for every queue; null or left out: that of the plans. */
  readonly withinMs?: number | null;
  /** What days have left; left out: everything is computed from facts. */
  readonly kept?: KeptDays;
}

/**
 * Reads and computes the report of a local day. Give it a reader that shows one moment, or what is being written
 * meanwhile may look like an imbalance. Throws a RangeError for a date or a zone that does not exist.
 */
export async function buildDailyReport(reader: FactReader, options: DailyOptions): Promise<DailyReport> {
  const { date, zone, now } = options;
  const period = localDay(date, zone);
  const plan = await reader.newestPlan();
  const figures =
    (await figuresKept(reader, period, options)) ?? (await figuresRead(reader, period, options));
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

async function figuresKept(
  reader: FactReader,
  day: Period,
  { kept, zone, withinMs = null }: DailyOptions,
): Promise<Figures | null> {
  if (kept === undefined || withinMs !== null) return null;
  const figures = await keptDaily(kept, day, zone);
  return figures === null ? null : { ...figures, gaps: await reader.gaps(day) };
}

async function figuresRead(
  reader: FactReader,
  day: Period,
  { kept, zone, now, withinMs = null }: DailyOptions,
): Promise<Figures> {
  const revision = kept === undefined ? 0 : await kept.reader.revisionOf(day);
  const facts = await readDayFacts(reader, day, now);
  const planned = await readThresholds(reader, versionsOf(facts));
  const figures = figuresOf(facts, withinMs === null ? planned : allWithin(withinMs, planned));
  const isAsUsual = kept !== undefined && withinMs === null;
  const open = facts.openCalls.map(({ call }) => call);
  if (isAsUsual && (await isSettled(reader, day, { open, checks: figures.checks }, now)))
    kept.note([{ day, revision, ...textOfDaily(kept.program, zone, figures) }]);
  return figures;
}
