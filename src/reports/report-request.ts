import type { AgentId, Language } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { CatalogueReport, Included } from './catalogue/report.js';
import type { KeptDays } from './days/kept-days.js';
import { intervalsOf, type Interval } from './intervals.js';
import { periodOf, type Days } from './report-period.js';
import type { Surroundings } from './slicing/dimensions.js';
import type { Filters } from './slicing/filters.js';

/** A report as it is asked for. */
export interface ReportRequest {
  readonly name: string;
  readonly report: CatalogueReport;
  readonly days: Days;
  readonly zone: string;
  readonly language: Language;
  /** null: rows by time only where the report is by time anyway; days then. */
  readonly interval: Interval | null;
  readonly filters: Filters;
  /** First day of the earlier period of a comparison; null: as many days directly before. */
  readonly against: string | null;
  readonly longMs: number;
  /** What a sample is drawn by; seed null: the days. */
  readonly sample: {
    readonly seed: string | null;
    readonly share: number;
    /** Left out: none comes first. */
    readonly include?: readonly Included[];
  };
  /** Which score of a review all should reach. */
  readonly standard: number;
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
  /** What stands for a number in E.164 where numbers are replaced after their time; left out: there is no key. */
  readonly clientOf?: (normal: string) => string;
  /** What days have left; left out: everything is computed from facts. */
  readonly kept?: KeptDays;
  readonly now: Instant;
}

/** The divisions of the period, and the names of agents. */
export function aroundOf(
  { days, zone, language, interval }: ReportRequest,
  agentNames: ReadonlyMap<AgentId, string>,
): Surroundings {
  const period = periodOf(days, zone);
  return {
    ...{ zone, language, interval: interval ?? 'day', agentNames },
    intervals: intervalsOf(period, interval ?? 'day', zone),
    hours: intervalsOf(period, 'hour', zone),
  };
}
