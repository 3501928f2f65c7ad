import { grid, noCharts, onlyOf, tableOf, type ReportOfFigures } from './report.js';
import { withShares } from './shares.js';

const FIGURES = ['outcomes-asked', 'outcomes-not-set', 'successes', 'conversion'] as const;

const BY_QUEUE = grid({
  name: 'queues',
  title: { en: 'By queue', ru: 'По очередям' },
  by: ['queue'],
  columns: FIGURES,
});

const BY_AGENT = grid({
  name: 'agents',
  title: { en: 'By agent', ru: 'По операторам' },
  by: ['agent'],
  columns: FIGURES,
});

const BY_OUTCOME = grid({
  name: 'outcomes',
  title: { en: 'By outcome', ru: 'По итогам' },
  by: ['queue', 'outcome'],
  columns: ['outcomes-asked'],
});

const BY_TAG = grid({
  name: 'tags',
  title: { en: 'By tag', ru: 'По меткам' },
  by: ['tag'],
  columns: FIGURES,
});

export const outcomes: ReportOfFigures = {
  title: { en: 'Outcomes and conversion', ru: 'Итоги и конверсия' },
  about: {
    en: 'What came of the conversations of queues that ask for it, and which share was a success. An outcome that was not set counts as no success.',
    ru: 'Чем кончились разговоры очередей, где указывают итог, и какая доля успешна. Неуказанный итог успехом не считается.',
  },
  looksAt: 'figures',
  tables: (context) => {
    const settled = onlyOf('outcomes', context);
    return [
      tableOf(BY_QUEUE, settled),
      tableOf(BY_AGENT, settled),
      withShares(tableOf(BY_OUTCOME, settled), 'outcomes-asked', context.around.language),
      tableOf(BY_TAG, settled),
    ];
  },
  charts: noCharts,
};
