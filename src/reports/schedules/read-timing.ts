import { isScalar, type Node } from 'yaml';
import { shown, type OwnFile } from '../own/yaml-place.js';
import { NAMED_PERIODS, type NamedPeriod } from '../report-period.js';
import { readCronLine } from './cron-line.js';
import { shortestGapOf, type Timing } from './timing.js';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** More often than this nobody reads a report; what is live is on the board. */
const SHORTEST_GAP_MINUTES = 15;
const DAYS_A_MONTH = 31;

/** What of a schedule says when. */
export interface TimingParts {
  readonly every?: Node;
  readonly at?: Node;
  readonly on?: Node;
  readonly period?: Node;
}

/** When it is due and for which period; null: faults have been put down. */
export function timingOf(
  file: OwnFile,
  place: Node,
  parts: TimingParts,
): { readonly timing: Timing; readonly period: NamedPeriod } | null {
  const timing = whenOf(file, place, parts);
  const period = periodOf(file, place, parts, timing);
  return timing === null || period === null ? null : { timing, period };
}

function whenOf(file: OwnFile, place: Node, { every, at, on }: TimingParts): Timing | null {
  const right = 'every: day, week, month, or a cron line in quotes, like "0 8 * * 1-5"';
  if (every === undefined) return file.refuse(place, 'no every here', right);
  const text = isScalar(every) && typeof every.value === 'string' ? every.value : '';
  if (text.includes(' ')) return cronOf(file, every, text, at ?? on);
  if (text !== 'day' && text !== 'week' && text !== 'month') return file.refuse(every, shown(every), right);
  const minute = minuteOf(file, place, at);
  if (text === 'day') {
    if (on !== undefined) return file.refuse(on, 'on beside every: day', 'no on: every day is meant');
    return minute === null ? null : { every: text, minute };
  }
  if (text === 'week') {
    const day = on === undefined ? noDay(file, place, 'on: monday') : file.word(on, WEEKDAYS);
    return minute === null || day === null ? null : { every: text, weekday: WEEKDAYS.indexOf(day), minute };
  }
  const day = on === undefined ? noDay(file, place, 'on: 1') : dayOfMonth(file, on);
  return minute === null || day === null ? null : { every: text, day, minute };
}

function noDay(file: OwnFile, place: Node, right: string): null {
  return file.refuse(place, 'no on here', `the day, like ${right}`);
}

function minuteOf(file: OwnFile, place: Node, at: Node | undefined): number | null {
  const right = 'at: a time of the clock in quotes, like "08:00"';
  if (at === undefined) return file.refuse(place, 'no at here', right);
  const [, hour, minute] = CLOCK.exec(isScalar(at) ? String(at.value) : '') ?? [];
  return hour === undefined ? file.refuse(at, shown(at), right) : Number(hour) * 60 + Number(minute);
}

function dayOfMonth(file: OwnFile, on: Node): number | null {
  const day = isScalar(on) ? on.value : null;
  if (typeof day === 'number' && Number.isInteger(day) && day >= 1 && day <= DAYS_A_MONTH) return day;
  return file.refuse(on, shown(on), 'a day of the month from 1 to 31 (shorter months: their last)');
}

function cronOf(file: OwnFile, every: Node, text: string, beside: Node | undefined): Timing | null {
  if (beside !== undefined)
    return file.refuse(beside, 'at or on beside a cron line', 'the cron line alone: it says when');
  const read = readCronLine(text);
  if (!read.ok) return file.refuse(every, read.fault.found, read.fault.right);
  const timing: Timing = { every: 'cron', line: read.line };
  const gap = shortestGapOf(timing);
  if (gap === null || gap >= SHORTEST_GAP_MINUTES) return timing;
  return file.refuse(
    every,
    `a run every ${gap} min (${text})`,
    `at least ${SHORTEST_GAP_MINUTES} min between two runs; what is live GET /api/queues tells`,
  );
}

/** Where nothing is said, the last full day, week or month. */
function periodOf(
  file: OwnFile,
  place: Node,
  { every, period }: TimingParts,
  timing: Timing | null,
): NamedPeriod | null {
  if (period !== undefined) return file.word(period, NAMED_PERIODS);
  switch (timing?.every) {
    case 'week':
      return 'last-week';
    case 'month':
      return 'last-month';
    case 'cron':
      return file.refuse(
        every ?? place,
        'a cron line and no period',
        `period: one of ${NAMED_PERIODS.join(', ')}`,
      );
    case 'day':
    case undefined:
      return 'yesterday';
  }
}
