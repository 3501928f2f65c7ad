import type { FactReader } from '../ports/facts.js';
import { bodyFromDays, isFromDays } from './body-from-days.js';
import { bodyFromFacts } from './body-from-facts.js';
import { knownNames } from './known-names.js';
import { legible } from './legible.js';
import { readingBy } from './read-period.js';
import type { ReportDocument } from './report-document.js';
import { narrowedBy } from './report-notes.js';
import { periodOf } from './report-period.js';
import type { ReportRequest } from './report-request.js';

/**
 * Reads and computes a report. Give it a reader that shows one moment. Throws a ReportFault when a name, a day or a zone
 * does not exist.
 */
export async function buildReport(reader: FactReader, request: ReportRequest): Promise<ReportDocument> {
  const { report, language, zone, days, filters, now } = request;
  const period = periodOf(days, zone);
  const names = await knownNames(reader, language);
  const reading = readingBy(names, request);
  const body = isFromDays(request)
    ? await bodyFromDays(reader, request, names, reading)
    : await bodyFromFacts(reader, request, names, reading);
  return legible({
    name: request.name,
    title: report.title[language],
    about: report.about[language],
    language,
    zone,
    period,
    interval: request.interval,
    madeAt: now,
    narrowed: narrowedBy(filters, language),
    ...body,
    balance: body.checks.every((check) => check.holds) ? 'balanced' : 'unbalanced',
  });
}
