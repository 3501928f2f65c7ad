import type { ReportDocument } from '../report-document.js';
import type { Cell, Column, Table } from '../table.js';
import { checkRows, headOf } from './head.js';
import { shown } from './values.js';

/*
 * Mail programs drop style sheets, classes and everything newer than tables; so each cell carries its own style, and
 * every colour is said twice (Outlook reads bgcolor).
 */
const FONT = "font-family:'DejaVu Sans',Verdana,Arial,sans-serif;";
const CELL = `${FONT}font-size:13px;line-height:18px;padding:4px 8px;border-bottom:1px solid #d9dee4;`;
const HEADING = `${CELL}background-color:#eef1f5;color:#333f4d;font-weight:bold;vertical-align:bottom;`;
const TOTAL = `${CELL}border-top:2px solid #333f4d;font-weight:bold;`;
const FLAG = 'background-color:#fde2dd;color:#9c1c0a;font-weight:bold;';

/** The report as one page that needs nothing else: for mail, for the screen and for paper. `pictures` are SVG. */
export function renderHtml(report: ReportDocument, pictures: readonly string[]): string {
  const head = headOf(report);
  const alarm =
    head.alarm === null
      ? ''
      : `<p style="${FONT}font-size:15px;padding:8px;${FLAG}">${escaped(head.alarm)}</p>\n`;
  const lines = head.lines.map((line) => `${escaped(line)}<br>`).join('\n');
  return `<!DOCTYPE html>
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(report.title)}</title>
<style>
@page { size: A4 landscape; margin: 12mm }
@media print { thead { display: table-header-group } tr, svg { break-inside: avoid } }
</style>
</head>
<body style="margin:0;padding:16px;background-color:#ffffff;color:#1d2530;">
${alarm}<h1 style="${FONT}font-size:20px;margin:0 0 4px;">${escaped(report.title)}</h1>
<p style="${FONT}font-size:13px;color:#56616e;margin:0 0 12px;">${escaped(report.about)}<br>${escaped(head.period)}</p>
<p style="${FONT}font-size:13px;margin:0 0 12px;">${lines}</p>
${pictures.map((picture) => `<div style="margin:0 0 16px;">${picture}</div>`).join('\n')}
${report.tables.map((table) => tableOf(table, report)).join('\n')}
${checksOf(report)}
</body>
</html>
`;
}

function tableOf({ title, columns, rows, total }: Table, report: ReportDocument): string {
  const headings = columns.map(
    (column) => `<th${sideOf(column)} style="${HEADING}">${escaped(column.label)}</th>`,
  );
  const bodies = rows.map((row) => rowOf(row, columns, CELL, report));
  const last = total === null ? '' : rowOf(total, columns, TOTAL, report);
  return `${subheading(title)}
<table border="0" cellspacing="0" cellpadding="0" style="border-collapse:collapse;margin:0 0 20px;">
<thead><tr>${headings.join('')}</tr></thead>
<tbody>
${[...bodies, last].join('\n')}
</tbody>
</table>`;
}

function rowOf(
  row: readonly Cell[],
  columns: readonly Column[],
  style: string,
  report: ReportDocument,
): string {
  const cells = row.map(({ value, mark }, index) => {
    const column = columns[index];
    const own = `${style}white-space:nowrap;${mark === 'flagged' ? FLAG : ''}`;
    const colour = mark === 'flagged' ? ' bgcolor="#fde2dd"' : '';
    const side = column === undefined ? '' : sideOf(column);
    return `<td${side}${colour} style="${own}">${escaped(shown(value, report.zone, report.language))}</td>`;
  });
  return `<tr>${cells.join('')}</tr>`;
}

function checksOf(report: ReportDocument): string {
  const rows = checkRows(report).map((texts, index) => {
    const flag = report.checks[index]?.holds === true ? '' : FLAG;
    return `<tr>${texts.map((text) => `<td style="${CELL}${flag}">${escaped(text)}</td>`).join('')}</tr>`;
  });
  return `${subheading({ en: 'Checks', ru: 'Проверки' }[report.language])}
<table border="0" cellspacing="0" cellpadding="0" style="border-collapse:collapse;">
${rows.join('\n')}
</table>`;
}

function subheading(text: string): string {
  return `<h2 style="${FONT}font-size:15px;margin:16px 0 6px;">${escaped(text)}</h2>`;
}

function sideOf({ unit }: Column): string {
  return unit === 'text' || unit === 'phone' ? ' align="left"' : ' align="right"';
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
