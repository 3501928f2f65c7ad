import type { FactReader } from '../ports/facts.js';
import type { ReportOfFigures } from './catalogue/report.js';
import type { KeptDays } from './days/kept-days.js';
import { readDays } from './days/read-days.js';
import { isOfFigures, rowsAskedBy } from './figures/asked-rows.js';
import { FiguresOfDays, isLeftByDays } from './figures/figures-of-days.js';
import type { KnownNames } from './known-names.js';
import { nameOfReading, readPeriod, type Reading } from './read-period.js';
import type { ReportBody } from './report-document.js';
import { notesOf, timeNotesFor } from './report-notes.js';
import { periodOf } from './report-period.js';
import { aroundOf, type ReportRequest } from './report-request.js';
import { isUnnarrowed } from './slicing/filters.js';

/** A report whose figures are settled from what days have left. */
export type RequestOfDays = ReportRequest & { readonly report: ReportOfFigures; readonly kept: KeptDays };

/** Whether the report can be told from what days have left: in rows of days or longer, narrowed to nothing, by the plans' own rules. */
export function isFromDays(request: ReportRequest): request is RequestOfDays {
  const { report, kept, filters, withinMs, interval } = request;
  if (kept === undefined || withinMs !== null || !isOfFigures(report)) return false;
  if (interval === '15min' || interval === 'hour' || !isUnnarrowed(filters)) return false;
  const asked = rowsAskedBy(report, { ...NOTHING_LEFT_OUT, interval, around: aroundOf(request, new Map()) });
  return asked.every(({ columns }) => columns.every(isLeftByDays));
}

/** The tables of the report, and what is said of them. */
export async function bodyFromDays(
  reader: FactReader,
  request: RequestOfDays,
  names: KnownNames,
  reading: Reading,
): Promise<ReportBody> {
  const { report, zone, language, days, interval, kept, now } = request;
  const period = periodOf(days, zone);
  const around = aroundOf(request, names.agentNames);
  const asked = rowsAskedBy(report, { ...NOTHING_LEFT_OUT, interval, around });
  const read = await readDays(reader, period, asked, around, {
    ...{ kept, now },
    reading: nameOfReading(kept.program, zone, reading),
    readDay: (day) => readPeriod(reader, day, reading),
  });
  const figures = new FiguresOfDays(read.days, around);
  const context = { ...NOTHING_LEFT_OUT, figures, around, interval };
  const { checks, unknownEnds, bounds, numbers, open } = read;
  return {
    notes: [
      ...notesOf(open, [], request),
      ...(await timeNotesFor(reader, { ...request, zone, language }, { looksBackTo: period.from, numbers })),
    ],
    tables: report.tables(context),
    charts: report.charts(context),
    ...{ checks, unknownEnds, bounds, gaps: await reader.gaps(period) },
  };
}

const NOTHING_LEFT_OUT = { without: [] } as const;
