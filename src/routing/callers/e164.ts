import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** Longer texts are no telephone numbers, and are not looked at. */
const LONGEST_NUMBER = 40;

/**
 * A telephone number in E.164 (`+359880000001`), however it is written; null: it is none. A number without a country
 * code belongs to `country` (ISO 3166, two letters); without a country only international forms (`+…`, `00…`) are read.
 */
export function e164Of(number: string, country: string | null): string | null {
  if (number.length > LONGEST_NUMBER) return null;
  const home = country !== null && isSupportedCountry(country) ? country : undefined;
  const international = number.trim().replace(/^00/, '+');
  // The library would say so, too, by an error that costs more than a whole number.
  if (home === undefined && !international.startsWith('+')) return null;
  const known = parsePhoneNumberFromString(international, { defaultCountry: home, extract: false });
  return known?.isPossible() === true && known.ext === undefined ? known.number : null;
}
