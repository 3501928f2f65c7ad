import type { Calendar, OpenSpan } from './plan.js';
import type { Instant } from './signal.js';

const MINUTES_A_DAY = 1440;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Date and minute as a clock on the wall of `zone` shows them. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** `zone` is an IANA name; an unknown one throws a RangeError. */
export function localTime(zone: string, at: Instant): LocalTime {
  const parts: Record<string, string> = {};
  for (const part of formatOf(zone).formatToParts(at)) parts[part.type] = part.value;
  const date = `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`;
  return {
    date,
    weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7,
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}

/** Whether the calendar is open at this instant; a span over midnight belongs to the day it begins. */
export function isOpen(calendar: Calendar, at: Instant): boolean {
  const today = localTime(calendar.timezone, at);
  if (spansOf(calendar, today).some((span) => span.from <= today.minute && today.minute < span.to))
    return true;
  const yesterday = dayBefore(today);
  const minute = today.minute + MINUTES_A_DAY;
  return spansOf(calendar, yesterday).some((span) => span.from <= minute && minute < span.to);
}

/** As many days are looked ahead at once, and as many at most. */
const DAYS_AT_ONCE = 8;
const DAYS_AT_MOST = 370;

interface Change {
  readonly change: Instant | null;
  /** The answer is the same from here, inclusive, … */
  readonly from: Instant;
  /** … to here, exclusive. */
  readonly to: Instant;
}

/** What was asked of each calendar last: many ask at one instant. A calendar that never changes is looked through once a day. */
const changes = new WeakMap<Calendar, Change>();

/** The first instant after `at` at which the calendar opens or closes; null: none within a year. */
export function nextChange(calendar: Calendar, at: Instant): Instant | null {
  const known = changes.get(calendar);
  if (known !== undefined && known.from <= at && at < known.to) return known.change;
  const change = searchChange(calendar, at);
  const tomorrow = dayStart(calendar.timezone, dayStart(calendar.timezone, at) + 26 * HOUR_MS);
  changes.set(calendar, { change, from: at, to: change ?? tomorrow });
  return change;
}

function searchChange(calendar: Calendar, at: Instant): Instant | null {
  const isOpenAt = isOpen(calendar, at);
  for (let day = -1; day < DAYS_AT_MOST; day += DAYS_AT_ONCE) {
    const edges: Instant[] = [];
    for (let next = day; next < day + DAYS_AT_ONCE; next++) edges.push(...edgesOf(calendar, at, next));
    const change = edges
      .filter((edge) => edge > at)
      .sort((a, b) => a - b)
      .find((edge) => isOpen(calendar, edge) !== isOpenAt);
    if (change !== undefined) return change;
  }
  return null;
}

/** When the spans of the local day begin and end that is so many days after that of `at`. */
function edgesOf(calendar: Calendar, at: Instant, daysOn: number): readonly Instant[] {
  const today = localTime(calendar.timezone, at);
  const midnight = Date.parse(`${today.date}T00:00:00Z`) + daysOn * DAY_MS;
  const day = { date: new Date(midnight).toISOString().slice(0, 10), minute: 0 };
  const weekday = (((today.weekday + daysOn) % 7) + 7) % 7;
  return spansOf(calendar, { ...day, weekday }).flatMap(({ from, to }) =>
    [from, to].map((minute) => instantOf(calendar.timezone, midnight + minute * MINUTE_MS)),
  );
}

/**
 * The instant at which the clocks of the zone show what those of UTC show at `asUtc`; of an hour that comes twice the first,
 * of one that does not come the instant an hour on.
 */
export function instantOf(zone: string, asUtc: Instant): Instant {
  const before = asUtc - aheadMs(zone, asUtc - DAY_MS);
  return aheadMs(zone, before) === asUtc - before ? before : asUtc - aheadMs(zone, asUtc + DAY_MS);
}

/** How far the clocks of the zone are ahead of UTC, in whole minutes. */
function aheadMs(zone: string, at: Instant): number {
  const { date, minute } = localTime(zone, at);
  return Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function spansOf(calendar: Calendar, day: LocalTime): readonly OpenSpan[] {
  const yearly = day.date.slice(5);
  const exception = calendar.open[day.date] ?? calendar.open[yearly];
  if (exception !== undefined) return exception;
  if (calendar.closed.includes(day.date) || calendar.closed.includes(yearly)) return [];
  return calendar.week[day.weekday] ?? [];
}

function dayBefore(day: LocalTime): LocalTime {
  const date = new Date(Date.parse(`${day.date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  return { date, weekday: (day.weekday + 6) % 7, minute: 0 };
}

/** From inclusive, to exclusive. */
interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** The periods asked for last, by zone: time moves on, so the next question is nearly always about the same. */
const days = new Map<string, Period>();
const weeks = new Map<string, Period>();

/** First instant of the local day that holds `at`; days of 23 and 25 hours included. */
export function dayStart(zone: string, at: Instant): Instant {
  return remembered(days, zone, at, () => {
    const from = searchDayStart(zone, at);
    // No local day is longer than 25 hours, none shorter than 23.
    return { from, to: searchDayStart(zone, from + 26 * HOUR_MS) };
  });
}

/** First instant of the local week (Monday) that holds `at`. */
export function weekStart(zone: string, at: Instant): Instant {
  return remembered(weeks, zone, at, () => {
    const { weekday } = localTime(zone, at);
    let from = searchDayStart(zone, at);
    for (let back = 0; back < weekday; back++) from = searchDayStart(zone, from - 1);
    return { from, to: searchDayStart(zone, from + 7 * DAY_MS + 2 * HOUR_MS) };
  });
}

function remembered(known: Map<string, Period>, zone: string, at: Instant, search: () => Period): Instant {
  const last = known.get(zone);
  if (last !== undefined && last.from <= at && at < last.to) return last.from;
  const period = search();
  known.set(zone, period);
  return period.from;
}

function searchDayStart(zone: string, at: Instant): Instant {
  const { date } = localTime(zone, at);
  let before = at - 26 * HOUR_MS;
  let inside = at;
  while (inside - before > 1) {
    const middle = Math.floor((inside + before) / 2);
    if (localTime(zone, middle).date === date) inside = middle;
    else before = middle;
  }
  return inside;
}
