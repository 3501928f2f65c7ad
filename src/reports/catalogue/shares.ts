import type { Language } from '../../core/plan.js';
import { numberOf, plain, type Cell, type Table } from '../table.js';

/** The table with a column behind `of`: what part of the total of that column stands in each row. */
export function withShares(table: Table, of: string, language: Language): Table {
  const index = table.columns.findIndex(({ key }) => key === of);
  const whole = valueAt(table.total ?? [], index);
  const shareOf = (row: readonly Cell[]): Cell =>
    plain({ unit: 'share', ratio: { numerator: valueAt(row, index), denominator: whole } });
  const insert = <Item>(items: readonly Item[], item: Item): Item[] => [
    ...items.slice(0, index + 1),
    item,
    ...items.slice(index + 1),
  ];
  return {
    ...table,
    columns: insert(table.columns, {
      key: 'share',
      label: { en: 'share', ru: 'доля' }[language],
      unit: 'share',
    }),
    rows: table.rows.map((row) => insert(row, shareOf(row))),
    total: table.total === null ? null : insert(table.total, shareOf(table.total)),
  };
}

function valueAt(row: readonly Cell[], index: number): number {
  const cell = row[index];
  return cell === undefined ? 0 : (numberOf(cell.value) ?? 0);
}
