import type { Language } from '../plan.js';

/** Up to here a number is spoken as a word; larger ones digit by digit, for want of sounds. */
const LARGEST: Readonly<Record<Language, number>> = { en: 999_999, ru: 99 };

/**
 * A whole number as core sounds of Asterisk (`sound:digits/…`). The Russian core sounds have no hundreds and no
 * feminine thousands: from 100 on a number is spoken digit by digit, as in English from a million on. `number:` of
 * Asterisk is not used: it cannot be interrupted.
 */
export function cardinal(number: number, language: Language): readonly string[] {
  if (!Number.isInteger(number) || number < 0 || number > LARGEST[language]) return digitByDigit(number);
  if (number === 0) return [digits('0')];
  const thousands = Math.floor(number / 1000);
  const head = thousands === 0 ? [] : [...belowThousand(thousands), digits('thousand')];
  return [...head, ...belowThousand(number % 1000)];
}

/** Every sound that `cardinal` may name. */
export function cardinalSounds(language: Language): readonly string[] {
  const small = Array.from({ length: 21 }, (_, number) => digits(String(number)));
  const tens = [30, 40, 50, 60, 70, 80, 90].map((number) => digits(String(number)));
  return language === 'en' ? [...small, ...tens, digits('hundred'), digits('thousand')] : [...small, ...tens];
}

function digits(name: string): string {
  return `sound:digits/${name}`;
}

function digitByDigit(number: number): readonly string[] {
  return (String(Math.abs(number)).match(/\d/g) ?? []).map(digits);
}

function belowThousand(number: number): readonly string[] {
  const hundreds = Math.floor(number / 100);
  const head = hundreds === 0 ? [] : [digits(String(hundreds)), digits('hundred')];
  return [...head, ...belowHundred(number % 100)];
}

function belowHundred(number: number): readonly string[] {
  if (number === 0) return [];
  if (number <= 20) return [digits(String(number))];
  const units = number % 10;
  return [digits(String(number - units)), ...(units === 0 ? [] : [digits(String(units))])];
}
