import assert from 'node:assert/strict';
import type { ReportDocument } from '../../../src/reports/report-document.js';
import { shown } from '../../../src/reports/render/values.js';
import { numberOf, type Cell, type Table } from '../../../src/reports/table.js';
import { ZONE } from './centre.js';

/** A table of the report, by its place. */
export function tableOf({ tables, name }: ReportDocument, place = 0): Table {
  const table = tables[place];
  assert.ok(table !== undefined, `${name} has ${tables.length} tables`);
  return table;
}

function cellIn(table: Table, row: readonly Cell[], key: string): Cell {
  const cell = row[table.columns.findIndex((column) => column.key === key)];
  assert.ok(cell !== undefined, `${key} in ${table.columns.map((column) => column.key).join(', ')}`);
  return cell;
}

/** What stands in these columns (or in all), row by row, as people read it. */
export function rowsOf(table: Table, keys = table.columns.map(({ key }) => key)): string[][] {
  return table.rows.map((row) => keys.map((key) => shown(cellIn(table, row, key).value, ZONE, 'en')));
}

/** The same of the row in which this stands first. */
export function rowOf(table: Table, name: string, keys: readonly string[]): string[] {
  const row = table.rows.find(([first]) => first?.value.unit === 'text' && first.value.value === name);
  assert.ok(row !== undefined, `${name} in ${rowsOf(table).join('; ')}`);
  return keys.map((key) => shown(cellIn(table, row, key).value, ZONE, 'en'));
}

/** The same of the total. */
export function totalOf(table: Table, keys: readonly string[]): string[] {
  const { total } = table;
  assert.ok(total !== null, table.title);
  return keys.map((key) => shown(cellIn(table, total, key).value, ZONE, 'en'));
}

/** A column as numbers. */
export function numbersOf(table: Table, key: string): number[] {
  return table.rows.map((row) => numberOf(cellIn(table, row, key).value) ?? NaN);
}

/** A number of the total. */
export function totalNumber(table: Table, key: string): number {
  assert.ok(table.total !== null, table.title);
  return numberOf(cellIn(table, table.total, key).value) ?? NaN;
}

/** Which rows of a column are flagged. */
export function marksOf(table: Table, key: string): Cell['mark'][] {
  return table.rows.map((row) => cellIn(table, row, key).mark);
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
