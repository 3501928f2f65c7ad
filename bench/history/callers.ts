import { nextChance, type Chance } from '../../src/core/chance.js';

/** The number that calls oftenest: one call in 2,000 is his, 5,000 of ten million. */
export const FREQUENT = '+359888123456';
const FREQUENT_SHARE = 1 / 2_000;
const HIDDEN_SHARE = 0.02;
const ABROAD_SHARE = 0.03;
/** Written without the country, as some carriers do. */
const NATIONAL_SHARE = 0.1;
const DIGITS = 10_000_000;

/** A caller's number as the carrier writes it; null: hidden. `people`: so many may call. */
export function drawCaller(chance: Chance, people: number): string | null {
  const drawn = nextChance(chance);
  if (drawn < FREQUENT_SHARE) return FREQUENT;
  if (drawn < FREQUENT_SHARE + HIDDEN_SHARE) return null;
  // Few call often, most seldom.
  const person = Math.floor(nextChance(chance) ** 2 * people);
  const digits = String(scattered(person)).padStart(7, '0');
  if (drawn > 1 - ABROAD_SHARE) return `+4930${digits}`;
  return nextChance(chance) < NATIONAL_SHARE ? `087${digits}` : `+35987${digits}`;
}

/** Another number for each person, without neighbours being alike: the factor has no divisor in common with ten million. */
function scattered(person: number): number {
  return Number((BigInt(person) * 6_700_417n + 1_234_567n) % BigInt(DIGITS));
}
