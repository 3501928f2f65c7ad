import { labelOf } from '../slicing/dimensions.js';
import { moment, phone, text, time, type Table } from '../table.js';
import { termOf } from '../words.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const longCalls: ReportOfFacts = {
  title: { en: 'Long conversations', ru: 'Долгие разговоры' },
  about: {
    en: 'Every conversation longer than --longer-than (10 minutes where nothing is said), the longest first.',
    ru: 'Каждый разговор дольше --longer-than (без указания — 10 минут), сначала самые долгие.',
  },
  looksAt: 'period',
  intervals: 'none',
  tables: (context) => [tableOfTalks(context)],
  charts: noCharts,
};

const COLUMNS = [
  ['started', 'started', 'начало', 'instant'],
  ['talk', 'talk', 'разговор', 'duration'],
  ['agent', 'agent', 'оператор', 'text'],
  ['queue', 'queue', 'очередь', 'text'],
  ['caller', 'caller', 'номер', 'phone'],
  ['ended-by', 'ended by', 'кто закончил', 'text'],
  ['call', 'call', 'звонок', 'text'],
] as const;

function tableOfTalks({ slice, around, longMs }: ReportContext): Table {
  const { language } = around;
  const long = slice.conversations
    .filter(({ fact }) => fact.talkMs > longMs)
    .sort((a, b) => b.fact.talkMs - a.fact.talkMs || a.fact.startedAt - b.fact.startedAt);
  return {
    name: 'long-calls',
    title: longCalls.title[language],
    columns: COLUMNS.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit })),
    rows: long.map(({ origin, fact }) => [
      moment(fact.startedAt),
      time(fact.talkMs),
      text(labelOf('agent', fact.agent, around)),
      text(labelOf('queue', fact.queue ?? 'ring-steps', around)),
      phone(origin.from),
      text(termOf(fact.endedBy, language)),
      text(fact.call),
    ]),
    total: null,
  };
}
