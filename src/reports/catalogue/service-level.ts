import { countOf } from '../ratio.js';
import type { Wait } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import { count, text, type Table } from '../table.js';
import {
  grid,
  noCharts,
  tableOf,
  USUAL_THRESHOLDS,
  type ReportOfFacts,
  type ReportContext,
} from './report.js';

const READINGS = [
  ...(['entered', 'base', 'answered', 'service-level', 'service-level-ignoring-abandons'] as const),
  ...(['service-level-positive', 'service-level-of-answered'] as const),
  ...(['asa', 'wait-median', 'wait-p90', 'wait-p95', 'wait-longest', 'longest-wait'] as const),
];

const BY_QUEUE = grid({
  title: { en: 'By queue (visits)', ru: 'По очередям (визиты)' },
  counted: 'visits',
  by: ['queue'],
  columns: READINGS,
  thresholds: USUAL_THRESHOLDS,
});

const OF_CALLS = grid({
  title: { en: 'All calls', ru: 'Все звонки' },
  by: [],
  columns: READINGS,
  thresholds: USUAL_THRESHOLDS,
});

export const serviceLevel: ReportOfFacts = {
  title: { en: 'Service level', ru: 'Уровень обслуживания' },
  about: {
    en: 'The four readings side by side, and how long callers waited.',
    ru: 'Четыре прочтения рядом и распределение ожидания.',
  },
  looksAt: 'period',
  tables: (context) => [tableOf(BY_QUEUE, context), tableOf(OF_CALLS, context), histogram(context)],
  charts: noCharts,
};

/** Seconds at which the bars of the histogram end; the last one is open. */
const ENDS_S = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, Infinity];

function histogram({ slice, around: { language } }: ReportContext): Table {
  const waits = waitsOf({ ...slice, counted: 'calls' });
  const label = (en: string, ru: string): string => ({ en, ru })[language];
  const rowOf = (from: number, to: number): Table['rows'][number] => {
    const inside = waits.filter(({ waitMs }) => waitMs >= from * 1000 && waitMs < to * 1000);
    const ended = (end: Wait['end']): number => countOf(inside, (wait) => wait.end === end);
    const range =
      to === Infinity
        ? label(`${from} s and more`, `${from} с и больше`)
        : `${from}–${to} ${label('s', 'с')}`;
    return [text(range), ...(['answered', 'hung-up', 'other'] as const).map((end) => count(ended(end)))];
  };
  return {
    title: label('Waits of calls', 'Ожидание звонков'),
    columns: [
      {
        key: 'wait',
        label: label('wait (the end is not in it)', 'ожидание (без верхней границы)'),
        unit: 'text',
      },
      { key: 'answered', label: label('answered', 'отвечено'), unit: 'count' },
      { key: 'hung-up', label: label('hung up', 'положили трубку'), unit: 'count' },
      { key: 'other', label: label('other', 'прочее'), unit: 'count' },
    ],
    rows: ENDS_S.map((to, index) => rowOf(ENDS_S[index - 1] ?? 0, to)),
    total: null,
  };
}
