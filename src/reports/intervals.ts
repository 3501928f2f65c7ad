import { localTime } from '../core/calendar.js';
import type { Instant } from '../core/signal.js';
import type { Period } from '../ports/facts.js';
import { localDate, localDay } from './local-day.js';

/** What a period can be divided into, in the local time of the report's zone. */
export const INTERVALS = ['15min', 'hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The period in local intervals, in order, without hole or overlap; the first and the last may be cut by the period.
 * Weeks begin on Monday. A clock change makes the day an hour longer or shorter; the hours stay what the clock shows.
 */
export function intervalsOf(period: Period, interval: Interval, zone: string): Period[] {
  const parts: Period[] = [];
  for (let from = period.from; from < period.to;) {
    const to = Math.min(endOf(from, interval, zone), period.to);
    parts.push({ from, to });
    from = to;
  }
  return parts;
}

/** Index of the interval that holds the instant; -1: none does. */
export function indexOf(intervals: readonly Period[], at: Instant): number {
  let [low, high] = [0, intervals.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((intervals[middle]?.to ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  const found = intervals[low];
  return found !== undefined && found.from <= at ? low : -1;
}

function endOf(at: Instant, interval: Interval, zone: string): Instant {
  switch (interval) {
    case '15min':
      return clockEnd(at, 15, zone);
    case 'hour':
      return clockEnd(at, 60, zone);
    case 'day':
      return localDay(localDate(at, zone), zone).to;
    case 'week':
      return localDay(laterDate(at, 6 - localTime(zone, at).weekday, zone), zone).to;
    case 'month':
      return localDay(lastOfMonth(localDate(at, zone)), zone).to;
  }
}

/** The next time at which the minute hand stands at a multiple of so many minutes. */
function clockEnd(at: Instant, minutes: number, zone: string): Instant {
  const { minute } = localTime(zone, at);
  const minuteStart = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return minuteStart + (minutes - (minute % minutes)) * MINUTE_MS;
}

function laterDate(at: Instant, days: number, zone: string): string {
  return addDays(localDate(at, zone), days);
}

/** A date so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function lastOfMonth(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
