import assert from 'node:assert/strict';
import type { Table, Value } from '../../src/reports/table.js';
import type { NaiveFigure, NaiveTable } from './naive-figures.js';

/** What stands in a cell, as the naive side has it. */
export function figureOf(value: Value | undefined): NaiveFigure | string {
  if (value === undefined) return null;
  if ('ratio' in value) return [value.ratio.numerator, value.ratio.denominator];
  return typeof value.value === 'string' ? value.value.replace(/^partner: /, 'partner:') : value.value;
}

/** Every figure of the table that the naive one knows, row by row; no row may be missing in either. */
export function assertSame(table: Table | undefined, naive: NaiveTable, keys: number): void {
  assert.ok(table !== undefined);
  const rows = new Map(
    table.rows.map(
      (row) =>
        [
          row
            .slice(0, keys)
            .map(({ value }) => figureOf(value))
            .join(' | '),
          row,
        ] as const,
    ),
  );
  assert.deepEqual([...rows.keys()].sort(), [...naive.keys()].sort(), table.title);
  for (const [key, row] of rows) {
    const figures = naive.get(key) ?? {};
    const told: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    table.columns.forEach(({ key: column }, index) => {
      if (!(column in figures)) return;
      told[column] = figureOf(row[index]?.value);
      expected[column] = figures[column];
    });
    assert.ok(Object.keys(told).length > 0, `${table.title} ${key}`);
    assert.deepEqual(told, expected, `${table.title}: ${key}`);
  }
}

/** Every figure of the row of totals that the naive side knows. */
export function assertTotal(table: Table | undefined, figures: Readonly<Record<string, NaiveFigure>>): void {
  assert.ok(table?.total != null);
  const { columns, total } = table;
  const known = columns.flatMap(({ key }, index) =>
    key in figures ? [[key, figureOf(total[index]?.value)]] : [],
  );
  assert.ok(known.length > 0, table.title);
  assert.deepEqual(
    Object.fromEntries(known),
    Object.fromEntries(known.map(([key]) => [key, figures[String(key)]])),
    `${table.title}: total`,
  );
}

const words: Readonly<Record<string, string>> = {
  'short-abandoned': 'hung up at once',
  'turned-away': 'turned away',
  'timed-out': 'timed out',
  'out-of-hours': 'out of hours',
  'left-in-menu': 'left in menu',
  callback: 'to be called back',
  shed: 'refused, overload',
  blocked: 'blocked number',
  'handled-by-dialplan': 'handled by the dialplan',
  unknown: 'not known',
  'no-answer': 'no answer',
  'blocked-by-policy': 'not allowed',
  'agent-cancelled': 'cancelled by the agent',
  'not-confirmed': 'not confirmed',
  'caller-left': 'caller left',
  'lost-race': 'another was faster',
  'hung-up': 'hung up',
  'wrong-key': 'wrong key',
  'connected-outside': 'connected outside',
};
/** As reports say it. */
export const said = (word: string): string => words[word] ?? word;
