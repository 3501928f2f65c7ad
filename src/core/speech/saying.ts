import type { Language, Saying } from '../plan.js';
import { cardinal, cardinalSounds } from './cardinal.js';
import { english } from './english.js';
import { digits, type Grammar, type NounForm } from './grammar.js';
import { russian } from './russian.js';

const GRAMMARS: Readonly<Record<Language, Grammar>> = { en: english, ru: russian };
const AND = 'sound:vm-and';
const MINUS = digits('minus');
const KEYS: Readonly<Record<string, string>> = { '*': digits('star'), '#': digits('pound') };
const DAYS_OF_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A value as sounds that can be interrupted; null: it is not a value of this kind. `unit` gives the media of the noun
 * in a form; it is asked for numbers and money only.
 */
export function spoken(
  as: Saying,
  value: string,
  language: Language,
  unit: (form: NounForm) => readonly string[],
): readonly string[] | null {
  switch (as) {
    case 'number':
      return amount(/^(-?)(\d{1,15})()$/.exec(value), language, unit);
    case 'money':
      return amount(/^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(value), language, unit);
    case 'telephone':
    case 'digits':
      return keys(value);
    case 'date':
      return date(value, language);
    case 'time':
      return time(value, language);
  }
}

/** Every core sound that `spoken` may name. */
export function spokenSounds(language: Language): readonly string[] {
  const own = GRAMMARS[language].sounds;
  return [...cardinalSounds(language), ...own, AND, MINUS, ...Object.values(KEYS)];
}

/** Twelve roubles and fifty: hundredths follow the noun. */
function amount(
  parts: RegExpExecArray | null,
  language: Language,
  unit: (form: NounForm) => readonly string[],
): readonly string[] | null {
  if (parts === null) return null;
  const [, sign, whole = '', decimals = ''] = parts;
  const number = Number(whole);
  const hundredths = Number(decimals.padEnd(2, '0'));
  return [
    ...(sign === '' ? [] : [MINUS]),
    ...cardinal(number, language),
    ...unit(GRAMMARS[language].form(number)),
    ...(hundredths === 0 ? [] : [AND, ...cardinal(hundredths, language)]),
  ];
}

function keys(value: string): readonly string[] | null {
  const written = value.replace(/[\s+().-]/g, '');
  if (!/^[0-9*#]{1,40}$/.test(written)) return null;
  return Array.from(written, (key) => KEYS[key] ?? digits(key));
}

function date(value: string, language: Language): readonly string[] | null {
  const [, month = 0, day = 0] = (/^(?:\d{4}-)?(\d{2})-(\d{2})$/.exec(value) ?? []).map(Number);
  if (day < 1 || day > (DAYS_OF_MONTHS[month - 1] ?? 0)) return null;
  return GRAMMARS[language].date(month, day);
}

function time(value: string, language: Language): readonly string[] | null {
  const [, hour, minute] = (/^(\d{1,2}):(\d{2})$/.exec(value) ?? []).map(Number);
  if (hour === undefined || minute === undefined || hour > 23 || minute > 59) return null;
  return GRAMMARS[language].time(hour, minute);
}
