import type { OpenSpan } from '../../core/plan.js';
import type { Place } from '../fault.js';
import { listOrOne } from '../form/collections.js';
import type { Desk } from '../form/desk.js';
import type { Form } from '../form/form.js';
import type { JsonSchema } from '../form/schema-book.js';
import { showText, valueOf, type MapNode, type SourceNode } from '../source-node.js';
import { didYouMean } from '../suggestion.js';
import { formatPlace } from '../fault.js';
import { timezone } from './company.js';
import { DATES, DATES_RIGHT, dates, expandDates, type WrittenDate } from './dates.js';
import { timeSpans } from './time-spans.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_PART = `(${WEEKDAYS.join('|')})(-(${WEEKDAYS.join('|')}))?`;
const DAYS = new RegExp(`^${DAY_PART}( ?, ?${DAY_PART})*$`);
const FIXED_KEYS = ['timezone', 'closed', 'open'];
const YEARLY = 'MM-DD';
const DAYS_OF_A_LEAP_YEAR = 366;
const RIGHT = 'a calendar: days such as mon-fri with their times, and closed, open, timezone';

export interface CalendarDraft {
  readonly at: Place;
  readonly timezone: string | null;
  /** Seven entries, Monday first. */
  readonly week: readonly (readonly OpenSpan[])[];
  readonly closed: readonly WrittenDate[];
  readonly open: readonly {
    readonly date: string;
    readonly at: Place;
    readonly spans: readonly OpenSpan[];
  }[];
}

/** A calendar: weekdays by name or range, dates that are closed, dates that open otherwise. */
export const calendarForm: Form<CalendarDraft> = {
  right: RIGHT,
  read: (node, desk) => (node.kind === 'map' ? readCalendar(node, desk) : desk.wrong(node, RIGHT)),
  schema: calendarSchema,
};

const closedForm = listOrOne(dates(), 'a list of dates');

function readCalendar(node: MapNode, desk: Desk): CalendarDraft {
  const faultsBefore = desk.faults.length;
  const calendar: CalendarDraft = {
    at: node.at,
    timezone: readIfThere(valueOf(node, 'timezone'), timezone(), desk),
    week: readWeek(node, desk),
    closed: (readIfThere(valueOf(node, 'closed'), closedForm, desk) ?? []).flat(),
    open: readExceptions(valueOf(node, 'open'), desk),
  };
  checkDates(calendar, desk);
  const spans = [...calendar.week.flat(), ...calendar.open.flatMap((each) => each.spans)];
  if (desk.faults.length === faultsBefore && (spans.length === 0 || isClosedAllYear(calendar))) {
    desk.add('never-open', node.at, 'hours that never open', 'at least one day with times, such as mon-fri');
  }
  return calendar;
}

/** Every day of every year is closed, and no exception opens one. */
function isClosedAllYear({ closed, open }: CalendarDraft): boolean {
  const yearly = new Set(closed.flatMap(({ date }) => (date.length === YEARLY.length ? [date] : [])));
  return open.every(({ spans }) => spans.length === 0) && yearly.size === DAYS_OF_A_LEAP_YEAR;
}

function readIfThere<T>(node: SourceNode | null, form: Form<T>, desk: Desk): T | null {
  return node === null ? null : form.read(node, desk);
}

function readWeek(node: MapNode, desk: Desk): (readonly OpenSpan[])[] {
  const week: (readonly OpenSpan[])[] = WEEKDAYS.map(() => []);
  const writtenAt = new Map<number, Place>();
  for (const entry of node.entries) {
    if (FIXED_KEYS.includes(entry.key)) continue;
    if (!DAYS.test(entry.key)) {
      const right = `days such as mon, mon-fri or "sat, sun", or ${FIXED_KEYS.join(', ')}`;
      const guess = didYouMean(entry.key, [...WEEKDAYS, ...FIXED_KEYS]);
      desk.add('unknown-key', entry.keyAt, `the unknown key ${showText(entry.key)}`, `${right}${guess}`);
      continue;
    }
    const spans = timeSpans().read(entry.value, desk) ?? [];
    for (const day of daysOf(entry.key)) {
      const first = writtenAt.get(day);
      if (first === undefined) week[day] = spans;
      else refuseDay(WEEKDAYS[day] ?? '', entry.keyAt, first, desk);
      writtenAt.set(day, first ?? entry.keyAt);
    }
  }
  return week;
}

function refuseDay(day: string, at: Place, first: Place, desk: Desk): void {
  const found = `${day} a second time (first at ${formatPlace(first)})`;
  desk.add('day-twice', at, found, 'each day once; several times of one day stand in one text');
}

/** Days by index, Monday 0; a range may pass Sunday. */
function daysOf(key: string): number[] {
  return key.split(',').flatMap((part) => {
    const [first = 0, last = first] = part
      .trim()
      .split('-')
      .map((day) => WEEKDAYS.indexOf(day));
    const length = ((last - first + 7) % 7) + 1;
    return Array.from({ length }, (_, index) => (first + index) % 7);
  });
}

function readExceptions(node: SourceNode | null, desk: Desk): CalendarDraft['open'] {
  if (node === null) return [];
  if (node.kind !== 'map' || node.entries.length === 0) {
    desk.wrong(node, 'dates with their times, such as "2026-12-19": "10:00-16:00"');
    return [];
  }
  return node.entries.flatMap((entry) => {
    const spans = timeSpans().read(entry.value, desk) ?? [];
    const all = DATES.test(entry.key) ? expandDates(entry.key) : null;
    if (all === null) desk.add('wrong-value', entry.keyAt, `the key ${showText(entry.key)}`, DATES_RIGHT);
    return (all ?? []).map((date) => ({ date, at: entry.keyAt, spans }));
  });
}

function checkDates(calendar: CalendarDraft, desk: Desk): void {
  const closedAt = new Map(calendar.closed.map((each) => [each.date, each.at]));
  const closedYearly = new Map(calendar.closed.map((each) => [each.date.slice(-5), each.at]));
  for (const { date, at } of calendar.open) {
    const clash = closedAt.get(date) ?? closedAt.get(date.slice(-5)) ?? yearlyClash(date, closedYearly);
    if (clash === undefined) continue;
    const found = `the date ${date} that is closed at ${formatPlace(clash)}`;
    desk.add('date-open-and-closed', at, found, 'the date under open or under closed, not both');
  }
}

function yearlyClash(date: string, closedYearly: ReadonlyMap<string, Place>): Place | undefined {
  return date.length === 5 ? closedYearly.get(date) : undefined;
}

function calendarSchema(book: Parameters<Form<unknown>['schema']>[0]): JsonSchema {
  const spans = timeSpans().schema(book);
  return {
    type: 'object',
    properties: {
      timezone: {
        description: "Where these hours are meant; the company's when left out.",
        ...timezone().schema(book),
      },
      closed: { description: 'Dates that are closed, whatever their weekday.', ...closedForm.schema(book) },
      open: {
        description: 'Dates that open otherwise than their weekday.',
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: DATES.source },
        additionalProperties: spans,
      },
    },
    patternProperties: { [DAYS.source]: { description: 'The open times of these days.', ...spans } },
    additionalProperties: false,
  };
}
