import { labelOf } from '../slicing/dimensions.js';
import type { CallItem, OutgoingItem } from '../slicing/items.js';
import { moment, phone, text, time, type Cell, type Table } from '../table.js';
import { termOf } from '../words.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const journal: ReportOfFacts = {
  title: { en: 'Call journal', ru: 'Журнал звонков' },
  about: {
    en: 'Every call, and behind them those that agents made. Search with --caller (a number in any format), --agent, --number, --queue, --disposition, or one call with --call.',
    ru: 'Каждый звонок, за ними исходящие звонки операторов. Поиск: --caller (номер в любом виде), --agent, --number, --queue, --disposition, один звонок — --call.',
  },
  looksAt: 'period',
  intervals: 'none',
  reads: 'calls',
  tables: (context) =>
    context.slice.outgoing.length === 0
      ? [tableOfCalls(context)]
      : [tableOfCalls(context), tableOfCallsMade(context)],
  charts: noCharts,
};

const COLUMNS = [
  ['arrived', 'arrived', 'поступил', 'instant'],
  ['caller', 'caller', 'номер', 'phone'],
  ['name', 'name', 'имя', 'text'],
  ['number', 'number dialled', 'набранный номер', 'phone'],
  ['queues', 'queues', 'очереди', 'text'],
  ['agents', 'agents', 'операторы', 'text'],
  ['disposition', 'disposition', 'исход', 'text'],
  ['place', 'where it ended', 'где закончился', 'text'],
  ['ended-by', 'ended by', 'кто закончил', 'text'],
  ['wait', 'wait', 'ожидание', 'duration'],
  ['talk', 'talk', 'разговор', 'duration'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
] as const;

function tableOfCalls({ slice, around }: ReportContext): Table {
  const { language } = around;
  const calls = [...slice.calls].sort(
    (a, b) => a.arrivedAt - b.arrivedAt || (a.origin.call < b.origin.call ? -1 : 1),
  );
  const cellsOf = ({ origin, arrivedAt, fact, recordings }: CallItem): Cell[] => [
    moment(arrivedAt),
    phone(origin.from),
    text(fact?.fromName ?? ''),
    phone(origin.dialled),
    text([...origin.queues].map((queue) => labelOf('queue', queue ?? 'ring-steps', around)).join(', ')),
    text([...origin.agents].map((agent) => labelOf('agent', agent, around)).join(', ')),
    text(termOf(origin.disposition, language)),
    text(fact === null ? '' : termOf(fact.endPlace, language)),
    text(fact === null ? '' : termOf(fact.endedBy, language)),
    time(fact?.waitMs ?? null),
    time(fact?.talkMs ?? null),
    text(origin.call),
    text(recordings.join(', ')),
  ];
  return {
    name: 'journal',
    title: journal.title[language],
    columns: COLUMNS.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit })),
    rows: calls.map(cellsOf),
    total: null,
  };
}

const MADE = [
  ['asked-at', 'when', 'когда', 'instant'],
  ['client', 'number called', 'кому', 'phone'],
  ['agent', 'agent', 'оператор', 'text'],
  ['result', 'result', 'результат', 'text'],
  ['ended-by', 'ended by', 'кто закончил', 'text'],
  ['rang', 'rang for', 'звонило', 'duration'],
  ['talk', 'talk', 'разговор', 'duration'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
] as const;

/** Calls that agents made, or wanted to make, in the order in which they were asked for. */
function tableOfCallsMade({ slice, around }: ReportContext): Table {
  const { language } = around;
  const cellsOf = ({ fact, number, recordings }: OutgoingItem): Cell[] => [
    moment(fact.askedAt),
    phone(number),
    text(labelOf('agent', fact.agent, around)),
    text(termOf(fact.result, language)),
    text(termOf(fact.endedBy, language)),
    time(fact.dialledAt === null ? null : (fact.answeredAt ?? fact.endedAt) - fact.dialledAt),
    time(fact.talkMs),
    text(fact.call),
    text(recordings.join(', ')),
  ];
  return {
    name: 'calls-made',
    title: { en: 'Calls that agents made', ru: 'Исходящие звонки операторов' }[language],
    columns: MADE.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit })),
    rows: [...slice.outgoing]
      .sort((a, b) => a.fact.askedAt - b.fact.askedAt || (a.fact.call < b.fact.call ? -1 : 1))
      .map(cellsOf),
    total: null,
  };
}
