import type { Desk } from '../form/desk.js';
import type { Form } from '../form/form.js';
import { shapedText } from '../form/scalars.js';
import type { Place } from '../fault.js';
import { showText, type ScalarNode } from '../source-node.js';

const RIGHT = 'a date such as "12-24" (every year) or "2026-12-24", or a range such as "12-24..12-26"';
const DAY = '(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
/** The text of one date or range of dates, both ends with or both without a year. */
export const DATES = new RegExp(`^(${DAY}(\\.\\.${DAY})?|[0-9]{4}-${DAY}(\\.\\.[0-9]{4}-${DAY})?)$`);
export const DATES_RIGHT = RIGHT;
const MOST_DAYS = 366;
const DAY_MS = 24 * 3_600_000;
/** A leap year stands for every year, so that 29 February is a date. */
const ANY_YEAR = '2000';

/** One date, with the place where it, or the range it is in, was written. */
export interface WrittenDate {
  /** `MM-DD` or `YYYY-MM-DD`. */
  readonly date: string;
  readonly at: Place;
}

/** A date or a range of dates, read as all its dates. */
export function dates(): Form<readonly WrittenDate[]> {
  return shapedText<readonly WrittenDate[]>({
    right: RIGHT,
    pattern: DATES,
    parse: (written, node, desk) => {
      const all = expandDates(written);
      if (all === null) return refuseDates(node, desk);
      return all.map((date) => ({ date, at: node.at }));
    },
    more: { examples: ['01-01', '2026-12-24..2026-12-26'] },
  });
}

/** All dates of a text that matches `DATES`; null when a date does not exist or the range is not one. */
export function expandDates(written: string): string[] | null {
  const [first = '', last = first] = written.split('..');
  const isYearly = first.length === 5;
  const from = instantOf(isYearly ? `${ANY_YEAR}-${first}` : first);
  const end = instantOf(isYearly ? `${ANY_YEAR}-${last}` : last);
  if (from === null || end === null) return null;
  const wraps = isYearly && end < from;
  const to = wraps ? end + MOST_DAYS * DAY_MS : end;
  const days = (to - from) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS) return null;
  return Array.from({ length: days }, (_, index) => dateText(from + index * DAY_MS, isYearly));
}

function refuseDates(node: ScalarNode, desk: Desk): null {
  const right = `${RIGHT}, of days that exist, the first before the last, a year long at most`;
  desk.add('wrong-value', node.at, showText(node.source), right);
  return null;
}

/** Midnight UTC of a date, or null when there is no such date. */
function instantOf(date: string): number | null {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(instant) || dateText(instant, false) !== date ? null : instant;
}

function dateText(instant: number, isYearly: boolean): string {
  const date = new Date(instant).toISOString().slice(0, 10);
  return isYearly ? date.slice(5) : date;
}
