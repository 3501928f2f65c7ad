import writeXlsxFile, { type Row, type Sheet } from 'write-excel-file/node';
import { localTime } from '../../core/calendar.js';
import { duration } from '../formats.js';
import type { ReportDocument } from '../report-document.js';
import { numberOf, type Cell, type Column, type Table } from '../table.js';
import { checkRows, headOf } from './head.js';
import type { Picture } from './picture.js';

const MS_A_DAY = 86_400_000;
const LONGEST_SHEET_NAME = 31;
const WIDEST = 40;
/** A picture as wide as on a page, and how many rows of a usual height are below its top and the next one's. */
const PICTURE = { width: 860, dpi: 96, rows: 18 } as const;

/**
 * The report as a workbook: a sheet per table with a header that stays, one with its pictures where it has some, and one
 * with what proves it. Counts are numbers, durations times of day, shares percentages, instants dates as the clock of the
 * report's zone shows them; telephone numbers are text.
 */
export async function renderXlsx(report: ReportDocument, pictures: readonly Picture[]): Promise<Buffer> {
  const names = sheetNames(report, pictures);
  const sheets = report.tables.map((table, index): Sheet<Buffer> => ({
    data: [
      table.columns.map(headingOf),
      ...table.rows.map((row) => row.map((cell) => cellOf(cell, report.zone, 'plain'))),
      ...(table.total === null ? [] : [table.total.map((cell) => cellOf(cell, report.zone, 'bold'))]),
    ],
    sheet: names[index] ?? '',
    stickyRowsCount: 1,
    columns: table.columns.map((column, at) => ({ width: widthOf(table, column, at) })),
  }));
  const charts = pictures.length === 0 ? [] : [chartsOf(report, pictures, names.at(-2) ?? '')];
  return writeXlsxFile([...sheets, ...charts, checksOf(report, names.at(-1) ?? '')]).toBuffer();
}

/** The pictures one below the other. */
function chartsOf(report: ReportDocument, pictures: readonly Picture[], name: string): Sheet<Buffer> {
  const { width, dpi, rows } = PICTURE;
  return {
    data: [[{ value: report.title, type: String, fontWeight: 'bold' }]],
    sheet: name,
    images: pictures.map(({ png, heightOfWidth }, index) => ({
      ...{ content: png, contentType: 'image/png', width, height: Math.round(width * heightOfWidth), dpi },
      anchor: { row: 3 + index * rows, column: 1 },
      title: report.charts[index]?.title ?? '',
    })),
  };
}

type XlsxCell = Exclude<Row[number], string | number | boolean | Date | null | undefined>;

function headingOf({ label, unit }: Column): XlsxCell {
  const align = unit === 'text' || unit === 'phone' ? 'left' : 'right';
  return { value: label, type: String, fontWeight: 'bold', backgroundColor: '#EEF1F5', align, wrap: true };
}

function cellOf({ value, mark }: Cell, zone: string, weight: 'bold' | 'plain'): XlsxCell {
  const style = {
    ...(mark === 'flagged' ? { backgroundColor: '#FDE2DD', textColor: '#9C1C0A' } : {}),
    ...(weight === 'bold' ? { fontWeight: weight } : {}),
  };
  if (value.unit === 'text') return { value: value.value, type: String, ...style };
  if (value.unit === 'phone') return { value: value.value ?? '', type: String, ...style };
  const number = numberOf(value);
  if (number === null) return { value: '—', type: String, align: 'right', ...style };
  switch (value.unit) {
    case 'count':
      return { value: number, type: Number, format: '0', ...style };
    case 'score':
      return { value: number, type: Number, format: '0.00', ...style };
    case 'share':
    case 'change':
      return { value: number, type: Number, format: '0.0%', ...style };
    case 'duration':
    case 'mean':
      // A spreadsheet shows no time below zero.
      if (number < 0) return { value: duration(number), type: String, align: 'right', ...style };
      return { value: number / MS_A_DAY, type: Number, format: '[h]:mm:ss', ...style };
    case 'instant':
      return { value: wallDate(number, zone), type: Date, format: 'yyyy-mm-dd hh:mm', ...style };
  }
}

/** A workbook has no time zones: the date whose UTC reading is what the wall clock showed. */
function wallDate(at: number, zone: string): Date {
  const { date, minute } = localTime(zone, at);
  return new Date(Date.parse(`${date}T00:00:00Z`) + minute * 60_000 + (at % 60_000));
}

function widthOf({ rows }: Table, { label, unit }: Column, at: number): number {
  if (unit === 'instant') return 18;
  const longest = rows.reduce((most, row) => {
    const value = row[at]?.value;
    return value?.unit === 'text' || value?.unit === 'phone'
      ? Math.max(most, value.value?.length ?? 0)
      : most;
  }, label.length);
  return Math.min(WIDEST, Math.max(10, longest + 2));
}

function checksOf(report: ReportDocument, name: string): Sheet<Buffer> {
  const head = headOf(report);
  const lines = [...(head.alarm === null ? [] : [head.alarm]), report.title, head.period, ...head.lines];
  const rows = checkRows(report).map((row) => row.map((value): XlsxCell => ({ value, type: String })));
  return {
    data: [...lines.map((value): Row => [{ value, type: String, fontWeight: 'bold' }]), [], ...rows],
    sheet: name,
    columns: [{ width: 12 }, { width: 60 }, { width: 24 }, { width: 40 }],
  };
}

/** A name per table, for the pictures, and for the checks: short, without what Excel forbids, each once. */
function sheetNames(report: ReportDocument, pictures: readonly Picture[]): string[] {
  const wanted = [
    ...report.tables.map(({ title }) => title),
    ...(pictures.length === 0 ? [] : [{ en: 'Charts', ru: 'Графики' }[report.language]]),
    { en: 'Checks', ru: 'Проверки' }[report.language],
  ];
  const names: string[] = [];
  for (const title of wanted) {
    const name = title
      .replace(/[\\/?*[\]:]/g, ' ')
      .slice(0, LONGEST_SHEET_NAME - 3)
      .trim();
    names.push(names.includes(name) ? `${name} ${names.length + 1}` : name);
  }
  return names;
}
