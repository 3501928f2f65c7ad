import { countOf, groupBy, sumOf, type Ratio } from '../ratio.js';
import type { AnnouncementItem } from '../slicing/announcements.js';
import { labelOf } from '../slicing/dimensions.js';
import { count, plain, text, type Cell, type Column, type Table } from '../table.js';
import { termOf, type Words } from '../words.js';
import { intervalAt, intervalCells, intervalColumns } from './by-interval.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const announcedWait: ReportOfFacts = {
  title: { en: 'Announced waits', ru: 'Объявленное ожидание' },
  about: {
    en: 'What waiting callers were told, how long those waited from then on who were answered, and how far off it was; a mean error below zero says that they waited longer than they were told.',
    ru: 'Сколько ждать, говорили клиентам, сколько после этого ждали те, кому ответили, и какова ошибка; средняя ошибка меньше нуля значит, что ждали дольше объявленного.',
  },
  looksAt: 'announcements',
  tables: (context) => [byQueue(context), byMinutes(context)],
  charts: noCharts,
};

/** Off by so much at most, either way, is right. */
const NEAR_MS = 30_000;

const COLUMNS: readonly (readonly [string, string, string, Column['unit']])[] = [
  ['announcements', 'announcements', 'объявлений', 'count'],
  ['callers', 'callers told', 'услышали', 'count'],
  ['proved', 'followed by an answer', 'после них ответили', 'count'],
  ['announced', 'announced', 'объявлено', 'mean'],
  ['waited', 'waited', 'ждали', 'mean'],
  ['error', 'error', 'ошибка', 'mean'],
  ['absolute-error', 'error either way', 'ошибка по модулю', 'mean'],
  ['near', 'within 30 s', 'в пределах 30 с', 'share'],
];

function figures(all: readonly AnnouncementItem[]): readonly Cell[] {
  const proved = all.flatMap(({ announcedMs, waitedMs }) =>
    waitedMs === null ? [] : [{ announcedMs, waitedMs, errorMs: announcedMs - waitedMs }],
  );
  const of = (numerator: number): Ratio => ({ numerator, denominator: proved.length });
  const mean = (numerator: number): Cell => plain({ unit: 'mean', ratio: of(numerator) });
  const near = countOf(proved, ({ errorMs }) => Math.abs(errorMs) <= NEAR_MS);
  return [
    count(all.length),
    count(new Set(all.map(({ visit }) => visit.fact.visit)).size),
    count(proved.length),
    mean(sumOf(proved, ({ announcedMs }) => announcedMs)),
    mean(sumOf(proved, ({ waitedMs }) => waitedMs)),
    mean(sumOf(proved, ({ errorMs }) => errorMs)),
    mean(sumOf(proved, ({ errorMs }) => Math.abs(errorMs))),
    plain({ unit: 'share', ratio: of(near) }),
  ];
}

function byQueue(context: ReportContext): Table {
  return tableBy(context, {
    name: 'announced-wait',
    title: { en: 'By queue', ru: 'По очередям' },
    column: { key: 'queue', label: { en: 'queue', ru: 'очередь' }[context.around.language], unit: 'text' },
    keyOf: ({ visit }) => visit.fact.queue ?? '',
    cellOf: (queue) => text(labelOf('queue', queue, context.around)),
  });
}

function byMinutes(context: ReportContext): Table {
  const { language } = context.around;
  return tableBy(context, {
    name: 'by-minutes',
    title: { en: 'By what was announced', ru: 'По объявленному' },
    column: {
      key: 'minutes',
      label: { en: 'minutes announced', ru: 'объявлено минут' }[language],
      unit: 'text',
    },
    // In the order of numbers.
    keyOf: ({ minutes }) => String(minutes).padStart(6, '0'),
    cellOf: (minutes) => text(String(Number(minutes))),
  });
}

/** A row for each key, in each interval where that is asked for; an announcement stands where its visit began. */
function tableBy(
  context: ReportContext,
  parts: {
    readonly name: string;
    readonly title: Words;
    readonly column: Column;
    readonly keyOf: (item: AnnouncementItem) => string;
    readonly cellOf: (key: string) => Cell;
  },
): Table {
  const { announcements, around } = context;
  const { name, title, column, keyOf, cellOf } = parts;
  const groups = groupBy(
    announcements,
    (item) => `${intervalAt(item.visit.fact.enteredAt, context)}\n${keyOf(item)}`,
  );
  return {
    name,
    title: title[around.language],
    columns: [
      ...intervalColumns(context),
      column,
      ...COLUMNS.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[around.language], unit })),
    ],
    rows: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([place, items]) => {
        const [interval = '', key = ''] = place.split('\n');
        return [...intervalCells(interval, context), cellOf(key), ...figures(items)];
      }),
    total: [
      ...intervalCells(null, context),
      text(termOf('total', around.language)),
      ...figures(announcements),
    ],
  };
}
