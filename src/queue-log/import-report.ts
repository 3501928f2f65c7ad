import type { HistoryReport } from './read-history.js';

/** What an import came to, for a terminal. `stored`: whether it was written; `own`: so many calls were passed over as Callplane's. */
export function importText(
  file: string,
  report: HistoryReport,
  stored: 'stored' | 'not stored',
  own = 0,
): string {
  const { lines, calls, unfinished, broken, faults, strays, passedOver, first, last } = report;
  const span = first === null || last === null ? '' : `, ${dayOf(first)} to ${dayOf(last)}`;
  const others = [...passedOver]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([event, times]) => `${event} ${times}`);
  const told = [
    `${file}: ${lines} lines${span}; ${calls - own} calls ${stored}.`,
    ...(own === 0 ? [] : [`Calls that Callplane has handled itself (passed over): ${own}.`]),
    ...(unfinished === 0 ? [] : [`Calls whose end is not in the file (stored as not known): ${unfinished}.`]),
    ...(strays === 0 ? [] : [`Lines of calls whose beginning is not in the file: ${strays}.`]),
    ...(others.length === 0 ? [] : [`Events of which there is no fact: ${others.join(', ')}.`]),
    ...(broken === 0 ? [] : [`Lines that cannot be read: ${broken}.`]),
    ...faults.map((fault) => `  ${file}:${fault}`),
    ...(broken > faults.length ? [`  … and ${broken - faults.length} more`] : []),
  ];
  return `${told.join('\n')}\n`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
