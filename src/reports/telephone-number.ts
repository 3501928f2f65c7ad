import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { isReplaced, replacedCountry } from '../ports/retention.js';

/** How numbers begin, as `+7495`, and where they are from. */
export type Regions = Readonly<Record<string, string>>;

/** Shortest part of a number that a search may ask for: less would find everybody. */
const SHORTEST_SEARCHED = 4;
/** Shortest number that can be somebody's without its country: not an extension inside the company. */
const SHORTEST_NATIONAL = 7;

/**
 * A number in E.164 (`+359880000001`), so that the same caller is the same however the carrier writes him. A number
 * without a country code belongs to `country` (ISO 3166); what cannot be read as a number stays as it is.
 */
export function normalNumber(number: string, country: string | null): string {
  if (isReplaced(number)) return number;
  const home = country !== null && isSupportedCountry(country) ? country : undefined;
  const international = number.replace(/^\s*00/, '+');
  const known = parsePhoneNumberFromString(international, home);
  return known?.isPossible() === true ? known.number : number.trim();
}

/** The country a normalised number belongs to (`+359`), also a replaced one; null: that cannot be told. */
export function countryPrefix(normal: string): string | null {
  if (isReplaced(normal)) return replacedCountry(normal);
  const known = parsePhoneNumberFromString(normal);
  return known === undefined ? null : `+${known.countryCallingCode}`;
}

/**
 * Tells the region of a normalised number: what stands for the longest of these beginnings (`+7495` → Moscow) that it has; null: it
 * has none. Of a replaced number only the country is known, so that only beginnings within it fit.
 */
export function regionsBy(regions: Regions): (normal: string) => string | null {
  const names = new Map(Object.entries(regions));
  const lengths = [...new Set([...names.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  return (normal) => {
    const known = isReplaced(normal) ? (replacedCountry(normal) ?? '') : normal;
    const length = lengths.find((each) => names.has(known.slice(0, each)));
    return length === undefined ? null : (names.get(known.slice(0, length)) ?? null);
  };
}

/** Whether somebody who writes the number in any usual way (`0880 000 001`, `00359…`) means this one. */
export function isSameNumber(searched: string, number: string | null): boolean {
  if (number === null || isReplaced(number)) return false;
  const known = digits(number);
  return wantedOf(searched).some(
    (each) =>
      known.endsWith(each) ||
      (significant(known).length >= SHORTEST_NATIONAL && each.endsWith(significant(known))),
  );
}

/**
 * How a number may end that `isSameNumber` says this of, however the carrier wrote it: its last four digits, or all where there
 * are fewer; `?`: it has other signs.
 */
export function endingsOf(searched: string): readonly string[] {
  const wanted = wantedOf(searched);
  if (wanted.length === 0) return [];
  const endings = wanted.flatMap((each) => [1, 2, 3, 4].map((length) => each.slice(-length)));
  return [...new Set([...endings, '?'])];
}

function wantedOf(searched: string): readonly string[] {
  return [digits(searched), significant(searched)].filter(({ length }) => length >= SHORTEST_SEARCHED);
}

function digits(number: string): string {
  return number.replace(/\D/g, '');
}

/** Without what stands in front for "abroad" or "long distance". */
function significant(number: string): string {
  return digits(number).replace(/^0+/, '');
}
