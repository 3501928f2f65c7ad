import { buildReport } from '../../src/reports/build-report.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { CATALOGUE, type ReportName } from '../../src/reports/catalogue/all.js';
import { localDay } from '../../src/reports/local-day.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import type { Value } from '../../src/reports/table.js';
import { readerOf, type Facts } from './day-of-calls.js';

export const ZONE = 'Europe/Sofia';
export const HOUR = 3_600_000;
/** The second of these days has 23 hours. */
export const [FIRST, SECOND] = ['2026-03-28', '2026-03-29'];
export const BOTH = { from: localDay(FIRST, ZONE).from, to: localDay(SECOND, ZONE).to };

/** A report of the catalogue over both days. */
export function build(
  facts: Facts,
  name: ReportName,
  change: Partial<ReportRequest> = {},
): Promise<ReportDocument> {
  return buildReport(readerOf(facts), {
    ...{
      name,
      report: CATALOGUE[name],
      days: { from: FIRST, to: SECOND },
      zone: ZONE,
      language: 'en' as const,
    },
    ...{ interval: null, filters: NO_FILTERS, against: null, longMs: 600_000, withinMs: null },
    sample: { seed: null, share: 0.02 },
    standard: 7,
    now: BOTH.to,
    ...change,
  });
}

/** What stands in a cell: one number or text, or the two numbers of a ratio. */
export function numbersOf(value: Value): (number | string | null)[] {
  return 'ratio' in value ? [value.ratio.numerator, value.ratio.denominator] : [value.value];
}
