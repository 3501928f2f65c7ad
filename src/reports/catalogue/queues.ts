import { wentToPartners } from './partners.js';
import { grid, noCharts, tableOf, USUAL_THRESHOLDS, type ReportOfFigures } from './report.js';

const QUEUES = grid({
  name: 'queues',
  title: { en: 'Queues (visits)', ru: 'Очереди (визиты)' },
  counted: 'visits',
  by: ['queue'],
  columns: [
    ...(['entered', 'answered', 'abandoned', 'short-abandoned', 'other-ends'] as const),
    ...(['service-level', 'asa', 'longest-wait', 'conversations', 'mean-talk', 'aht'] as const),
  ],
  thresholds: USUAL_THRESHOLDS,
});

export const queues: ReportOfFigures = {
  title: { en: 'Summary by queue', ru: 'Сводка по очередям' },
  about: {
    en: 'What came into each queue, what became of it, and how long it took. A call through two queues is two visits.',
    ru: 'Что пришло в каждую очередь, чем кончилось и сколько заняло. Звонок через две очереди — два визита.',
  },
  looksAt: 'figures',
  tables: (context) => [tableOf(QUEUES, context), ...wentToPartners(context, 'queue')],
  charts: noCharts,
};
