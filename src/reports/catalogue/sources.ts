import { wentToPartners } from './partners.js';
import { grid, noCharts, tableOf, USUAL_THRESHOLDS, type ReportOfFigures } from './report.js';
import { withShares } from './shares.js';

const COLUMNS = [
  ...(['entered', 'offered', 'answered', 'missed-calls', 'misdirected', 'unique-callers'] as const),
  ...(['service-level', 'conversations', 'talk'] as const),
];

const BY_NUMBER = grid({
  name: 'numbers',
  title: { en: 'By number dialled', ru: 'По набранному номеру' },
  by: ['number'],
  columns: COLUMNS,
  thresholds: USUAL_THRESHOLDS,
});

const BY_TAG = grid({
  name: 'tags',
  title: { en: 'By tag (a call may have several)', ru: 'По меткам (у звонка их может быть несколько)' },
  by: ['tag'],
  columns: COLUMNS,
  thresholds: USUAL_THRESHOLDS,
});

export const sources: ReportOfFigures = {
  title: { en: 'Sources', ru: 'Источники' },
  about: {
    en: 'Where calls come from, by the number dialled and by tag, with the share of each.',
    ru: 'Откуда приходят звонки: по набранному номеру и по меткам, с долей каждого.',
  },
  looksAt: 'figures',
  tables: (context) => [
    ...[BY_NUMBER, BY_TAG].map((each) =>
      withShares(tableOf(each, context), 'entered', context.around.language),
    ),
    ...wentToPartners(context, 'number'),
  ],
  charts: noCharts,
};
