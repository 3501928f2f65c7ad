const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A cron line, read: minute, hour, day of the month, month, weekday. */
export interface CronLine {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Where both a day of the month and a weekday are named, either will do: so cron has it. */
  readonly dayRule: 'both' | 'either';
}

/** What is wrong with a cron line: what was found, and what would be right. */
export interface CronFault {
  readonly found: string;
  readonly right: string;
}

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', first: 0, last: 59, words: [] },
  { name: 'hour', first: 0, last: 23, words: [] },
  { name: 'day of the month', first: 1, last: 31, words: [] },
  { name: 'month', first: 1, last: 12, words: MONTHS },
  { name: 'weekday', first: 0, last: 7, words: WEEKDAYS },
];

/** Reads `minute hour day month weekday` with `*`, lists, ranges, steps and English names. Never throws. */
export function readCronLine(
  text: string,
): { readonly ok: true; readonly line: CronLine } | { readonly ok: false; readonly fault: CronFault } {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    const right = 'five: minute, hour, day of the month, month, weekday, like "0 8 * * 1-5"';
    return { ok: false, fault: { found: `a cron line of ${parts.length} fields (${text})`, right } };
  }
  const read = FIELDS.map((field, index) => valuesOf(parts[index] ?? '', field));
  const fault = read.findIndex((values) => values === null);
  if (fault >= 0) return { ok: false, fault: fieldFault(parts[fault] ?? '', FIELDS[fault]) };
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = read.map(
    (values) => values ?? [],
  );
  return {
    ok: true,
    line: {
      ...{ minutes, hours, days, months },
      weekdays: [...new Set(weekdays.map((weekday) => weekday % 7))].sort((a, b) => a - b),
      dayRule: parts[2]?.startsWith('*') === true || parts[4]?.startsWith('*') === true ? 'both' : 'either',
    },
  };
}

/** Whether the line runs on a day (YYYY-MM-DD). */
export function isCronDay(line: CronLine, date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  if (!line.months.includes(day.getUTCMonth() + 1)) return false;
  const isDay = line.days.includes(day.getUTCDate());
  const isWeekday = line.weekdays.includes(day.getUTCDay());
  return line.dayRule === 'either' ? isDay || isWeekday : isDay && isWeekday;
}

function fieldFault(written: string, field: Field | undefined): CronFault {
  const { name = '', first = 0, last = 0, words = [] } = field ?? {};
  const names = words.length === 0 ? '' : ` (or ${words[0] ?? ''} … ${words.at(-1) ?? ''})`;
  return {
    found: `${JSON.stringify(written)} as the ${name} of a cron line`,
    right: `*, a number from ${first} to ${last}${names}, a range 1-5, a list 1,3 or a step */2`,
  };
}

/** The numbers that a field means, in order; null: it cannot be read. */
function valuesOf(text: string, field: Field): number[] | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = rangeOf(part, field);
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function rangeOf(
  part: string,
  field: Field,
): { readonly from: number; readonly to: number; readonly step: number } | null {
  const [, head = '', stepText] = /^([^/]+)(?:\/([1-9]\d?))?$/.exec(part) ?? [];
  const step = Number(stepText ?? 1);
  if (head === '*') return { from: field.first, to: field.last, step };
  const [first = '', last, ...more] = head.split('-');
  const from = numberIn(first, field);
  const to = last === undefined ? (stepText === undefined ? from : field.last) : numberIn(last, field);
  return from === null || to === null || to < from || more.length > 0 ? null : { from, to, step };
}

function numberIn(text: string, { first, last, words }: Field): number | null {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + first;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return number >= first && number <= last ? number : null;
}
