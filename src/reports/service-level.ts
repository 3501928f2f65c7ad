import type { ServiceLevelRule } from '../core/plan.js';
import { oncePer } from './once-per.js';
import { countOf, sumOf, type Ratio } from './ratio.js';

/** What became of one wait, of a visit or of a call, with the rule that holds for it. */
export interface Wait {
  readonly waitMs: number;
  readonly end: 'answered' | 'hung-up' | 'other';
  readonly rule: ServiceLevelRule;
}

/** The four readings of the service level (metrics.md, Formulas); T and S are those of each wait's own rule. */
export interface ServiceLevel {
  /** Answered within T / base. */
  readonly headline: Ratio;
  /** Answered within T / (base − abandoned within T). */
  readonly ignoringAbandons: Ratio;
  /** (Answered within T + abandoned within T) / base. */
  readonly positive: Ratio;
  /** Answered within T / answered. */
  readonly ofAnswered: Ratio;
}

/** Whether a caller hung up so soon that it does not count: under S; S = 0 switches this off. */
export function isShort(waitMs: number, rule: ServiceLevelRule): boolean {
  return waitMs < rule.shortAbandonMs;
}

/** Base = all waits − short abandons. Pure. */
export const serviceLevelOf: (waits: readonly Wait[]) => ServiceLevel = oncePer((waits) => {
  const answered = waits.filter((wait) => wait.end === 'answered');
  const hungUp = waits.filter((wait) => wait.end === 'hung-up');
  const abandoned = hungUp.filter((wait) => !isShort(wait.waitMs, wait.rule));
  const base = waits.length - (hungUp.length - abandoned.length);
  const answeredInTime = countOf(answered, isInTime);
  const abandonedInTime = countOf(abandoned, isInTime);
  return {
    headline: { numerator: answeredInTime, denominator: base },
    ignoringAbandons: { numerator: answeredInTime, denominator: base - abandonedInTime },
    positive: { numerator: answeredInTime + abandonedInTime, denominator: base },
    ofAnswered: { numerator: answeredInTime, denominator: answered.length },
  };
});

/** How long callers waited, in milliseconds. */
export interface WaitFigures {
  /** Average speed of answer: Σ wait of answered / answered. */
  readonly averageSpeedOfAnswer: Ratio;
  /** The longest of all, answered or not; null: nobody waited. */
  readonly longestMs: number | null;
  /** Of answered, nearest rank; null: none was answered. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly p95Ms: number | null;
  /** The longest of answered; null: none was answered. */
  readonly longestAnsweredMs: number | null;
}

/** Pure. */
export const waitFiguresOf: (waits: readonly Wait[]) => WaitFigures = oncePer((waits) => {
  const ranked = answeredWaitsOf(waits);
  return {
    averageSpeedOfAnswer: { numerator: sumOf(ranked, (waitMs) => waitMs), denominator: ranked.length },
    longestMs: waits.reduce<number | null>((most, wait) => Math.max(most ?? 0, wait.waitMs), null),
    medianMs: nearestRank(ranked, 0.5),
    p90Ms: nearestRank(ranked, 0.9),
    p95Ms: nearestRank(ranked, 0.95),
    longestAnsweredMs: ranked.at(-1) ?? null,
  };
});

/** Of those answered, in rising order. */
export const answeredWaitsOf: (waits: readonly Wait[]) => readonly number[] = oncePer((waits) => {
  const answered = waits.filter((wait) => wait.end === 'answered').map((wait) => wait.waitMs);
  return [...Float64Array.from(answered).sort()];
});

/** The time that the share of all does not exceed; null: there are none. */
export function nearestRank(ranked: readonly number[], share: number): number | null {
  return ranked[Math.ceil(share * ranked.length) - 1] ?? null;
}

function isInTime(wait: Wait): boolean {
  return wait.waitMs <= wait.rule.withinMs;
}
