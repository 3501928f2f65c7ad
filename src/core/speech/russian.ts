import { cardinal } from './cardinal.js';
import { digits, type Grammar, MONTH_SOUNDS, type NounForm } from './grammar.js';

const HOURS = 'sound:hours';
const MINUTES = 'sound:minutes';
const ORDINALS = [...Array.from({ length: 20 }, (_, index) => index + 1), 30].map((day) =>
  digits(`h-${day}`),
);

/**
 * Russian: "двадцать четвёртый декабря", "четырнадцать часов пять минут". The core sounds have "часов" and "минут"
 * alone: behind a number that asks for another form (один час, две минуты) the word is left out.
 */
export const russian: Grammar = {
  form,
  date: (month, day) => [...ordinal(day), digits(`mon-${month - 1}`)],
  time: (hour, minute) => [...counted(hour, HOURS), ...(minute === 0 ? [] : counted(minute, MINUTES))],
  sounds: [...MONTH_SOUNDS, ...ORDINALS, HOURS, MINUTES],
};

/** 1, 21, 31 … but not 11; 2 to 4, 22 to 24 … but not 12 to 14; the rest. */
function form(number: number): NounForm {
  const rest = Math.abs(number) % 100;
  if (rest >= 11 && rest <= 14) return 'many';
  if (rest % 10 === 1) return 'one';
  return rest % 10 >= 2 && rest % 10 <= 4 ? 'few' : 'many';
}

function counted(number: number, word: string): readonly string[] {
  return [...cardinal(number, 'ru'), ...(form(number) === 'many' ? [word] : [])];
}

function ordinal(day: number): readonly string[] {
  if (day <= 20 || day === 30) return [digits(`h-${day}`)];
  return [digits(String(day - (day % 10))), digits(`h-${day % 10}`)];
}
