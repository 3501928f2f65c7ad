import { isSupportedCountry, Metadata } from 'libphonenumber-js';
import metadata from 'libphonenumber-js/min/metadata';
import type { HomeForm, NumberForm } from '../../core/callback/number.js';

/** What the library has of a country, and its types do not tell; what is missing is 0 or undefined. */
interface CountryNumbers {
  callingCode(): string;
  IDDPrefix(): string;
  nationalNumberPattern(): string;
  possibleLengths(): readonly number[];
  nationalPrefixForParsing(): unknown;
  nationalPrefixTransformRule(): unknown;
}

/** How numbers are dialled in a country (ISO 3166, two letters); null: the country is not known. */
export function homeForm(country: string): HomeForm | null {
  if (!isSupportedCountry(country)) return null;
  const numbers = numbersOf(country);
  return { countryCode: numbers.callingCode(), exit: numbers.IDDPrefix(), ...formOf([numbers]) };
}

/** Calling code → how its numbers look, for every code that numbers with one of these beginnings (`+359`, `+4`) can have. */
export function numberForms(beginnings: readonly string[]): Readonly<Record<string, NumberForm>> {
  const codes = [...Object.keys(metadata.country_calling_codes), ...Object.keys(metadata.nonGeographic)];
  const reached = codes.filter((code) =>
    beginnings.some((beginning) => beginning.startsWith(`+${code}`) || `+${code}`.startsWith(beginning)),
  );
  return Object.fromEntries(reached.map((code) => [code, formOf(numbersBehind(code))]));
}

/** The first has the prefixes of all that share a code. */
function numbersBehind(code: string): readonly CountryNumbers[] {
  const byCode: Readonly<Record<string, readonly string[] | undefined>> = metadata.country_calling_codes;
  const countries = byCode[code];
  return countries === undefined ? [numbersOf(undefined, code)] : countries.map((each) => numbersOf(each));
}

function numbersOf(country: string | undefined, code?: string): CountryNumbers {
  const selected = new Metadata() as unknown as {
    selectNumberingPlan(country: string | undefined, code?: string): void;
    readonly numberingPlan: CountryNumbers;
  };
  selected.selectNumberingPlan(country, code);
  return selected.numberingPlan;
}

function formOf(countries: readonly CountryNumbers[]): NumberForm {
  const [first] = countries;
  const pattern = first?.nationalPrefixForParsing();
  const becomes = first?.nationalPrefixTransformRule();
  const isPrefix = typeof pattern === 'string' && pattern !== '';
  return {
    lengths: [...new Set(countries.flatMap((each) => each.possibleLengths()))].sort((a, b) => a - b),
    pattern: [...new Set(countries.map((each) => each.nationalNumberPattern()))].join('|'),
    trunk: isPrefix ? { pattern, becomes: typeof becomes === 'string' ? becomes : null } : null,
  };
}
