import { gridTable, indicatorOf } from '../grid.js';
import { numberOf } from '../table.js';
import { partsOf } from '../slicing/slicing.js';
import type { Chart } from '../charts/chart.js';
import { grid, USUAL_THRESHOLDS, type CatalogueReport, type ReportContext } from './report.js';

const CALLS = grid({
  title: { en: 'Calls', ru: 'Звонки' },
  by: ['interval'],
  columns: [
    ...(['entered', 'offered', 'answered', 'abandoned', 'short-abandoned', 'missed-calls'] as const),
    ...(['out-of-hours-calls', 'unique-callers', 'service-level', 'asa'] as const),
    ...(['answer-rate', 'missed-rate', 'abandonment-rate'] as const),
  ],
  thresholds: USUAL_THRESHOLDS,
});

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export const calls: CatalogueReport = {
  title: { en: 'Calls over time', ru: 'Звонки по времени' },
  about: {
    en: 'How many called in each interval and how many got somebody; a call stands where it arrived.',
    ru: 'Сколько звонило в каждом промежутке и скольким ответили; звонок стоит там, где поступил.',
  },
  looksAt: 'period',
  tables: ({ slice, around, without }) => [gridTable(CALLS, slice, around, without)],
  charts: (context) => [byHour(context)],
};

/** Calls and service level by the hour of the clock, all days together. */
function byHour({ slice, around }: ReportContext): Chart {
  const parts = new Map(partsOf(slice, ['hour'], around).map((part) => [part.keys[0], part.slice]));
  const valuesOf = (name: 'entered' | 'service-level'): (number | null)[] =>
    HOURS.map((hour) => {
      const part = parts.get(hour);
      if (part === undefined) return name === 'entered' ? 0 : null;
      return numberOf(indicatorOf(name).compute(part));
    });
  return {
    kind: 'bars',
    title: { en: 'Calls and service level by hour', ru: 'Звонки и уровень обслуживания по часам' }[
      around.language
    ],
    categories: HOURS,
    bars: { name: indicatorOf('entered').label[around.language], values: valuesOf('entered') },
    scale: 'count',
    line: { name: indicatorOf('service-level').label[around.language], values: valuesOf('service-level') },
  };
}
