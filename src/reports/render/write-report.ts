import type { Chart } from '../charts/chart.js';
import { drawSvg, HEIGHT_OF_WIDTH } from '../charts/draw.js';
import { rasterised } from '../charts/raster.js';
import type { ReportDocument } from '../report-document.js';
import { ReportFault } from '../report-fault.js';
import { renderReportCsv } from './csv.js';
import { renderHtml } from './html.js';
import { renderJson } from './json.js';
import { renderPdf, type Picture } from './pdf.js';
import { renderTerminal } from './terminal.js';
import { renderXlsx } from './xlsx.js';

/** What a report can be written as. */
export const FORMATS = ['table', 'csv', 'json', 'html', 'xlsx', 'pdf', 'svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** The report in a format. Throws a ReportFault where it has no picture. */
export async function writeReport(
  report: ReportDocument,
  { format, bom }: { readonly format: Format; readonly bom: 'with' | 'without' },
): Promise<string | Buffer> {
  switch (format) {
    case 'table':
      return renderTerminal(report);
    case 'csv':
      return renderReportCsv(report, { bom });
    case 'json':
      return renderJson(report);
    case 'html':
      return renderHtml(report, await Promise.all(report.charts.map(drawSvg)));
    case 'xlsx':
      return renderXlsx(report);
    case 'pdf':
      return renderPdf(report, await Promise.all(report.charts.map(pictureForPaper)));
    case 'svg':
      return pictureOf(report);
    case 'png':
      return rasterised(await pictureOf(report));
  }
}

async function pictureForPaper(chart: Chart): Promise<Picture> {
  return { png: rasterised(await drawSvg(chart)), heightOfWidth: HEIGHT_OF_WIDTH };
}

async function pictureOf(report: ReportDocument): Promise<string> {
  const [chart] = report.charts;
  if (chart !== undefined) return drawSvg(chart);
  throw new ReportFault(
    `The report ${report.name} has no picture; right would be summary, calls, agents or heat-map.`,
  );
}
