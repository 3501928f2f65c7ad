import { sidesOf } from '../check.js';
import type { ReportDocument } from '../report-document.js';
import { numberOf, type Table, type Value } from '../table.js';
import { isoTime } from './values.js';

/** The report as JSON: rows as objects by column key, times in ISO 8601 (UTC), durations in milliseconds. */
export function renderJson(report: ReportDocument): string {
  const { name, title, language, zone, period, interval, madeAt, narrowed, notes, balance } = report;
  const document = {
    ...{ name, title, language, zone, interval, narrowed, notes, balance },
    from: isoTime(period.from),
    to: isoTime(period.to),
    madeAt: isoTime(madeAt),
    tables: report.tables.map(tableOf),
    checks: report.checks.map((check) => {
      const { name: of, holds, faults } = check;
      return { name: of, holds, sides: sidesOf(check), faults };
    }),
    gaps: report.gaps.map(({ from, to, cause }) => ({ from: isoTime(from), to: isoTime(to), cause })),
    unknownEnds: report.unknownEnds,
    bounds: report.bounds,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function tableOf({ name, title, columns, rows, total }: Table): object {
  const objectOf = (row: Table['rows'][number]): object =>
    Object.fromEntries(
      row.flatMap((cell, index) => {
        const key = columns[index]?.key;
        return key === undefined ? [] : [[key, plainValue(cell.value)]];
      }),
    );
  return {
    name,
    title,
    columns,
    rows: rows.map(objectOf),
    total: total === null ? null : objectOf(total),
    flagged: rows.flatMap((row, index) =>
      row.flatMap((cell, column) =>
        cell.mark === 'flagged' ? [{ row: index, column: columns[column]?.key }] : [],
      ),
    ),
  };
}

function plainValue(value: Value): unknown {
  switch (value.unit) {
    case 'share':
    case 'mean':
    case 'score':
      return { value: numberOf(value), ...value.ratio };
    case 'change':
      return numberOf(value);
    case 'instant':
      return value.value === null ? null : isoTime(value.value);
    case 'text':
    case 'phone':
    case 'count':
    case 'duration':
      return value.value;
  }
}
