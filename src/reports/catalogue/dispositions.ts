import { grid, noCharts, tableOf, type ReportOfFigures } from './report.js';
import { withShares } from './shares.js';

const BY_DISPOSITION = grid({
  name: 'dispositions',
  title: { en: 'How calls ended', ru: 'Чем кончились звонки' },
  by: ['disposition'],
  columns: ['entered', 'offered', 'misdirected', 'unique-callers', 'longest-wait'],
});

const BY_PLACE = grid({
  name: 'places',
  title: { en: 'How and where calls ended', ru: 'Чем и где кончились звонки' },
  by: ['disposition', 'place'],
  columns: ['entered', 'offered', 'unique-callers'],
});

export const dispositions: ReportOfFigures = {
  title: { en: 'Dispositions', ru: 'Исходы звонков' },
  about: {
    en: 'What became of every call, each counted once, and where in the call it ended.',
    ru: 'Чем кончился каждый звонок (каждый считается один раз) и где он закончился.',
  },
  looksAt: 'figures',
  tables: (context) =>
    [BY_DISPOSITION, BY_PLACE].map((each) =>
      withShares(tableOf(each, context), 'entered', context.around.language),
    ),
  charts: noCharts,
};
