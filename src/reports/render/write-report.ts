import { drawSvg, HEIGHT_OF_WIDTH } from '../charts/draw.js';
import { rasterised } from '../charts/raster.js';
import type { ReportDocument } from '../report-document.js';
import { ReportFault } from '../report-fault.js';
import { renderTableCsv } from './csv.js';
import { renderHtml } from './html.js';
import { renderJson } from './json.js';
import { renderPdf } from './pdf.js';
import type { Picture } from './picture.js';
import { renderTerminal } from './terminal.js';
import { renderXlsx } from './xlsx.js';

/** What a report can be written as. */
export const FORMATS = ['table', 'csv', 'json', 'html', 'xlsx', 'pdf', 'svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** One file of a report. */
export interface ReportPart {
  /** The table that it holds; null: the whole report. */
  readonly table: string | null;
  /** What it is called behind the name of the report's files: `.agents`; nothing where one would look for the report. */
  readonly suffix: string;
  readonly content: string | Buffer;
}

/**
 * The report in a format, in as many files as that takes: a CSV file has one heading and rows as wide as it, so each table
 * has its own. Throws a ReportFault where the report has no picture.
 */
export async function writeParts(
  report: ReportDocument,
  { format, bom }: { readonly format: Format; readonly bom: 'with' | 'without' },
): Promise<readonly ReportPart[]> {
  if (format !== 'csv') return [{ table: null, suffix: '', content: await writeReport(report, { format }) }];
  if (report.tables.length === 0) return [{ table: null, suffix: '', content: '' }];
  return report.tables.map((table) => ({
    table: table.name,
    suffix: table.name === report.name ? '' : `.${table.name}`,
    content: renderTableCsv(table, { bom }),
  }));
}

/** The report in a format that holds all of it. Throws a ReportFault where it has no picture. */
export async function writeReport(
  report: ReportDocument,
  { format }: { readonly format: Exclude<Format, 'csv'> },
): Promise<string | Buffer> {
  switch (format) {
    case 'table':
      return renderTerminal(report);
    case 'json':
      return renderJson(report);
    case 'html':
      return renderHtml(report, await Promise.all(report.charts.map(drawSvg)));
    case 'xlsx':
      return renderXlsx(report, await picturesOf(report));
    case 'pdf':
      return renderPdf(report, await picturesOf(report));
    case 'svg':
      return pictureOf(report);
    case 'png':
      return rasterised(await pictureOf(report));
  }
}

function picturesOf({ charts }: ReportDocument): Promise<readonly Picture[]> {
  return Promise.all(
    charts.map(async (chart) => ({ png: rasterised(await drawSvg(chart)), heightOfWidth: HEIGHT_OF_WIDTH })),
  );
}

async function pictureOf(report: ReportDocument): Promise<string> {
  const [chart] = report.charts;
  if (chart !== undefined) return drawSvg(chart);
  throw new ReportFault(
    `The report ${report.name} has no picture; right would be summary, calls, agents or heat-map.`,
  );
}
