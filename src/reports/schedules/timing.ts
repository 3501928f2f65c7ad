import type { Instant } from '../../core/signal.js';
import { addDays } from '../intervals.js';
import { localDate } from '../local-day.js';
import { isCronDay, type CronLine } from './cron-line.js';
import { instantOf } from './wall-clock.js';

/** When a schedule is due, by the clock on the wall. */
export type Timing =
  | { readonly every: 'day'; readonly minute: number }
  /** 0 is Monday. */
  | { readonly every: 'week'; readonly weekday: number; readonly minute: number }
  /** A month that has no such day is done on its last. */
  | { readonly every: 'month'; readonly day: number; readonly minute: number }
  | { readonly every: 'cron'; readonly line: CronLine };

/**
 * The instants at which it is due, from inclusive to exclusive, in order, each once. A time that the clock shows twice is
 * due the first time; one that it skips is due at the jump, so that a clock change neither loses nor doubles a run.
 */
export function dueBetween(timing: Timing, zone: string, from: Instant, to: Instant): Instant[] {
  const due = new Set<Instant>();
  const last = addDays(localDate(to, zone), 1);
  for (let date = addDays(localDate(from, zone), -1); date <= last; date = addDays(date, 1)) {
    if (!isDueOn(timing, date)) continue;
    for (const minute of minutesOf(timing)) due.add(instantOf(date, minute, zone));
  }
  return [...due].filter((at) => at >= from && at < to).sort((a, b) => a - b);
}

/** Shortest time between two runs on one day, in minutes; null: there is at most one a day. */
export function shortestGapOf(timing: Timing): number | null {
  const minutes = minutesOf(timing);
  const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
  return gaps.length === 0 ? null : Math.min(...gaps);
}

function minutesOf(timing: Timing): readonly number[] {
  if (timing.every !== 'cron') return [timing.minute];
  return timing.line.hours.flatMap((hour) => timing.line.minutes.map((minute) => hour * 60 + minute));
}

function isDueOn(timing: Timing, date: string): boolean {
  switch (timing.every) {
    case 'day':
      return true;
    case 'week':
      return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 === timing.weekday;
    case 'month': {
      const day = Number(date.slice(8));
      const isLast = addDays(date, 1).slice(0, 7) !== date.slice(0, 7);
      return day === timing.day || (isLast && day < timing.day);
    }
    case 'cron':
      return isCronDay(timing.line, date);
  }
}
