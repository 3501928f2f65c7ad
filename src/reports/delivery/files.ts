import { zipSync } from 'fflate';
import type { Instant } from '../../core/signal.js';
import type { Attachment } from '../../ports/mail.js';
import { localDate } from '../local-day.js';
import { writeParts } from '../render/write-report.js';
import type { ReportDocument } from '../report-document.js';
import type { FileFormat } from '../schedules/schedule.js';

const TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
};

/** The first and the last day of a report, `2026-03-02` or `2026-03-02–2026-03-08`. */
export function periodText({ period, zone }: ReportDocument): string {
  const [first, last] = [localDate(period.from, zone), localDate(period.to - 1, zone)];
  return first === last ? first : `${first}–${last}`;
}

/**
 * The report as files, usable as they are: CSV with a byte order mark, by which spreadsheets know Cyrillic, and a file for
 * each table (`NAME.agents.csv`; NAME.csv is the table that is called as the report). `name`: see `fileNameOf`.
 */
export async function filesOf(
  report: ReportDocument,
  name: string,
  formats: readonly FileFormat[],
): Promise<Attachment[]> {
  const files: Attachment[] = [];
  for (const format of formats) {
    for (const { suffix, content } of await writeParts(report, { format, bom: 'with' }))
      files.push({ name: `${name}${suffix}.${format}`, type: TYPES[format], content: Buffer.from(content) });
  }
  return files;
}

/** How the files of a run are called: `client-daily-2026-03-02`, `…-corrected`. */
export function fileNameOf(schedule: string, report: ReportDocument, edition: number): string {
  return `${schedule}-${periodText(report).replace('–', '_')}${edition === 0 ? '' : '-corrected'}`;
}

/** All files in one, packed. `at`: their date inside it. */
export function zipped(files: readonly Attachment[], name: string, at: Instant): Attachment {
  const entries = Object.fromEntries(
    files.map((file) => [file.name, [file.content, { mtime: at }] as [Uint8Array, { mtime: number }]]),
  );
  return { name: `${name}.zip`, type: 'application/zip', content: Buffer.from(zipSync(entries)) };
}
