import { grid, noCharts, tableOf, type ReportOfFigures } from './report.js';

const COLUMNS = [
  ...(['conversations', 'talk', 'wrap-up', 'handle-time', 'aht'] as const),
  ...(['offers', 'offers-missed', 'unique-clients'] as const),
];

const BY_TEAM = grid({
  name: 'teams',
  title: { en: 'Teams', ru: 'Команды' },
  by: ['team'],
  columns: COLUMNS,
});

const BY_AGENT = grid({
  name: 'agents',
  title: { en: 'By team and agent', ru: 'По командам и операторам' },
  by: ['team', 'agent'],
  columns: COLUMNS,
});

export const teams: ReportOfFigures = {
  title: { en: 'By team', ru: 'По командам' },
  about: {
    en: 'What each team handled and how long that took it, and all teams together. Whoever is in several counts for the one by which he was rung. Time in states and calls that agents make belong to no team and are not here.',
    ru: 'Сколько обработала каждая команда, сколько времени это заняло, и все команды вместе. Оператор нескольких команд считается за ту, от имени которой его вызвали. Время в состояниях и исходящие звонки ни к какой команде не относятся, их здесь нет.',
  },
  looksAt: 'figures',
  tables: (context) => {
    // What callbacks leave (outcomes, ratings) makes nobody a row here.
    const rung = { ...context, figures: context.figures.of('rung') };
    return [tableOf(BY_TEAM, rung), tableOf(BY_AGENT, rung)];
  },
  charts: noCharts,
};
