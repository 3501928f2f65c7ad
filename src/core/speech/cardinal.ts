import type { Language } from '../plan.js';

/**
 * A whole number from 0 to 999,999 as core sounds of Asterisk (`sound:digits/…`), masculine nominative. Larger
 * numbers are spoken digit by digit. `number:` of Asterisk is not used: it cannot be interrupted.
 */
export function cardinal(number: number, language: Language): readonly string[] {
  if (!Number.isInteger(number) || number < 0 || number > 999_999) return digitByDigit(number);
  if (number === 0) return [digits('0')];
  const thousands = Math.floor(number / 1000);
  const rest = number % 1000;
  return [...(thousands === 0 ? [] : thousandsOf(thousands, language)), ...belowThousand(rest, language)];
}

function digits(name: string): string {
  return `sound:digits/${name}`;
}

function digitByDigit(number: number): readonly string[] {
  return (String(Math.abs(number)).match(/\d/g) ?? []).map(digits);
}

function thousandsOf(thousands: number, language: Language): readonly string[] {
  if (language === 'en') return [...belowThousand(thousands, 'en'), digits('thousand')];
  const last = thousands % 10;
  const isTeen = thousands % 100 >= 11 && thousands % 100 <= 14;
  const head = belowThousand(isTeen || last === 0 || last > 2 ? thousands : thousands - last, 'ru');
  if (isTeen || last === 0 || last > 4) return [...head, digits('thousand')];
  if (last === 1) return [...head, digits('1f'), digits('thousand-i')];
  return [...head, ...(last === 2 ? [digits('2f')] : []), digits('thousands')];
}

function belowThousand(number: number, language: Language): readonly string[] {
  const hundreds = Math.floor(number / 100);
  const spoken: string[] = [];
  if (hundreds > 0) {
    if (language === 'en') spoken.push(digits(String(hundreds)), digits('hundred'));
    else spoken.push(digits(String(hundreds * 100)));
  }
  return [...spoken, ...belowHundred(number % 100)];
}

function belowHundred(number: number): readonly string[] {
  if (number === 0) return [];
  if (number <= 20) return [digits(String(number))];
  const units = number % 10;
  return [digits(String(number - units)), ...(units === 0 ? [] : [digits(String(units))])];
}
