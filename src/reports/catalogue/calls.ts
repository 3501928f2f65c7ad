import { gridTable, indicatorOf } from '../grid.js';
import { numberOf } from '../table.js';
import type { Chart } from '../charts/chart.js';
import { grid, USUAL_THRESHOLDS, type ReportOfFigures, type FiguresContext } from './report.js';

const CALLS = grid({
  name: 'calls',
  title: { en: 'Calls', ru: 'Звонки' },
  by: ['interval'],
  columns: [
    ...(['entered', 'offered', 'answered', 'abandoned', 'short-abandoned', 'missed-calls'] as const),
    ...(['out-of-hours-calls', 'misdirected', 'unique-callers', 'service-level', 'asa'] as const),
    ...(['answer-rate', 'missed-rate', 'abandonment-rate'] as const),
  ],
  thresholds: USUAL_THRESHOLDS,
});

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export const calls: ReportOfFigures = {
  title: { en: 'Calls over time', ru: 'Звонки по времени' },
  about: {
    en: 'How many called in each interval and how many got somebody; a call stands where it arrived.',
    ru: 'Сколько звонило в каждом промежутке и скольким ответили; звонок стоит там, где поступил.',
  },
  looksAt: 'figures',
  tables: ({ figures, around, without }) => [gridTable(CALLS, figures, around, without)],
  charts: (context) => [byHour(context)],
};

/** Calls and service level by the hour of the clock, all days together. */
function byHour({ figures, around }: FiguresContext): Chart {
  const rows = figures.rows({ counted: 'calls', by: ['hour'], columns: ['entered', 'service-level'] });
  const byKey = new Map(
    rows.map(({ keys: [hour], figures: [entered, level] }) => [hour, { entered, level }]),
  );
  const valuesOf = (name: 'entered' | 'level', none: number | null): (number | null)[] =>
    HOURS.map((hour) => {
      const figure = byKey.get(hour)?.[name];
      return figure === undefined ? none : numberOf(figure);
    });
  return {
    kind: 'bars',
    title: { en: 'Calls and service level by hour', ru: 'Звонки и уровень обслуживания по часам' }[
      around.language
    ],
    categories: HOURS,
    bars: { name: indicatorOf('entered').label[around.language], values: valuesOf('entered', 0) },
    scale: 'count',
    line: { name: indicatorOf('service-level').label[around.language], values: valuesOf('level', null) },
  };
}
