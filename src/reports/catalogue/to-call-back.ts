import type { Instant } from '../../core/signal.js';
import { groupBy } from '../ratio.js';
import { labelOf } from '../slicing/dimensions.js';
import type { CallItem } from '../slicing/items.js';
import { isMissed } from '../slicing/missed.js';
import { count, moment, phone, text, time, type Cell, type Column, type Table } from '../table.js';
import { termOf } from '../words.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const toCallBack: ReportOfFacts = {
  title: { en: 'Missed calls to be called back', ru: 'Пропущенные: кому перезвонить' },
  about: {
    en: 'Who came in hours and got nobody, with how often he tried; and who of them was reached since, and how soon.',
    ru: 'Кто звонил в рабочее время и никого не получил, сколько раз пробовал; и с кем с тех пор поговорили и как скоро.',
  },
  looksAt: 'later-calls',
  intervals: 'none',
  tables: (context) => [stillWaiting(context), reachedSince(context)],
  charts: noCharts,
};

/** The missed calls of one number up to the moment when somebody talked with him; null: nobody has since. */
interface Missed {
  readonly from: string | null;
  readonly calls: readonly CallItem[];
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly reachedAt: Instant | null;
}

function missedOf(context: ReportContext): Missed[] {
  const talks = [
    ...context.talks.map(({ client, fact }) => ({ client, at: fact.startedAt })),
    ...context.reached,
  ].sort((a, b) => a.at - b.at);
  const talksOf = groupBy(talks, ({ client }) => client);
  const reachedAt = (call: CallItem): Instant | null => {
    const { client } = call.origin;
    return (
      (client === null ? [] : (talksOf.get(client) ?? [])).find(({ at }) => at > missedAt(call))?.at ?? null
    );
  };
  // Who hides his number cannot be told from others who do: each such call stands alone.
  const groups = groupBy(context.slice.calls.filter(isMissed), (call) =>
    JSON.stringify([call.origin.client ?? call.origin.call, reachedAt(call)]),
  );
  return [...groups.values()].flatMap((calls) => {
    const [first] = calls;
    if (first === undefined) return [];
    const arrivals = calls.map(({ arrivedAt }) => arrivedAt);
    const [firstAt, lastAt] = [Math.min(...arrivals), Math.max(...arrivals)];
    return [{ from: first.origin.from, calls, firstAt, lastAt, reachedAt: reachedAt(first) }];
  });
}

/** Whoever was handed over to nobody had talked before. */
function missedAt({ arrivedAt, fact }: CallItem): Instant {
  return fact === null || fact.conversations === 0 ? arrivedAt : fact.endedAt;
}

function stillWaiting(context: ReportContext): Table {
  const { language } = context.around;
  const rows = missedOf(context)
    .filter(({ reachedAt }) => reachedAt === null)
    .sort((a, b) => a.firstAt - b.firstAt || a.lastAt - b.lastAt);
  return {
    name: 'to-call-back',
    title: { en: 'Still to be called back', ru: 'Ещё не дозвонились' }[language],
    columns: columnsOf(context),
    rows: rows.map((row) => cellsOf(row, context)),
    total: null,
  };
}

function reachedSince(context: ReportContext): Table {
  const { language } = context.around;
  const rows = missedOf(context)
    .filter(({ reachedAt }) => reachedAt !== null)
    .sort((a, b) => a.firstAt - b.firstAt || a.lastAt - b.lastAt);
  return {
    name: 'reached',
    title: { en: 'Reached since', ru: 'С тех пор поговорили' }[language],
    columns: [
      ...columnsOf(context),
      { key: 'reached', label: { en: 'reached', ru: 'поговорили' }[language], unit: 'instant' },
      {
        key: 'after',
        label: { en: 'after the first try', ru: 'после первой попытки' }[language],
        unit: 'duration',
      },
    ],
    rows: rows.map((row) => [
      ...cellsOf(row, context),
      moment(row.reachedAt),
      time((row.reachedAt ?? row.firstAt) - row.firstAt),
    ]),
    total: null,
  };
}

function columnsOf({ around: { language } }: ReportContext): Column[] {
  const label = (en: string, ru: string): string => ({ en, ru })[language];
  return [
    { key: 'caller', label: label('caller', 'номер'), unit: 'phone' },
    { key: 'tries', label: label('tries', 'попыток'), unit: 'count' },
    { key: 'first', label: label('first try', 'первая'), unit: 'instant' },
    { key: 'last', label: label('last try', 'последняя'), unit: 'instant' },
    { key: 'number', label: label('number dialled', 'набранный номер'), unit: 'phone' },
    { key: 'queues', label: label('queues', 'очереди'), unit: 'text' },
    { key: 'disposition', label: label('how the last ended', 'чем кончилась'), unit: 'text' },
    { key: 'wait', label: label('longest wait', 'ждал до'), unit: 'duration' },
  ];
}

function cellsOf({ from, calls, firstAt, lastAt }: Missed, { around }: ReportContext): Cell[] {
  const last = calls.find(({ arrivedAt }) => arrivedAt === lastAt);
  return [
    phone(from),
    count(calls.length),
    moment(firstAt),
    moment(lastAt),
    phone(last?.origin.dialled ?? null),
    text(
      [...(last?.origin.queues ?? [])]
        .map((queue) => labelOf('queue', queue ?? 'ring-steps', around))
        .join(', '),
    ),
    text(termOf(last?.origin.disposition ?? 'unknown', around.language)),
    time(Math.max(...calls.map(({ fact }) => fact?.waitMs ?? 0))),
  ];
}
