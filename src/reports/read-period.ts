import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import type { ReadPeriod } from './caller-search.js';
import { figuresOf, versionsOf } from './daily-report.js';
import { readDayFacts } from './day-facts.js';
import type { Counted } from './slicing/items.js';
import { readAside, sliceOf } from './slicing/read-slice.js';
import { allWithin, readThresholds, type ThresholdsOf } from './thresholds.js';

/** How facts are read. */
export interface Reading {
  /** ISO 3166: where numbers without a country code are from; null: nobody knows. */
  readonly country: string | null;
  /** Who stands behind a number in E.164, for counting. */
  readonly clientOf: (normal: string) => string;
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
  readonly now: Instant;
}

/** Reads everything of a period. */
export async function readPeriod(
  reader: FactReader,
  period: Period,
  { country, clientOf, withinMs, now }: Reading,
): Promise<ReadPeriod> {
  const facts = await readDayFacts(reader, period, now);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds: ThresholdsOf = withinMs === null ? planned : allWithin(withinMs, planned);
  const aside = await readAside(reader, period, facts, now);
  const counted: Counted = 'calls';
  return {
    slice: sliceOf(facts, aside, { thresholds, country, clientOf, now, counted }),
    figures: figuresOf(facts, thresholds),
  };
}
