import type { DialPolicy } from '../plan.js';

/** How the numbers behind one calling code look, of all its countries together. Patterns are regular expressions. */
export interface NumberForm {
  /** How many digits follow the calling code. */
  readonly lengths: readonly number[];
  /** What these digits match as a whole. */
  readonly pattern: string;
  /** What is dialled before them at home (`0`, `8`, a carrier's code) and is no part of them; null: nothing is. */
  readonly trunk: TrunkPrefix | null;
}

export interface TrunkPrefix {
  readonly pattern: string;
  /** What takes its place where the pattern has groups that matched; null: nothing. */
  readonly becomes: string | null;
}

/** How numbers are dialled in the company's country. */
export interface HomeForm extends NumberForm {
  readonly countryCode: string;
  /** What is dialled before the calling code of a number abroad: `00`, `810`; a regular expression. */
  readonly exit: string;
}

/**
 * The number in E.164 that somebody keyed in, in the forms of his country: `0888123456`, `00359888123456`,
 * `359888123456`, `+359888123456`; null: it is none of them. Without a country only international forms are read.
 * Whether there can be such a number `isPossible` says.
 */
export function keyedNumber({ home }: Pick<DialPolicy, 'home'>, keyed: string): string | null {
  const digits = keyed.replace(/[ ()./-]/g, '');
  if (/^\+[0-9]+$/.test(digits)) return digits;
  if (!/^[0-9]+$/.test(digits)) return null;
  const exit = new RegExp(`^(?:${home === null ? '00' : `${home.exit}|00`})`).exec(digits);
  if (exit !== null) return `+${digits.slice(exit[0].length)}`;
  return home === null ? null : `+${home.countryCode}${atHome(home, digits)}`;
}

/**
 * There can be such a number: what follows its calling code begins and is as long as numbers there do. A trunk prefix
 * (`+359 0 888 …`) or an exit code (`+7 10 44 …`) in between is none, so a number has one form only.
 */
export function isPossible({ forms }: Pick<DialPolicy, 'forms'>, number: string): boolean {
  const code = [2, 3, 4].map((end) => number.slice(1, end)).find((digits) => Object.hasOwn(forms, digits));
  const form = code === undefined ? undefined : forms[code];
  if (code === undefined || form === undefined) return false;
  return matches(form, number.slice(1 + code.length));
}

/** The calling code is left out where it can be: a number of the country may begin with the same digits. */
function atHome(home: HomeForm, digits: string): string {
  const own = withoutTrunk(home, digits);
  if (matches(home, own) || !digits.startsWith(home.countryCode)) return own;
  const rest = withoutTrunk(home, digits.slice(home.countryCode.length));
  return matches(home, rest) || !home.lengths.includes(own.length) ? rest : own;
}

/** A prefix is none when only with it the number is one, as in `8 800 …` and `800 …` (libphonenumber's rule). */
function withoutTrunk(form: NumberForm, digits: string): string {
  if (form.trunk === null) return digits;
  const prefix = new RegExp(`^(?:${form.trunk.pattern})`);
  const found = prefix.exec(digits);
  if (found === null) return digits;
  const { becomes } = form.trunk;
  const isRewritten = becomes !== null && found.length > 1 && found.at(-1) !== undefined;
  const rest = isRewritten ? digits.replace(prefix, becomes) : digits.slice(found[0].length);
  if (matches(form, digits) && !matches(form, rest)) return digits;
  return form.lengths.includes(rest.length) ? rest : digits;
}

function matches({ pattern }: NumberForm, digits: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(digits);
}
