import type { Chart } from '../charts/chart.js';
import { indicatorOf } from '../grid.js';
import { labelOf } from '../slicing/dimensions.js';
import { noItems } from '../slicing/items.js';
import { partsOf } from '../slicing/slicing.js';
import { numberOf } from '../table.js';
import { grid, tableOf, type CatalogueReport, type ReportContext } from './report.js';

const AGENTS = grid({
  title: { en: 'Agents', ru: 'Операторы' },
  by: ['agent'],
  columns: [
    ...(['offers-answered', 'offers-missed', 'conversations', 'unique-clients', 'client-wait'] as const),
    ...([
      'ring-time',
      'talk',
      'mean-talk',
      'wrap-up',
      'wrap-ups-at-limit',
      'aht',
      'signed-in',
      'load',
      'utilisation',
    ] as const),
  ],
  thresholds: [{ column: 'load', is: 'above', limit: 0.85 }],
});

export const agents: CatalogueReport = {
  title: { en: 'By agent', ru: 'По операторам' },
  about: {
    en: 'What each agent accepted and missed, how long the callers had waited, and how busy he was. Load above 85 % is flagged.',
    ru: 'Что каждый оператор принял и пропустил, сколько ждали клиенты и насколько он был занят. Нагрузка выше 85 % отмечена.',
  },
  looksAt: 'period',
  tables: (context) => [tableOf(AGENTS, context)],
  charts: (context) => (context.without.includes('states') ? [] : [loads(context)]),
};

function loads({ slice, around }: ReportContext): Chart {
  const times = { counted: slice.counted, ...noItems(), states: slice.states };
  const parts = partsOf(times, ['agent'], around);
  return {
    kind: 'bars',
    title: { en: 'Load by agent', ru: 'Нагрузка по операторам' }[around.language],
    categories: parts.map((part) => labelOf('agent', part.keys[0] ?? '', around)),
    bars: {
      name: indicatorOf('load').label[around.language],
      values: parts.map((part) => numberOf(indicatorOf('load').compute(part.slice))),
    },
    scale: 'share',
    line: null,
  };
}
