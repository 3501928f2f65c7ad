import type { ReportDocument } from '../report-document.js';
import type { Cell, Column, Table, Value } from '../table.js';

const MASK = '***';
/** Shorter numbers are extensions and short codes: a part of them would be the whole. */
const SHORTEST_SHOWN_IN_PART = 9;
const SHOWN_DIGITS = 4;

/** The company's own number, which callers dialled: no other column is called so. */
const OWN_NUMBER = 'number';
/** What the caller's telephone company says he is called, and what somebody has written about the call. */
const PERSONAL = new Set(['name', 'conclusion']);

/** The same report without callers' numbers and names, and what was concluded of their calls: for people outside. Everything else stays as it is. */
export function maskedReport(report: ReportDocument): ReportDocument {
  return { ...report, tables: report.tables.map(maskedTable), notes: [...report.notes, noteOf(report)] };
}

/** `+79160000001` becomes `+7916***0001`; what is too short for that is hidden whole. */
export function maskedNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.length < SHORTEST_SHOWN_IN_PART) return MASK;
  const sign = number.trim().startsWith('+') ? '+' : '';
  return `${sign}${digits.slice(0, SHOWN_DIGITS)}${MASK}${digits.slice(-SHOWN_DIGITS)}`;
}

function noteOf({ language }: ReportDocument): string {
  return {
    en: "Callers' numbers are shown in part, their names and what was concluded of their calls not at all.",
    ru: 'Номера клиентов показаны частично, имена и выводы о звонках не показаны.',
  }[language];
}

function maskedTable(table: Table): Table {
  const mask = (row: readonly Cell[]): readonly Cell[] =>
    row.map((cell, index) => ({ ...cell, value: maskedValue(cell.value, table.columns[index]) }));
  return { ...table, rows: table.rows.map(mask), total: table.total === null ? null : mask(table.total) };
}

function maskedValue(value: Value, column: Column | undefined): Value {
  if (value.unit === 'phone' && column?.key !== OWN_NUMBER)
    return { unit: 'phone', value: value.value === null ? null : maskedNumber(value.value) };
  if (value.unit === 'text' && column !== undefined && PERSONAL.has(column.key) && value.value !== '')
    return { unit: 'text', value: MASK };
  return value;
}
