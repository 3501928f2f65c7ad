import { labelOf } from '../slicing/dimensions.js';
import type { RatingItem } from '../slicing/items.js';
import { count, moment, phone, text, type Cell, type Column, type Table } from '../table.js';
import { termOf } from '../words.js';
import { grid, noCharts, onlyOf, tableOf, type ReportOfFacts, type ReportContext } from './report.js';
import { withShares } from './shares.js';

const FIGURES = [
  ...(['ratings-asked', 'ratings-given', 'response-rate'] as const),
  ...(['rating', 'satisfied', 'dissatisfied'] as const),
];

const BY_AGENT = grid({
  name: 'agents',
  title: { en: 'By agent', ru: 'По операторам' },
  by: ['agent'],
  columns: FIGURES,
  thresholds: [{ column: 'satisfied', is: 'below', limit: 0.9 }],
});

const BY_QUESTION = grid({
  name: 'questions',
  title: { en: 'By question and queue', ru: 'По вопросам и очередям' },
  by: ['question', 'queue'],
  columns: FIGURES,
});

const BY_SCORE = grid({
  name: 'scores',
  title: { en: 'By score', ru: 'По оценкам' },
  by: ['question', 'score'],
  columns: ['ratings-asked'],
});

export const ratings: ReportOfFacts = {
  title: { en: 'Ratings', ru: 'Оценки' },
  about: {
    en: 'What callers said of their conversations, by agent and question, and every rating with its recording. Fewer than 90 % satisfied is flagged.',
    ru: 'Как клиенты оценили разговоры, по операторам и вопросам, и каждая оценка с записью разговора. Доля довольных ниже 90 % отмечена.',
  },
  looksAt: 'period',
  tables: (context) => {
    const asked = onlyOf('ratings', context);
    return [
      tableOf(BY_AGENT, asked),
      tableOf(BY_QUESTION, asked),
      withShares(tableOf(BY_SCORE, asked), 'ratings-asked', context.around.language),
      oneByOne(context),
    ];
  },
  charts: noCharts,
};

const COLUMNS = [
  ['asked-at', 'asked', 'спрошен', 'instant'],
  ['agent', 'agent', 'оператор', 'text'],
  ['queue', 'queue', 'очередь', 'text'],
  ['caller', 'caller', 'номер', 'phone'],
  ['question', 'question', 'вопрос', 'text'],
  ['score', 'score', 'оценка', 'count'],
  ['scale', 'scale', 'шкала', 'text'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
] as const;

/** The ratings that were given, the worst first: those are listened to first. */
function oneByOne({ slice, around }: ReportContext): Table {
  const { language } = around;
  const given = slice.ratings
    .filter(({ fact }) => fact.score !== null)
    .sort((a, b) => shareOf(a) - shareOf(b) || a.fact.askedAt - b.fact.askedAt);
  return {
    name: 'ratings',
    title: { en: 'One by one', ru: 'По одной' }[language],
    columns: COLUMNS.map(([key, en, ru, unit]): Column => ({ key, label: { en, ru }[language], unit })),
    rows: given.map((rating) => cellsOf(rating, around)),
    total: null,
  };
}

/** Where on its scale a score stands, from 0 to 1. */
function shareOf({ fact: { score, lowest, highest } }: RatingItem): number {
  return ((score ?? lowest) - lowest) / (highest - lowest);
}

function cellsOf({ origin, fact }: RatingItem, around: ReportContext['around']): readonly Cell[] {
  return [
    moment(fact.askedAt),
    text(labelOf('agent', fact.agent, around)),
    text(fact.queue ?? termOf('ring-steps', around.language)),
    phone(origin.from),
    text(fact.question),
    count(fact.score ?? 0),
    text(`${fact.lowest}–${fact.highest}`),
    text(fact.call),
    text(fact.recording ?? ''),
  ];
}
