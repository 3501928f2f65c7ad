import { groupBy, sumOf } from '../ratio.js';
import type { MessageItem } from '../slicing/messages.js';
import { count, moment, phone, plain, text, time, type Cell, type Column, type Table } from '../table.js';
import { termOf, type Words } from '../words.js';
import { intervalCells, intervalColumns, intervalsOfCalls } from './by-interval.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const voicemails: ReportOfFacts = {
  title: { en: 'Voicemail', ru: 'Голосовая почта' },
  about: {
    en: 'What callers left in each voicemail box, how soon it was heard and they were called back; messages that nobody has heard, one by one.',
    ru: 'Что клиенты оставили в каждом ящике голосовой почты, как скоро это прослушали и перезвонили; непрослушанные сообщения по одному.',
  },
  looksAt: 'messages',
  tables: (context) => [byBox(context), unheard(context)],
  charts: noCharts,
};

const COLUMNS: readonly (readonly [string, string, string, Column['unit']])[] = [
  ['came', 'came to it', 'попали', 'count'],
  ['left', 'left a message', 'оставили', 'count'],
  ['nothing-left', 'left nothing', 'ничего не оставили', 'count'],
  ['failed', 'failed', 'сбой', 'count'],
  ['heard', 'heard', 'прослушаны', 'count'],
  ['unheard', 'unheard', 'не прослушаны', 'count'],
  ['heard-share', 'heard of left', 'доля прослушанных', 'share'],
  ['heard-after', 'heard after', 'прослушаны через', 'mean'],
  ['to-call-back', 'to be called back', 'обещан звонок', 'count'],
  ['called-back', 'called back', 'перезвонили', 'count'],
  ['called-back-after', 'called back after', 'перезвонили через', 'mean'],
];

function byBox(context: ReportContext): Table {
  const { messages, around } = context;
  const label = (words: Words): string => words[around.language];
  const intervalOf = intervalsOfCalls(context);
  const groups = groupBy(messages, ({ fact }) => `${intervalOf(fact.call)}\n${fact.box}`);
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: 'boxes',
    title: label({ en: 'By box', ru: 'По ящикам' }),
    columns: [
      ...intervalColumns(context),
      { key: 'box', label: label({ en: 'box', ru: 'ящик' }), unit: 'text' },
      ...COLUMNS.map(([key, en, ru, unit]) => ({ key, label: label({ en, ru }), unit })),
    ],
    rows: rows.map(([key, own]) => {
      const [interval = '', box = ''] = key.split('\n');
      return [...intervalCells(interval, context), text(box), ...figures(own)];
    }),
    total: [...intervalCells(null, context), text(termOf('total', around.language)), ...figures(messages)],
  };
}

/** Whoever left nothing may be called back all the same. */
function figures(all: readonly MessageItem[]): readonly Cell[] {
  const left = all.filter(isLeft);
  const failed = all.filter(({ fact }) => fact.result === 'failed').length;
  const heard = left.filter(({ heardAt }) => heardAt !== null);
  const reached = all.filter(({ reachedAt }) => reachedAt !== null);
  const heardAfter = sumOf(heard, ({ heardAt, fact }) => (heardAt ?? 0) - fact.endedAt);
  const reachedAfter = sumOf(reached, ({ reachedAt, fact }) => (reachedAt ?? 0) - fact.endedAt);
  return [
    count(all.length),
    count(left.length),
    count(all.length - left.length - failed),
    count(failed),
    count(heard.length),
    count(left.length - heard.length),
    plain({ unit: 'share', ratio: { numerator: heard.length, denominator: left.length } }),
    plain({ unit: 'mean', ratio: { numerator: heardAfter, denominator: heard.length } }),
    count(all.filter(({ callback }) => callback !== 'none').length),
    count(reached.length),
    plain({ unit: 'mean', ratio: { numerator: reachedAfter, denominator: reached.length } }),
  ];
}

function isLeft({ fact }: MessageItem): boolean {
  return fact.result === 'left';
}

const UNHEARD: readonly (readonly [string, string, string, Column['unit']])[] = [
  ['left-at', 'left', 'оставлено', 'instant'],
  ['box', 'box', 'ящик', 'text'],
  ['caller', 'caller', 'номер', 'phone'],
  ['length', 'length', 'длительность', 'duration'],
  ['callback', 'called back', 'перезвонили', 'text'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
];
const CALLBACKS: Readonly<Record<MessageItem['callback'], Words>> = {
  none: { en: 'nobody promised it', ru: 'не обещали' },
  open: { en: 'open', ru: 'ещё ждёт' },
  reached: { en: 'reached', ru: 'дозвонились' },
  'not-reached': { en: 'not reached', ru: 'не дозвонились' },
};

/** The oldest first: those have waited longest. */
function unheard({ messages, around: { language } }: ReportContext): Table {
  const waiting = messages.filter((message) => isLeft(message) && message.heardAt === null);
  return {
    name: 'unheard',
    title: { en: 'Not heard yet', ru: 'Ещё не прослушаны' }[language],
    columns: UNHEARD.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit })),
    rows: waiting.map(({ origin, fact, callback }) => [
      moment(fact.endedAt),
      text(fact.box),
      phone(origin.from),
      time(fact.durationMs),
      text(CALLBACKS[callback][language]),
      text(fact.call),
      text(fact.recording ?? ''),
    ]),
    total: null,
  };
}
