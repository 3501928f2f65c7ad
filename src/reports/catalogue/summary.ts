import { agents, rowsOfAgents } from './agents.js';
import { calls } from './calls.js';
import { dispositions } from './dispositions.js';
import { queues } from './queues.js';
import type { ReportOfFigures } from './report.js';

export const summary: ReportOfFigures = {
  title: { en: 'Summary', ru: 'Сводка' },
  about: {
    en: 'What a supervisor looks at in the morning: queues, calls, how they ended, agents.',
    ru: 'То, на что руководитель смотрит утром: очереди, звонки, их исходы, операторы.',
  },
  looksAt: 'figures',
  tables: (context) => [
    ...[queues, calls, dispositions].flatMap((report) => report.tables(context)),
    rowsOfAgents(context),
  ],
  charts: (context) => [calls, agents].flatMap((report) => report.charts(context)),
};
