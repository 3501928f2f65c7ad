import type { TransferFact, TransferResult } from '../../core/transfer/transfer.js';
import { groupBy } from '../ratio.js';
import { labelOf } from '../slicing/dimensions.js';
import { count, moment, plain, text, time, type Cell, type Column, type Table } from '../table.js';
import type { Words } from '../words.js';
import { intervalCells, intervalColumns, intervalsOfCalls } from './by-interval.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const transfers: ReportOfFacts = {
  title: { en: 'Transfers', ru: 'Переводы' },
  about: {
    en: 'Who handed callers over, how often of all who were answered, and what came of it; the three most frequent reasons, and every transfer of the calls of the period.',
    ru: 'Кто переводил звонки, какую долю отвеченных и что из этого вышло; три самые частые причины и каждый перевод звонков за период.',
  },
  looksAt: 'transfers',
  tables: (context) => [share(context), byAgent(context), reasons(context), oneByOne(context)],
  charts: noCharts,
};

const MOST_FREQUENT = 3;

const RESULTS: Readonly<Record<TransferResult, Words>> = {
  connected: { en: 'connected', ru: 'соединены' },
  returned: { en: 'returned', ru: 'вернулись' },
  elsewhere: { en: 'taken by others', ru: 'приняли другие' },
  refused: { en: 'refused', ru: 'отказ' },
  cancelled: { en: 'cancelled', ru: 'отменены' },
  'caller-left': { en: 'caller left', ru: 'клиент ушёл' },
  'in-flow': { en: 'went to a flow', ru: 'ушли в сценарий' },
  voicemail: { en: 'left a message', ru: 'оставили сообщение' },
  callback: { en: 'called back', ru: 'обратный звонок' },
  nobody: { en: 'taken by nobody', ru: 'никто не принял' },
};
const RESULT_NAMES = Object.keys(RESULTS) as readonly TransferResult[];

/** Calls that were answered, and how many of them an agent left to somebody else; transfers stand where their calls arrived. */
function share(context: ReportContext): Table {
  const { slice, transfers: all, around } = context;
  const label = (words: Words): string => words[around.language];
  const intervalOf = intervalsOfCalls(context);
  const answered = groupBy(
    slice.calls.filter(({ fact }) => (fact?.conversations ?? 0) > 0),
    ({ origin }) => intervalOf(origin.call),
  );
  const transferred = groupBy(all, ({ call }) => intervalOf(call));
  const intervals =
    context.interval === null ? [''] : [...new Set([...answered.keys(), ...transferred.keys()])].sort();
  return {
    name: 'share',
    title: label({ en: 'Of all who were answered', ru: 'Из всех отвеченных' }),
    columns: [
      ...intervalColumns(context),
      { key: 'answered', label: label({ en: 'calls answered', ru: 'звонков отвечено' }), unit: 'count' },
      { key: 'handed-over', label: label({ en: 'handed over', ru: 'переведено' }), unit: 'count' },
      { key: 'transfers', label: label({ en: 'transfers', ru: 'переводов' }), unit: 'count' },
      { key: 'share', label: label({ en: 'share handed over', ru: 'доля переведённых' }), unit: 'share' },
    ],
    rows: intervals.map((interval) => [
      ...intervalCells(interval, context),
      ...shareOf(answered.get(interval)?.length ?? 0, transferred.get(interval) ?? []),
    ]),
    total: null,
  };
}

function shareOf(answered: number, transfers: readonly TransferFact[]): readonly Cell[] {
  const handedOver = transfers.filter(({ handedOverAt }) => handedOverAt !== null);
  const left = new Set(handedOver.map(({ call }) => call)).size;
  return [
    count(answered),
    count(left),
    count(transfers.length),
    plain({ unit: 'share', ratio: { numerator: left, denominator: answered } }),
  ];
}

function byAgent(context: ReportContext): Table {
  const { transfers: all, around } = context;
  const { language } = around;
  const intervalOf = intervalsOfCalls(context);
  const groups = groupBy(all, ({ agent, call }) => `${intervalOf(call)}\n${agent}`);
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: 'agents',
    title: { en: 'By agent', ru: 'По операторам' }[language],
    columns: [
      ...intervalColumns(context),
      { key: 'agent', label: { en: 'agent', ru: 'оператор' }[language], unit: 'text' },
      { key: 'transfers', label: { en: 'transfers', ru: 'переводов' }[language], unit: 'count' },
      { key: 'asked', label: { en: 'asked first', ru: 'с консультацией' }[language], unit: 'count' },
      ...RESULT_NAMES.map((name): Column => ({ key: name, label: RESULTS[name][language], unit: 'count' })),
    ],
    rows: rows.map(([key, own]) => {
      const [interval = '', agent = ''] = key.split('\n');
      return [...intervalCells(interval, context), text(labelOf('agent', agent, around)), ...figures(own)];
    }),
    total: [...intervalCells(null, context), text(''), ...figures(all)],
  };
}

function figures(all: readonly TransferFact[]): readonly Cell[] {
  const of = (result: TransferResult): number => all.filter((one) => one.result === result).length;
  return [
    count(all.length),
    count(all.filter(({ way }) => way === 'consult').length),
    ...RESULT_NAMES.map((name) => count(of(name))),
  ];
}

/** The reasons that were given most often, with where to. */
function reasons({ transfers: all, around: { language } }: ReportContext): Table {
  const given = all.filter(({ reason }) => reason !== null);
  const groups = [...groupBy(given, ({ reason, target }) => `${reason ?? ''}\n${target}`)];
  const sorted = groups.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1));
  return {
    name: 'reasons',
    title: { en: 'Most frequent reasons', ru: 'Самые частые причины' }[language],
    columns: [
      { key: 'reason', label: { en: 'reason', ru: 'причина' }[language], unit: 'text' },
      { key: 'target', label: { en: 'where to', ru: 'куда' }[language], unit: 'text' },
      { key: 'transfers', label: { en: 'transfers', ru: 'переводов' }[language], unit: 'count' },
    ],
    rows: sorted
      .slice(0, MOST_FREQUENT)
      .map(([, own]) => [text(own[0]?.reason ?? ''), text(own[0]?.target ?? ''), count(own.length)]),
    total: null,
  };
}

function oneByOne({ transfers: all, around }: ReportContext): Table {
  const { language } = around;
  const column = (key: string, en: string, ru: string, unit: Column['unit']): Column => ({
    ...{ key, label: { en, ru }[language], unit },
  });
  return {
    name: 'transfers',
    title: { en: 'One by one', ru: 'По одному' }[language],
    columns: [
      column('asked-at', 'when', 'когда', 'instant'),
      column('call', 'call', 'звонок', 'text'),
      column('agent', 'agent', 'оператор', 'text'),
      column('target', 'where to', 'куда', 'text'),
      column('reason', 'reason', 'причина', 'text'),
      column('level', 'level', 'уровень', 'text'),
      column('taken-by', 'taken by', 'принял', 'text'),
      column('result', 'result', 'результат', 'text'),
      column('took', 'took', 'длилось', 'duration'),
    ],
    rows: all.map((one) => [
      moment(one.askedAt),
      text(one.call),
      text(labelOf('agent', one.agent, around)),
      text(one.target),
      text(one.reason ?? ''),
      text(one.level === null ? '' : String(one.level)),
      text(one.takenBy === null ? '' : labelOf('agent', one.takenBy, around)),
      text(RESULTS[one.result][language]),
      time(one.endedAt - one.askedAt),
    ]),
    total: null,
  };
}
