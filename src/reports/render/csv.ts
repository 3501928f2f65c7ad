import { numberOf, type Column, type Table, type Value } from '../table.js';
import { csvLine } from './csv-field.js';
import { isoTime } from './values.js';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as CSV (RFC 4180, UTF-8, CRLF), usable without re-formatting: one line of headings, then rows as wide as it; times
 * in ISO 8601 (UTC), durations in milliseconds, shares as fractions with their two numbers in columns beside, telephone
 * numbers as they are; the total is not among the rows. `bom`: a byte order mark in front, by which some spreadsheets know UTF-8.
 */
export function renderTableCsv(table: Table, options: { readonly bom: 'with' | 'without' }): string {
  const lines = linesOf(table);
  return options.bom === 'with' ? `${BYTE_ORDER_MARK}${lines}` : lines;
}

function linesOf({ columns, rows }: Table): string {
  const isRatio = columns.map((_, index) => rows.some((row) => isTwoNumbers(row[index]?.value)));
  const headings = columns.flatMap((column, index) => headingsOf(column, isRatio[index] === true));
  const lines = rows.map((row) =>
    row.flatMap((cell, index) => (isRatio[index] === true ? ratioFields(cell.value) : [field(cell.value)])),
  );
  return [headings, ...lines].map(csvLine).join('');
}

function isTwoNumbers(value: Value | undefined): boolean {
  return value?.unit === 'share' || value?.unit === 'mean' || value?.unit === 'score';
}

/** Units stand in the heading, so that a column is numbers only. */
function headingsOf({ key, unit }: Column, isRatio: boolean): string[] {
  const name = unit === 'duration' || unit === 'mean' ? `${key} (ms)` : key;
  return isRatio ? [name, `${key} numerator`, `${key} denominator`] : [name];
}

function ratioFields(value: Value): string[] {
  if (value.unit !== 'share' && value.unit !== 'mean' && value.unit !== 'score')
    return [field(value), '', ''];
  return [field(value), String(value.ratio.numerator), String(value.ratio.denominator)];
}

function field(value: Value): string {
  if (value.unit === 'text') return value.value;
  if (value.unit === 'phone') return value.value ?? '';
  const number = numberOf(value);
  if (number === null) return '';
  return value.unit === 'instant' ? isoTime(number) : String(number);
}
