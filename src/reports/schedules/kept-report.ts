import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ReportDocument } from '../report-document.js';
import { ReportFault } from '../report-fault.js';
import type { Table } from '../table.js';

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

/** What is kept of a report, as text. */
export function textOf(content: string): string {
  return gunzipSync(Buffer.from(content, 'base64')).toString();
}

/** The report that was kept. What a version before has kept has tables without names: they are given some. */
export function reportOf(content: string): ReportDocument {
  const report = JSON.parse(textOf(content)) as KeptReport;
  const tables = report.tables.map((table, index) => ({
    ...table,
    name: table.name ?? (index === 0 ? report.name : `table-${index + 1}`),
  }));
  return { ...report, tables };
}

type KeptReport = Omit<ReportDocument, 'tables'> & {
  readonly tables: readonly (Omit<Table, 'name'> & Partial<Pick<Table, 'name'>>)[];
};

/** The rows of all its tables. */
export function rowsOf({ tables }: ReportDocument): number {
  return tables.reduce((sum, { rows }) => sum + rows.length, 0);
}
