import { localTime } from '../core/calendar.js';
import type { Instant } from '../core/signal.js';
import type { Period } from '../ports/facts.js';
import { addDays } from './intervals.js';
import { localDate, localDay } from './local-day.js';
import { ReportFault } from './report-fault.js';

/** Periods that have a name, seen from today in the report's zone. Weeks begin on Monday. */
export const NAMED_PERIODS = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'last-7-days',
  'this-month',
  'last-month',
  'last-30-days',
] as const;
export type NamedPeriod = (typeof NAMED_PERIODS)[number];

/** Local days, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const MOST_DAYS = 3_700;

/** The days that a name means today. */
export function namedDays(name: NamedPeriod, now: Instant, zone: string): Days {
  const today = localDate(now, zone);
  const monday = addDays(today, -localTime(zone, now).weekday);
  const first = `${today.slice(0, 7)}-01`;
  switch (name) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this-week':
      return { from: monday, to: today };
    case 'last-week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'last-7-days':
      return { from: addDays(today, -7), to: addDays(today, -1) };
    case 'this-month':
      return { from: first, to: today };
    case 'last-month': {
      const last = addDays(first, -1);
      return { from: `${last.slice(0, 7)}-01`, to: last };
    }
    case 'last-30-days':
      return { from: addDays(today, -30), to: addDays(today, -1) };
  }
}

/** The instants of local days; throws a ReportFault when there are no such days or too many. */
export function periodOf(days: Days, zone: string): Period {
  const [first, last] = [dayOf(days.from, zone), dayOf(days.to, zone)];
  if (last.from < first.from) {
    throw new ReportFault(
      `The period ends on ${days.to}, before it begins on ${days.from}; --to is the last day in it.`,
    );
  }
  if (daysIn(days) > MOST_DAYS) {
    throw new ReportFault(`The period has ${daysIn(days)} days; a report has at most ${MOST_DAYS}.`);
  }
  return { from: first.from, to: last.to };
}

/** As many days as these, beginning on `from`; null: directly before them. */
export function earlierDays(days: Days, from: string | null): Days {
  const length = daysIn(days);
  const first = from ?? addDays(days.from, -length);
  return { from: first, to: addDays(first, length - 1) };
}

function daysIn({ from, to }: Days): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;
}

function dayOf(date: string, zone: string): Period {
  try {
    return localDay(date, zone);
  } catch (error) {
    if (error instanceof RangeError) throw new ReportFault(error.message);
    throw error;
  }
}
