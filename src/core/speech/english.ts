import { cardinal } from './cardinal.js';
import { digits, type Grammar, MONTH_SOUNDS } from './grammar.js';

const ORDINALS = [...Array.from({ length: 20 }, (_, index) => index + 1), 30].map((day) =>
  digits(`h-${day}`),
);

/** English: "December twenty-fourth", "two oh five p.m.". */
export const english: Grammar = {
  form: (number) => (Math.abs(number) === 1 ? 'one' : 'many'),
  date: (month, day) => [digits(`mon-${month - 1}`), ...ordinal(day)],
  time: (hour, minute) => [
    ...cardinal(hour % 12 === 0 ? 12 : hour % 12, 'en'),
    ...minutes(minute),
    digits(hour < 12 ? 'a-m' : 'p-m'),
  ],
  sounds: [...MONTH_SOUNDS, ...ORDINALS, digits('oh'), digits('a-m'), digits('p-m')],
};

function ordinal(day: number): readonly string[] {
  if (day <= 20 || day === 30) return [digits(`h-${day}`)];
  return [digits(String(day - (day % 10))), digits(`h-${day % 10}`)];
}

function minutes(minute: number): readonly string[] {
  if (minute === 0) return [];
  return minute < 10 ? [digits('oh'), ...cardinal(minute, 'en')] : cardinal(minute, 'en');
}
