import type { Chart } from '../charts/chart.js';
import { indicatorOf } from '../grid.js';
import { labelOf } from '../slicing/dimensions.js';
import { numberOf, type Table } from '../table.js';
import { hasAny } from '../figures/figure-source.js';
import { grid, onlyOf, tableOf, type ReportOfFigures, type FiguresContext } from './report.js';
import { withShares } from './shares.js';

const AGENTS = grid({
  name: 'agents',
  title: { en: 'Agents', ru: 'Операторы' },
  by: ['agent'],
  columns: [
    ...(['offers-answered', 'offers-missed', 'calls-made', 'conversations', 'unique-clients'] as const),
    'client-wait',
    ...([
      'ring-time',
      'talk',
      'mean-talk',
      'talk-with-clients',
      'hold',
      'consultation',
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

const MADE = grid({
  name: 'calls-made',
  title: { en: 'Calls that they made', ru: 'Исходящие звонки' },
  by: ['agent'],
  columns: [
    ...(['calls-made', 'calls-made-answered', 'calls-made-answer-rate', 'calls-made-long'] as const),
    ...(['clients-called', 'talk-in-calls-made', 'mean-talk-in-calls-made'] as const),
    ...(['wrap-up-in-calls-made', 'aht-in-calls-made'] as const),
  ],
});

const MADE_BY_RESULT = grid({
  name: 'calls-made-by-result',
  title: { en: 'Calls that they made, by result', ru: 'Исходящие звонки по результату' },
  by: ['agent', 'made-result'],
  columns: ['calls-asked-for'],
});

export const agents: ReportOfFigures = {
  title: { en: 'By agent', ru: 'По операторам' },
  about: {
    en: 'What each agent accepted, missed and made, how long the callers had waited and were on hold, and how busy he was; calls made with their results. Load above 85 % is flagged.',
    ru: 'Что каждый оператор принял, пропустил и набрал сам, сколько клиенты ждали и были на удержании и насколько он был занят; исходящие звонки с результатами. Нагрузка выше 85 % отмечена.',
  },
  looksAt: 'figures',
  tables: (context) => [rowsOfAgents(context), ...callsMade(context)],
  charts: (context) => (context.without.includes('states') ? [] : [loads(context)]),
};

/** What each agent did, a row each. */
export function rowsOfAgents(context: FiguresContext): Table {
  return tableOf(AGENTS, context);
}

/** Where agents make no calls, the report has one table. */
function callsMade(context: FiguresContext): readonly Table[] {
  const made = onlyOf('outgoing', context);
  if (!hasAny(made.figures)) return [];
  const results = withShares(tableOf(MADE_BY_RESULT, made), 'calls-asked-for', context.around.language);
  return [tableOf(MADE, made), results];
}

function loads({ figures, around }: FiguresContext): Chart {
  const rows = figures.of('states').rows({ counted: 'calls', by: ['agent'], columns: ['load'] });
  return {
    kind: 'bars',
    title: { en: 'Load by agent', ru: 'Нагрузка по операторам' }[around.language],
    categories: rows.map(({ keys }) => labelOf('agent', keys[0] ?? '', around)),
    bars: {
      name: indicatorOf('load').label[around.language],
      values: rows.map(({ figures: [load] }) => (load === undefined ? null : numberOf(load))),
    },
    scale: 'share',
    line: null,
  };
}
