import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import { isReplaced } from '../ports/retention.js';
import type { ReadPeriod } from './call-search.js';
import { readDayFacts } from './day-facts.js';
import { figuresOf, versionsOf, type Figures } from './figures-of-period.js';
import type { KnownNames } from './known-names.js';
import type { Counted } from './slicing/items.js';
import { readAside, sliceOf } from './slicing/read-slice.js';
import { readTeams } from './slicing/teams.js';
import type { Regions } from './telephone-number.js';
import { allWithin, readThresholds, type ThresholdsOf } from './thresholds.js';

/** How facts are read. */
export interface Reading {
  /** ISO 3166: where numbers without a country code are from; null: nobody knows. */
  readonly country: string | null;
  readonly regions: Regions;
  /** Who stands behind a number in E.164, for counting. */
  readonly clientOf: (normal: string) => string;
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
  readonly now: Instant;
}

/**
 * How facts are read by what the newest plan says. `clientOf`: what stands for a number in E.164 where numbers are replaced;
 * undefined: there is no key.
 */
export function readingBy(
  { country, regions }: Pick<KnownNames, 'country' | 'regions'>,
  {
    clientOf,
    withinMs,
    now,
  }: Pick<Reading, 'withinMs' | 'now'> & { readonly clientOf?: Reading['clientOf'] },
): Reading {
  return { ...{ country, regions, withinMs, now }, clientOf: clientsBy(clientOf ?? ((normal) => normal)) };
}

/** What figures depend on beside the facts: in another zone, or from another program, a day may leave something else. */
export function nameOfReading(program: string, zone: string, reading: Reading): readonly string[] {
  const regions = JSON.stringify(Object.entries(reading.regions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [program, zone, reading.country ?? '', regions, reading.clientOf(ANY_NUMBER)];
}

/** What stands for it tells whether numbers are replaced, and by which key. */
const ANY_NUMBER = '+10000000000';

/** Each number once: a hash takes time. What stands for a number already stands for itself. */
function clientsBy(clientOf: Reading['clientOf']): Reading['clientOf'] {
  const known = new Map<string, string>();
  return (normal) => {
    const client = known.get(normal) ?? (isReplaced(normal) ? normal : clientOf(normal));
    known.set(normal, client);
    return client;
  };
}

/** Reads everything of a period. */
export async function readPeriod(
  reader: FactReader,
  period: Period,
  { country, regions, clientOf, withinMs, now }: Reading,
): Promise<ReadPeriod & { readonly figures: Figures }> {
  const facts = await readDayFacts(reader, period, now);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds: ThresholdsOf = withinMs === null ? planned : allWithin(withinMs, planned);
  const aside = await readAside(reader, period, facts, now);
  const teams = await readTeams(reader, facts, aside);
  const counted: Counted = 'calls';
  return {
    slice: sliceOf(facts, aside, { thresholds, teams, country, regions, clientOf, now, counted }),
    teams: teams.names,
    figures: figuresOf(facts, thresholds),
  };
}
