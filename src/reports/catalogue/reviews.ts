import { groupBy } from '../ratio.js';
import { labelOf } from '../slicing/dimensions.js';
import type { ReviewItem } from '../slicing/items.js';
import { moment, phone, plain, text, type Cell, type Column, type Table } from '../table.js';
import { termOf } from '../words.js';
import { escalatedIn, type Escalated } from './escalations.js';
import { FiguresOfFacts, narrowed } from '../figures/figures-of-facts.js';
import { grid, noCharts, tableOf, type ReportOfFacts, type ReportContext } from './report.js';

export const reviews: ReportOfFacts = {
  title: { en: 'Quality reviews', ru: 'Оценка качества' },
  about: {
    en: 'What those who listened to calls of the period think of them: scores by agent (a mean below --standard, 7, is flagged) beside the ratings of callers, every review, and every escalated call with what was concluded.',
    ru: 'Что думают прослушавшие звонки за период: оценки по операторам (средняя ниже --standard, 7, отмечена) рядом с оценками клиентов, каждый отзыв и каждая эскалация с выводом.',
  },
  looksAt: 'period',
  tables: (context) => [byAgent(context), oneByOne(context), escalated(context)],
  charts: noCharts,
};

/** Whom somebody scored or a caller rated. */
function byAgent(context: ReportContext): Table {
  const { slice, around, standard } = context;
  const ofBoth = { ...narrowed(slice, 'reviews'), ratings: slice.ratings };
  const scored = grid({
    name: 'agents',
    title: { en: `By agent; standard ${standard}`, ru: `По операторам; норма ${standard}` },
    by: ['agent'],
    columns: ['reviews', 'review-score', 'ratings-given', 'rating'],
    thresholds: [{ column: 'review-score', is: 'below', limit: standard }],
  });
  return tableOf(scored, { ...context, figures: new FiguresOfFacts(ofBoth, around) });
}

type Heading = readonly [string, string, string, Column['unit']];
const REVIEWS: readonly Heading[] = [
  ['score', 'score', 'оценка', 'text'],
  ['agent', 'agent', 'оператор', 'text'],
  ['conclusion', 'conclusion', 'вывод', 'text'],
  ['reviewer', 'reviewer', 'проверил', 'text'],
  ['reviewed-at', 'reviewed', 'когда проверил', 'instant'],
  ['at', 'call of', 'звонок от', 'instant'],
  ['client', 'number', 'номер', 'phone'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
];
const ESCALATED: readonly Heading[] = [
  ['topic', 'asked for', 'тема', 'text'],
  ['arrived', 'arrived', 'поступил', 'instant'],
  ['caller', 'caller', 'номер', 'phone'],
  ['marks', 'marks', 'пометки', 'text'],
  ['disposition', 'disposition', 'исход', 'text'],
  ['score', 'score', 'оценка', 'text'],
  ['conclusion', 'conclusion', 'вывод', 'text'],
  ['reviewer', 'reviewer', 'проверил', 'text'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
];

function columnsOf(headings: readonly Heading[], language: 'en' | 'ru'): readonly Column[] {
  return headings.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit }));
}

/** The worst first: those are talked about first. */
function oneByOne({ slice, around, standard }: ReportContext): Table {
  const { language } = around;
  const worstFirst = [...slice.reviews].sort(
    (a, b) =>
      (a.fact.score ?? Infinity) - (b.fact.score ?? Infinity) || a.fact.reviewedAt - b.fact.reviewedAt,
  );
  return {
    name: 'reviews',
    title: { en: 'One by one', ru: 'По одному' }[language],
    columns: columnsOf(REVIEWS, language),
    rows: worstFirst.map(({ fact, at, number, recordings }) => [
      scoreOf(fact.score, standard),
      text(fact.agent === null ? '' : labelOf('agent', fact.agent, around)),
      text(fact.conclusion ?? ''),
      text(fact.reviewer),
      moment(fact.reviewedAt),
      moment(at),
      phone(number),
      text(fact.call),
      text(recordings.join(', ')),
    ]),
    total: null,
  };
}

function scoreOf(score: number | null, standard: number): Cell {
  const cell = score === null ? text('') : plain({ unit: 'count', value: score });
  return score !== null && score < standard ? { ...cell, mark: 'flagged' } : cell;
}

/** Every one of them, reviewed or not; one that several have reviewed has a row for each. */
function escalated(context: ReportContext): Table {
  const { slice, around } = context;
  const byCall = groupBy(slice.reviews, ({ fact }) => fact.call);
  return {
    name: 'escalations',
    title: { en: 'Escalated calls', ru: 'Эскалации' }[around.language],
    columns: columnsOf(ESCALATED, around.language),
    rows: escalatedIn(context).flatMap((each) => {
      const given = byCall.get(each.call.origin.call) ?? [];
      return given.length === 0
        ? [cellsOf(each, null, context)]
        : given.map((review) => cellsOf(each, review, context));
    }),
    total: null,
  };
}

function cellsOf(
  { call: { origin, arrivedAt, recordings }, marks, topic }: Escalated,
  review: ReviewItem | null,
  { around, standard }: ReportContext,
): readonly Cell[] {
  return [
    text(topic),
    moment(arrivedAt),
    phone(origin.from),
    text(marks),
    text(termOf(origin.disposition, around.language)),
    scoreOf(review?.fact.score ?? null, standard),
    text(review?.fact.conclusion ?? ''),
    text(review?.fact.reviewer ?? ''),
    text(origin.call),
    text(recordings.join(', ')),
  ];
}
