import type { ReportDocument } from '../report-document.js';
import type { Cell, Column, Table } from '../table.js';
import { checkRows, headOf } from './head.js';
import { fittingWidths, linesOf, type Measure, type Wish } from './page-layout.js';
import type { Picture } from './picture.js';
import {
  contentWidth,
  loadPdf,
  MARGIN,
  Pages,
  type Orientation,
  type Paper,
  type Weight,
} from './pdf-page.js';
import { shown } from './values.js';

/** A table of more rows is for programs: the file would have a hundred pages. */
const MOST_ROWS = 2_000;
/** So many rows say how wide a column is. */
const MEASURED_ROWS = 300;
const WIDEST_TEXT = 190;
const PAD = 3;
const FLAG = { ground: '#fde2dd', ink: '#9c1c0a' } as const;
const HEADING = '#eef1f5';
const LINE = '#d9dee4';
const TOTAL_LINE = '#333f4d';
const SIZES = [8, 7, 6] as const;

/** The report as pages for paper: pictures, tables whose heading stands on every page, checks, and numbers of pages. */
export async function renderPdf(report: ReportDocument, pictures: readonly Picture[]): Promise<Buffer> {
  const Library = await loadPdf();
  const open = (layout: Orientation): PDFKit.PDFDocument =>
    new Library({
      ...{ size: 'A4', layout, margin: 0, bufferPages: true, pdfVersion: '1.7', lang: report.language },
      info: { Title: report.title, Creator: 'Callplane', CreationDate: new Date(report.madeAt) },
    });
  let pdf = open('portrait');
  writeOnto((orientation) => new Pages((pdf = open(orientation)), orientation), report, pictures);
  const bytes = bytesOf(pdf);
  pdf.end();
  return bytes;
}

/** Writes the report onto paper, across where a table is too wide for it upright; the paper that was written. */
export function writeOnto<Kind extends Paper>(
  paperOf: (orientation: Orientation) => Kind,
  report: ReportDocument,
  pictures: readonly Picture[],
): Kind {
  const tables = report.tables.map((table) => textsOf(table, report));
  const { orientation, size } = layoutOf(tables, paperOf('portrait'));
  const paper = paperOf(orientation);
  writeHead(paper, report);
  for (const { png, heightOfWidth } of pictures) paper.picture(png, heightOfWidth);
  for (const table of tables) writeTable(paper, table, size);
  writeTable(paper, checksOf(report), size);
  paper.number(report.title);
  return paper;
}

function bytesOf(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.on('error', reject);
  });
}

/** A table as it is written: texts, and which of them are flagged. */
interface Written {
  readonly title: string;
  readonly headings: readonly string[];
  readonly sides: readonly ('left' | 'right')[];
  readonly rows: readonly (readonly WrittenCell[])[];
  readonly total: readonly WrittenCell[] | null;
}

interface WrittenCell {
  readonly text: string;
  readonly isFlagged: boolean;
}

function textsOf({ title, columns, rows, total }: Table, { zone, language }: ReportDocument): Written {
  const textOf = ({ value, mark }: Cell): WrittenCell => ({
    text: shown(value, zone, language),
    isFlagged: mark === 'flagged',
  });
  const said = {
    en: `${title}: the first ${MOST_ROWS} of ${rows.length} rows; CSV and XLSX have all`,
    ru: `${title}: первые ${MOST_ROWS} строк из ${rows.length}; в CSV и XLSX есть все`,
  }[language];
  return {
    title: rows.length > MOST_ROWS ? said : title,
    headings: columns.map(({ label }) => label),
    sides: columns.map(sideOf),
    rows: rows.slice(0, MOST_ROWS).map((row) => row.map(textOf)),
    total: total === null ? null : total.map(textOf),
  };
}

function sideOf({ unit }: Column): 'left' | 'right' {
  return unit === 'text' || unit === 'phone' ? 'left' : 'right';
}

function checksOf(report: ReportDocument): Written {
  const rows = checkRows(report).map((texts, index) =>
    texts.map((text) => ({ text, isFlagged: report.checks[index]?.holds !== true })),
  );
  return {
    title: { en: 'Checks', ru: 'Проверки' }[report.language],
    headings: ['', '', '', ''],
    sides: ['left', 'left', 'left', 'left'],
    rows,
    total: null,
  };
}

/** Upright where every table fits so, else across; the largest letters with which that is so. */
function layoutOf(
  tables: readonly Written[],
  pages: Paper,
): { readonly orientation: Orientation; readonly size: number } {
  for (const size of SIZES) {
    const widest = Math.max(
      0,
      ...tables.map((table) => wishesOf(table, pages, size).reduce((sum, { width }) => sum + width, 0)),
    );
    if (size === SIZES[0] && widest <= contentWidth('portrait')) return { orientation: 'portrait', size };
    if (widest <= contentWidth('landscape')) return { orientation: 'landscape', size };
  }
  return { orientation: 'landscape', size: SIZES[SIZES.length - 1] ?? 6 };
}

function wishesOf({ headings, sides, rows, total }: Written, pages: Paper, size: number): readonly Wish[] {
  const [plain, bold] = [pages.measure('plain', size), pages.measure('bold', size)];
  return headings.map((heading, index) => {
    const words = heading.split(' ').map(bold);
    const cells = rows.slice(0, MEASURED_ROWS).map((row) => widthOfCell(row[index], plain, bold));
    const last = total === null ? 0 : bold(total[index]?.text ?? '');
    const width = 2 * PAD + Math.max(10, last, ...words, ...cells);
    return sides[index] === 'left'
      ? { width: Math.min(WIDEST_TEXT, width), breaks: 'anywhere-needed' }
      : { width, breaks: 'never' };
  });
}

function widthOfCell(cell: WrittenCell | undefined, plain: Measure, bold: Measure): number {
  if (cell === undefined) return 0;
  return cell.isFlagged ? bold(cell.text) : plain(cell.text);
}

function writeHead(pages: Paper, report: ReportDocument): void {
  const head = headOf(report);
  const paragraph = (text: string, weight: Weight, size: number, colour?: string): void => {
    for (const line of linesOf(text, pages.width, pages.measure(weight, size))) {
      if (!pages.fits(size * 1.4)) pages.turn();
      const style = { weight, size, ...(colour === undefined ? {} : { colour }) };
      pages.write(line, { x: MARGIN, y: pages.y, side: 'left' }, style);
      pages.y += size * 1.4;
    }
  };
  if (head.alarm !== null) paragraph(head.alarm, 'bold', 10, FLAG.ink);
  paragraph(report.title, 'bold', 15);
  for (const line of [report.about, head.period, ...head.lines]) paragraph(line, 'plain', 8);
  pages.y += 8;
}

function writeTable(pages: Paper, table: Written, size: number): void {
  const widths = fittingWidths(wishesOf(table, pages, size), pages.width);
  const rowOf = (cells: readonly WrittenCell[], weight: Weight): Row => ({
    ...{ weight, ground: weight === 'bold' ? HEADING : null, line: LINE },
    cells: cells.map(({ text, isFlagged }, index) => ({
      isFlagged,
      lines: linesOf(
        text,
        (widths[index] ?? 0) - 2 * PAD + 0.01,
        pages.measure(isFlagged ? 'bold' : weight, size),
      ),
    })),
  });
  const writer = new RowWriter(pages, widths, table.sides, size);
  const heading = rowOf(
    table.headings.map((text) => ({ text, isFlagged: false })),
    'bold',
  );
  const isHeaded = table.headings.some((text) => text !== '');
  const title = size + 8;
  if (!pages.fits(title + writer.heightOf(heading) + 2 * size * 1.6)) pages.turn();
  pages.write(table.title, { x: MARGIN, y: pages.y + 3, side: 'left' }, { weight: 'bold', size: size + 2 });
  pages.y += title;
  const headings = isHeaded ? [heading] : [];
  for (const row of headings) writer.write(row);
  for (const cells of table.rows) writer.writeBelow(headings, rowOf(cells, 'plain'));
  if (table.total !== null)
    writer.writeBelow(headings, { ...rowOf(table.total, 'bold'), ground: null, line: TOTAL_LINE });
  pages.y += 10;
}

interface Row {
  readonly weight: Weight;
  readonly ground: string | null;
  /** Colour of what stands between it and what is above it. */
  readonly line: string;
  readonly cells: readonly { readonly isFlagged: boolean; readonly lines: readonly string[] }[];
}

class RowWriter {
  readonly #step: number;

  constructor(
    private readonly pages: Paper,
    private readonly widths: readonly number[],
    private readonly sides: readonly ('left' | 'right')[],
    private readonly size: number,
  ) {
    this.#step = size * 1.25;
  }

  heightOf({ cells }: Row): number {
    return Math.max(1, ...cells.map(({ lines }) => lines.length)) * this.#step + 2 * PAD;
  }

  /** On the next page, below the headings again, where it does not fit on this one; what is too high for any is cut. */
  writeBelow(headings: readonly Row[], row: Row): void {
    if (!this.pages.fits(this.heightOf(row))) {
      this.pages.turn();
      for (const heading of headings) this.write(heading);
    }
    const fitting = Math.max(1, Math.floor((this.pages.height * 0.7) / this.#step));
    const cells = row.cells.map(({ lines, isFlagged }) => ({
      isFlagged,
      lines: lines.length <= fitting ? lines : [...lines.slice(0, fitting - 1), '…'],
    }));
    this.write({ ...row, cells });
  }

  write(row: Row): void {
    const { pages, size } = this;
    const [height, y] = [this.heightOf(row), pages.y];
    const width = this.widths.reduce((sum, each) => sum + each, 0);
    if (row.ground !== null) pages.fill(MARGIN, y, width, height, row.ground);
    let x = MARGIN;
    row.cells.forEach(({ lines, isFlagged }, index) => {
      const own = this.widths[index] ?? 0;
      const side = this.sides[index] ?? 'left';
      if (isFlagged) pages.fill(x, y, own, height, FLAG.ground);
      const style = isFlagged
        ? ({ weight: 'bold', size, colour: FLAG.ink } as const)
        : { weight: row.weight, size };
      lines.forEach((line, at) => {
        const place = { x: side === 'left' ? x + PAD : x + own - PAD, y: y + PAD + at * this.#step, side };
        pages.write(line, place, style);
      });
      x += own;
    });
    pages.rule(y, width, row.line);
    pages.y += height;
  }
}
