import { grid, noCharts, tableOf, type ReportOfFigures } from './report.js';
import { withShares } from './shares.js';

const BY_PREFIX = grid({
  name: 'geography',
  title: { en: 'By country code', ru: 'По коду страны' },
  by: ['prefix'],
  columns: ['entered', 'offered', 'answered', 'missed-calls', 'unique-callers', 'service-level', 'asa'],
});

export const geography: ReportOfFigures = {
  title: { en: 'Geography', ru: 'География' },
  about: {
    en: 'Which country callers are from, by the code of their number.',
    ru: 'Из какой страны звонят, по коду номера.',
  },
  looksAt: 'figures',
  tables: (context) => [withShares(tableOf(BY_PREFIX, context), 'entered', context.around.language)],
  charts: noCharts,
};
