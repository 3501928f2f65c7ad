import { termOf } from '../words.js';
import { count, numberOf, text, type Table } from '../table.js';
import type { ReportOfFigures, FiguresContext } from './report.js';

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const WEEKDAYS = ['0', '1', '2', '3', '4', '5', '6'];

export const heatMap: ReportOfFigures = {
  title: { en: 'Calls by weekday and hour', ru: 'Звонки по дням недели и часам' },
  about: {
    en: 'When people call, to have more agents there in the hottest hours.',
    ru: 'Когда звонят: чтобы в самые горячие часы было больше операторов.',
  },
  looksAt: 'figures',
  intervals: 'none',
  tables: (context) => [tableOfHours(context)],
  charts: (context) => [
    {
      kind: 'heat-map',
      title: heatMap.title[context.around.language],
      rows: WEEKDAYS.map((weekday) => termOf(`weekday-${weekday}`, context.around.language)),
      columns: HOURS,
      values: countsOf(context),
    },
  ],
};

function tableOfHours(context: FiguresContext): Table {
  const { language } = context.around;
  return {
    name: 'heat-map',
    title: heatMap.title[language],
    columns: [
      { key: 'weekday', label: { en: 'weekday', ru: 'день недели' }[language], unit: 'text' },
      ...HOURS.map((hour) => ({ key: `hour-${hour}`, label: hour, unit: 'count' as const })),
    ],
    rows: countsOf(context).map((row, weekday) => [
      text(termOf(`weekday-${weekday}`, language)),
      ...row.map((calls) => count(calls)),
    ]),
    total: null,
  };
}

/** Calls that arrived, by weekday and hour. */
function countsOf({ figures }: FiguresContext): number[][] {
  const rows = figures.of('calls').rows({ counted: 'calls', by: ['weekday', 'hour'], columns: ['entered'] });
  const byKeys = new Map(rows.map(({ keys, figures: [entered] }) => [keys.join(' '), entered]));
  const callsAt = (keys: string): number => {
    const entered = byKeys.get(keys);
    return (entered === undefined ? null : numberOf(entered)) ?? 0;
  };
  return WEEKDAYS.map((weekday) => HOURS.map((hour) => callsAt(`${weekday} ${hour}`)));
}
