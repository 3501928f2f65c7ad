import { grid, noCharts, onlyOf, tableOf, type ReportOfFigures } from './report.js';
import { withShares } from './shares.js';

const BY_RESULT = grid({
  name: 'offers',
  title: { en: 'By result', ru: 'По результату' },
  by: ['result'],
  columns: ['offers'],
});

const BY_AGENT = grid({
  name: 'agents',
  title: { en: 'By agent and result', ru: 'По операторам и результату' },
  by: ['agent', 'result'],
  columns: ['offers'],
});

export const offers: ReportOfFigures = {
  title: { en: 'Offers', ru: 'Вызовы операторов' },
  about: {
    en: 'How every ringing of a phone ended. A lost race and a caller who left are nobody’s fault.',
    ru: 'Чем кончился каждый вызов телефона. Ответ другого и ушедший клиент — не вина оператора.',
  },
  looksAt: 'figures',
  tables: (context) =>
    [BY_RESULT, BY_AGENT].map((each) =>
      withShares(tableOf(each, onlyOf('offers', context)), 'offers', context.around.language),
    ),
  charts: noCharts,
};
