import { grid, noCharts, tableOf, type ReportOfFacts } from './report.js';

const BY_MENU = grid({
  name: 'menus',
  title: { en: 'Menus', ru: 'Меню' },
  by: ['menu'],
  columns: [
    ...(['menu-entries', 'menu-keys', 'menu-wrong-keys', 'menu-silences', 'menu-given-up'] as const),
    ...(['menu-containment', 'menu-cut-off'] as const),
  ],
});

const BY_KEY = grid({
  name: 'keys',
  title: { en: 'What was pressed', ru: 'Что нажимали' },
  by: ['menu', 'key'],
  columns: ['menu-presses', 'menu-keys', 'menu-wrong-keys', 'menu-containment'],
});

const CONTAINMENT = grid({
  name: 'containment',
  title: { en: 'Automation and people', ru: 'Автомат и люди' },
  by: [],
  columns: ['entered', 'self-service-calls', 'offered', 'containment', 'cut-off-calls'],
});

export const menus: ReportOfFacts = {
  title: { en: 'Menus', ru: 'Меню' },
  about: {
    en: 'What callers pressed, and how many were served by automation instead of asking for a person.',
    ru: 'Что нажимали клиенты и скольких обслужил автомат вместо оператора.',
  },
  looksAt: 'period',
  tables: (context) => [BY_MENU, BY_KEY, CONTAINMENT].map((each) => tableOf(each, context)),
  charts: noCharts,
};
