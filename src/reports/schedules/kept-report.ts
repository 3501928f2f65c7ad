import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ReportDocument } from '../report-document.js';
import { ReportFault } from '../report-fault.js';

/** What goes into one statement: MariaDB takes 16 MB where nothing is set. */
const LONGEST_CONTENT = 12_000_000;

/** A report as text for the database: packed, so that it can be made into the same files at any time. */
export function contentOf(report: ReportDocument): { readonly content: string; readonly hash: string } {
  const text = JSON.stringify(report);
  const content = gzipSync(text).toString('base64');
  if (content.length > LONGEST_CONTENT) {
    const rows = rowsOf(report);
    throw new ReportFault(
      `The report ${report.name} has ${rows} rows: too many to be sent. Right would be a shorter period, a filter, or ` +
        'rows by queue or day instead of every call.',
    );
  }
  return { content, hash: createHash('sha256').update(text).digest('hex') };
}

/** The report that was kept. */
export function reportOf(content: string): ReportDocument {
  return JSON.parse(gunzipSync(Buffer.from(content, 'base64')).toString()) as ReportDocument;
}

/** The rows of all its tables. */
export function rowsOf({ tables }: ReportDocument): number {
  return tables.reduce((sum, { rows }) => sum + rows.length, 0);
}
