import type { ReportDocument } from '../report-document.js';
import { terminalSafe, textTable, type TextColumn } from '../text-table.js';
import type { Column, Table } from '../table.js';
import { checkRows, headOf } from './head.js';
import { shown } from './values.js';

const NAME_WIDTH = 32;
const MARK = ' !';

/** The report for a terminal; ends with a line feed. */
export function renderTerminal(report: ReportDocument): string {
  const head = headOf(report);
  const lines = [
    ...(head.alarm === null ? [] : [head.alarm]),
    terminalSafe(`${report.title}: ${head.period}`),
    ...head.lines.map(terminalSafe),
    ...report.tables.flatMap((table) => ['', terminalSafe(table.title), ...tableLines(table, report)]),
    '',
    { en: 'Checks', ru: 'Проверки' }[report.language],
    ...textTable(CHECK_COLUMNS, checkRows(report)).slice(1).map(indented),
  ];
  return `${lines.join('\n')}\n`;
}

const CHECK_COLUMNS: readonly TextColumn[] = [
  { heading: '', align: 'left' },
  { heading: '', align: 'left' },
  { heading: '', align: 'right' },
  { heading: '', align: 'left' },
];

function tableLines({ columns, rows, total }: Table, report: ReportDocument): string[] {
  if (rows.length === 0 && total === null) return [indented('—')];
  const all = total === null ? rows : [...rows, total];
  const cells = all.map((row) =>
    row.map(
      ({ value, mark }) => `${shown(value, report.zone, report.language)}${mark === 'flagged' ? MARK : ''}`,
    ),
  );
  return textTable(columns.map(columnOf), cells).map(indented);
}

function columnOf({ label, unit }: Column): TextColumn {
  const isName = unit === 'text' || unit === 'phone';
  return isName ? { heading: label, align: 'left', most: NAME_WIDTH } : { heading: label, align: 'right' };
}

function indented(line: string): string {
  return `  ${line}`;
}
