import type { IndicatorName } from '../indicators/all.js';
import type { Figure } from '../indicators/indicator.js';
import { labelOf } from '../slicing/dimensions.js';
import { WAIT_BANDS } from '../slicing/wait-bands.js';
import { count, text, type Table } from '../table.js';
import {
  grid,
  noCharts,
  tableOf,
  USUAL_THRESHOLDS,
  type FiguresContext,
  type ReportOfFigures,
} from './report.js';

const READINGS = [
  ...(['entered', 'base', 'answered', 'service-level', 'service-level-ignoring-abandons'] as const),
  ...(['service-level-positive', 'service-level-of-answered'] as const),
  ...(['asa', 'wait-median', 'wait-p90', 'wait-p95', 'wait-longest', 'longest-wait'] as const),
];

const BY_QUEUE = grid({
  name: 'queues',
  title: { en: 'By queue (visits)', ru: 'По очередям (визиты)' },
  counted: 'visits',
  by: ['queue'],
  columns: READINGS,
  thresholds: USUAL_THRESHOLDS,
});

const OF_CALLS = grid({
  name: 'calls',
  title: { en: 'All calls', ru: 'Все звонки' },
  by: [],
  columns: READINGS,
  thresholds: USUAL_THRESHOLDS,
});

export const serviceLevel: ReportOfFigures = {
  title: { en: 'Service level', ru: 'Уровень обслуживания' },
  about: {
    en: 'The four readings side by side, and how long callers waited.',
    ru: 'Четыре прочтения рядом и распределение ожидания.',
  },
  looksAt: 'figures',
  tables: (context) => [tableOf(BY_QUEUE, context), tableOf(OF_CALLS, context), histogram(context)],
  charts: noCharts,
};

/** How a wait ended, and the indicators that count it. */
const ENDS = [
  ['answered', { en: 'answered', ru: 'отвечено' }, ['answered']],
  ['hung-up', { en: 'hung up', ru: 'положили трубку' }, ['abandoned', 'short-abandoned']],
  ['other', { en: 'other', ru: 'прочее' }, ['other-ends']],
] as const;

/** Every band has a row, also where nobody waited so long. */
function histogram({ figures, around }: FiguresContext): Table {
  const { language } = around;
  const columns: readonly IndicatorName[] = ENDS.flatMap(([, , counted]) => counted);
  const rows = figures.rows({ counted: 'calls', by: ['wait'], columns });
  const counts = new Map(rows.map(({ keys: [band], figures: counted }) => [band, counted.map(countIn)]));
  return {
    name: 'waits',
    title: { en: 'Waits of calls', ru: 'Ожидание звонков' }[language],
    columns: [
      {
        key: 'wait',
        label: { en: 'wait (the end is not in it)', ru: 'ожидание (без верхней границы)' }[language],
        unit: 'text',
      },
      ...ENDS.map(([key, label]) => ({ key, label: label[language], unit: 'count' as const })),
    ],
    rows: WAIT_BANDS.map((band) => [
      text(labelOf('wait', band, around)),
      ...ENDS.map(([, , counted]) =>
        count(counted.reduce((sum, name) => sum + (counts.get(band)?.[columns.indexOf(name)] ?? 0), 0)),
      ),
    ]),
    total: null,
  };
}

function countIn(figure: Figure): number {
  return 'value' in figure ? (figure.value ?? 0) : 0;
}
