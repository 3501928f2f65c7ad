import { labelOf } from '../slicing/dimensions.js';
import type { CallItem } from '../slicing/items.js';
import { moment, phone, text, time, type Cell, type Table } from '../table.js';
import { termOf } from '../words.js';
import { noCharts, type CatalogueReport, type ReportContext } from './report.js';

export const journal: CatalogueReport = {
  title: { en: 'Call journal', ru: 'Журнал звонков' },
  about: {
    en: 'Every call. Search with --caller (a number in any format), --agent, --queue, --disposition.',
    ru: 'Каждый звонок. Поиск: --caller (номер в любом виде), --agent, --queue, --disposition.',
  },
  looksAt: 'period',
  tables: (context) => [tableOfCalls(context)],
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
    title: journal.title[language],
    columns: COLUMNS.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit })),
    rows: calls.map(cellsOf),
    total: null,
  };
}
