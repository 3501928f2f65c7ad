/** The form of a noun behind a number: one minute, two minutes; одна минута, две минуты, пять минут. */
export type NounForm = 'one' | 'few' | 'many';

/** How a language speaks values, in core sounds of Asterisk (`sound:digits/…`). */
export interface Grammar {
  /** Which form of a noun follows a whole number. */
  form(number: number): NounForm;
  /** A day of a month, both from 1. */
  date(month: number, day: number): readonly string[];
  /** A time of day, 24 hours. */
  time(hour: number, minute: number): readonly string[];
  /** Every sound that `date` and `time` may name. */
  readonly sounds: readonly string[];
}

export const MONTH_SOUNDS: readonly string[] = Array.from({ length: 12 }, (_, month) =>
  digits(`mon-${month}`),
);

export function digits(name: string): string {
  return `sound:digits/${name}`;
}
