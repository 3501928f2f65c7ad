import { grid, noCharts, tableOf, type ReportOfFigures } from './report.js';
import { withShares } from './shares.js';

const BY_PREFIX = grid({
  name: 'geography',
  title: { en: 'By region', ru: 'По регионам' },
  by: ['prefix'],
  columns: ['entered', 'offered', 'answered', 'missed-calls', 'unique-callers', 'service-level', 'asa'],
});

export const geography: ReportOfFigures = {
  title: { en: 'Geography', ru: 'География' },
  about: {
    en: 'Where callers are from, by how their numbers begin: the regions that the company names, countries where it names none.',
    ru: 'Откуда звонят, по началу номера: регионы, которые назвала компания, в остальных случаях страны.',
  },
  looksAt: 'figures',
  tables: (context) => [withShares(tableOf(BY_PREFIX, context), 'entered', context.around.language)],
  charts: noCharts,
};
