import type { Period } from '../../ports/facts.js';
import { CATALOGUE, REPORT_NAMES } from '../catalogue/all.js';
import type { CatalogueReport } from '../catalogue/report.js';
import { isOfFigures, nameOfAsked, rowsAskedBy } from '../figures/asked-rows.js';
import { isLeftByDays, type NarrowRowsAsked } from '../figures/figures-of-days.js';
import type { Surroundings } from '../slicing/dimensions.js';

/** What is asked does not depend on when. */
const ANY_DAY: Period = { from: 0, to: 86_400_000 };

/**
 * All that reports of the catalogue, and these others, ask of a day when they are narrowed to nothing: each question once, as
 * far as days can leave an answer. Pure.
 */
export function usualQuestions(others: readonly CatalogueReport[]): readonly NarrowRowsAsked[] {
  const asked = new Map<string, NarrowRowsAsked>();
  const reports = [...REPORT_NAMES.map((name): CatalogueReport => CATALOGUE[name]), ...others];
  for (const report of reports.filter(isOfFigures))
    for (const interval of [null, 'day'] as const)
      for (const each of rowsAskedBy(report, { around: AROUND, interval, without: [] }))
        if (each.columns.every(isLeftByDays)) asked.set(nameOfAsked(each), each);
  return [...asked.values()];
}

const AROUND: Surroundings = {
  ...{ zone: 'UTC', language: 'en', interval: 'day', intervals: [ANY_DAY], hours: [ANY_DAY] },
  agentNames: new Map(),
};
