import type { CallbackEnd, CallbackOrigin } from '../../core/callback/callback.js';
import type { CallbackFact } from '../../core/milestone.js';
import type { OpenCallback } from '../../ports/facts.js';
import type { Callbacks } from '../slicing/callbacks.js';
import { groupBy, sumOf } from '../ratio.js';
import { count, moment, phone, plain, text, type Cell, type Column, type Table } from '../table.js';
import type { Words } from '../words.js';
import { intervalAt, intervalCells, intervalColumns } from './by-interval.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const callbacks: ReportOfFacts = {
  title: { en: 'Callbacks', ru: 'Обратные звонки' },
  about: {
    en: 'Who was to be called back, what came of it and how soon; those who were not reached, one by one, and those who still wait.',
    ru: 'Кому обещали перезвонить, что из этого вышло и как скоро; до кого не дозвонились, по одному, и кто ещё ждёт.',
  },
  looksAt: 'callbacks',
  tables: (context) => [whatCameOfThem(context), notReached(context), stillOpen(context)],
  charts: noCharts,
};

const ORIGINS: Readonly<Record<CallbackOrigin, Words>> = {
  caller: { en: 'asked for in a call', ru: 'попросил в звонке' },
  request: { en: 'asked for by another system', ru: 'попросила другая система' },
  abandon: { en: 'hung up waiting', ru: 'не дождался' },
  voicemail: { en: 'came to a voicemail box', ru: 'попал на автоответчик' },
};
const ENDS: Readonly<Record<CallbackEnd, Words>> = {
  reached: { en: 'reached', ru: 'дозвонились' },
  'tries-used': { en: 'not reached', ru: 'не дозвонились' },
  expired: { en: 'expired', ru: 'истекли' },
  cancelled: { en: 'cancelled', ru: 'отменены' },
  refused: { en: 'refused', ru: 'отклонены' },
};
const END_NAMES = Object.keys(ENDS) as readonly CallbackEnd[];
/** Somebody waited for a call that did not reach him. */
const FAILED: readonly CallbackEnd[] = ['expired', 'tries-used', 'refused'];

interface Row {
  readonly interval: string;
  readonly queue: string;
  readonly origin: CallbackOrigin;
  readonly over: readonly CallbackFact[];
  readonly open: number;
  readonly talks: Callbacks['talks'];
}

/** By queue and by who asked, and by when where that is asked for; each callback stands in one row, as one end or as open. */
function whatCameOfThem(context: ReportContext): Table {
  const { over, open, talks } = context.callbacks;
  const { language } = context.around;
  const keyOf = ({ queue, origin, askedAt }: Pick<OpenCallback, 'queue' | 'origin' | 'askedAt'>): string =>
    `${intervalAt(askedAt, context)}\n${queue}\n${origin}`;
  const overOf = groupBy(over, keyOf);
  const openOf = groupBy(open, keyOf);
  const rows = [...new Set([...over, ...open].map(keyOf))].sort().map((key): Row => {
    const [interval, queue, origin] = key.split('\n') as [string, string, CallbackOrigin];
    return {
      interval,
      queue,
      origin,
      over: overOf.get(key) ?? [],
      open: openOf.get(key)?.length ?? 0,
      talks,
    };
  });
  const label = (words: Words): string => words[language];
  const counted = (key: string, words: Words): Column => ({ key, label: label(words), unit: 'count' });
  return {
    name: 'callbacks',
    title: label({ en: 'What came of them', ru: 'Что из этого вышло' }),
    columns: [
      ...intervalColumns(context),
      { key: 'queue', label: label({ en: 'queue', ru: 'очередь' }), unit: 'text' },
      { key: 'origin', label: label({ en: 'why', ru: 'почему' }), unit: 'text' },
      counted('callbacks', { en: 'callbacks', ru: 'обратных звонков' }),
      ...END_NAMES.map((end) => counted(end, ENDS[end])),
      counted('open', { en: 'open', ru: 'открыты' }),
      {
        key: 'reached-share',
        label: label({ en: 'reached of promised', ru: 'доля дозвонов' }),
        unit: 'share',
      },
      counted('tries', { en: 'tries', ru: 'попыток' }),
      { key: 'after', label: label({ en: 'reached after', ru: 'дозвонились через' }), unit: 'mean' },
      { key: 'mean-talk', label: label({ en: 'mean talk', ru: 'ср. разговор' }), unit: 'mean' },
      { key: 'aht', label: label({ en: 'AHT', ru: 'ср. обработка' }), unit: 'mean' },
    ],
    rows: rows.map((row) => [
      ...intervalCells(row.interval, context),
      ...[text(row.queue), text(label(ORIGINS[row.origin]))],
      ...figures(row),
    ]),
    total: [
      ...intervalCells(null, context),
      text(''),
      text(''),
      ...figures({ over, open: open.length, talks }),
    ],
  };
}

/** Of those that were promised and are over, but for those cancelled: an agent had talked with most of them. */
function figures({ over, open, talks }: Pick<Row, 'over' | 'open' | 'talks'>): readonly Cell[] {
  const of = (end: CallbackEnd): readonly CallbackFact[] => over.filter((one) => one.end === end);
  const reached = of('reached');
  const denominator = reached.length + of('expired').length + of('tries-used').length;
  const waited = sumOf(
    reached,
    ({ askedAt, notBefore, endedAt }) => endedAt - Math.max(askedAt, notBefore ?? 0),
  );
  const talked = over.flatMap(({ callback }) => talks.get(callback) ?? []);
  const mean = (numerator: number, of: number): Cell =>
    plain({ unit: 'mean', ratio: { numerator, denominator: of } });
  return [
    count(over.length + open),
    ...END_NAMES.map((end) => count(of(end).length)),
    count(open),
    plain({ unit: 'share', ratio: { numerator: reached.length, denominator } }),
    count(sumOf(over, ({ tries }) => tries)),
    mean(waited, reached.length),
    mean(
      sumOf(talked, ({ talkMs }) => talkMs),
      talked.length,
    ),
    mean(
      sumOf(talked, ({ talkMs, wrapUpMs }) => talkMs + wrapUpMs),
      talked.length,
    ),
  ];
}

function notReached({ callbacks: { over }, around: { language } }: ReportContext): Table {
  const rows = over.filter(({ end }) => FAILED.includes(end));
  return {
    name: 'not-reached',
    title: { en: 'Not reached', ru: 'Не дозвонились' }[language],
    columns: [
      ...whom(language),
      { key: 'tries', label: { en: 'tries', ru: 'попыток' }[language], unit: 'count' },
      { key: 'ended-at', label: { en: 'given up', ru: 'прекращено' }[language], unit: 'instant' },
      { key: 'end', label: { en: 'how it ended', ru: 'чем кончилось' }[language], unit: 'text' },
      { key: 'reason', label: { en: 'reason', ru: 'причина' }[language], unit: 'text' },
    ],
    rows: rows.map((one) => [
      ...cellsOf(one, language),
      count(one.tries),
      moment(one.endedAt),
      text(ENDS[one.end][language]),
      text(one.reason ?? ''),
    ]),
    total: null,
  };
}

function stillOpen({ callbacks: { open }, around: { language } }: ReportContext): Table {
  return {
    name: 'open',
    title: { en: 'Open', ru: 'Открыты' }[language],
    columns: [
      ...whom(language),
      { key: 'not-before', label: { en: 'not before', ru: 'не раньше' }[language], unit: 'instant' },
    ],
    rows: open.map((one) => [...cellsOf(one, language), moment(one.notBefore)]),
    total: null,
  };
}

function whom(language: 'en' | 'ru'): readonly Column[] {
  return [
    { key: 'client', label: { en: 'number', ru: 'номер' }[language], unit: 'phone' },
    { key: 'name', label: { en: 'name', ru: 'имя' }[language], unit: 'text' },
    { key: 'queue', label: { en: 'queue', ru: 'очередь' }[language], unit: 'text' },
    { key: 'origin', label: { en: 'why', ru: 'почему' }[language], unit: 'text' },
    { key: 'asked-at', label: { en: 'since', ru: 'с' }[language], unit: 'instant' },
  ];
}

function cellsOf(
  { number, name, queue, origin, askedAt }: OpenCallback,
  language: 'en' | 'ru',
): readonly Cell[] {
  return [phone(number), text(name ?? ''), text(queue), text(ORIGINS[origin][language]), moment(askedAt)];
}
