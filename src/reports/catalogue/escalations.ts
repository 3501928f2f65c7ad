import { MISDIRECTED } from '../../core/call/misdirected.js';
import { ABANDONED_AFTER_TRANSFER } from '../../core/transfer/transfer.js';
import { IMPORTED } from '../../ports/facts.js';
import { labelOf } from '../slicing/dimensions.js';
import type { CallItem, OfferItem } from '../slicing/items.js';
import { groupBy } from '../ratio.js';
import { count, moment, phone, text, time, type Cell, type Column, type Table } from '../table.js';
import { termOf } from '../words.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const escalations: ReportOfFacts = {
  title: { en: 'Escalations', ru: 'Эскалации' },
  about: {
    en: 'Every call that came to a step with a mark (mark: in the routing file, except misdirected), by what the caller had asked for, with everybody who was rung for it.',
    ru: 'Каждый звонок, дошедший до шага с пометкой (mark: в файле маршрутизации, кроме misdirected), по выбранной теме, со всеми, кого вызывали.',
  },
  looksAt: 'period',
  intervals: 'none',
  tables: (context) => [byTopic(context), stepByStep(context)],
  charts: noCharts,
};

/** They say where a call was read from, that it was for nobody here, or that nobody has taken it over. */
const NO_ESCALATIONS: readonly string[] = [IMPORTED, MISDIRECTED, ABANDONED_AFTER_TRANSFER];

/** A call that came to a step with a mark. */
export interface Escalated {
  readonly call: CallItem;
  readonly marks: string;
  /** What was pressed, menu by menu; empty: nothing. */
  readonly topic: string;
}

/** Calls with a mark of an escalation, by topic, the oldest first. */
export function escalatedIn({ slice }: ReportContext): readonly Escalated[] {
  const pressed = groupBy(
    slice.menus.filter(({ event }) => event === 'menu-key'),
    ({ origin }) => origin.call,
  );
  return slice.calls
    .flatMap((call) => {
      const marks = (call.fact?.marks ?? []).filter((mark) => !NO_ESCALATIONS.includes(mark));
      const keys = (pressed.get(call.origin.call) ?? []).map(({ menu, key }) => `${menu} ${key ?? ''}`);
      return marks.length === 0 ? [] : [{ call, marks: marks.join(', '), topic: keys.join(', ') }];
    })
    .sort((a, b) => (a.topic === b.topic ? a.call.arrivedAt - b.call.arrivedAt : a.topic < b.topic ? -1 : 1));
}

function byTopic(context: ReportContext): Table {
  const { language } = context.around;
  const label = (en: string, ru: string): string => ({ en, ru })[language];
  const groups = groupBy(escalatedIn(context), ({ topic, marks }) => `${topic}\n${marks}`);
  return {
    name: 'topics',
    title: label('By what was asked for', 'По темам'),
    columns: [TOPIC, MARKS, CALLS].map((column) => columnOf(column, language)),
    rows: [...groups.values()].map((calls) => [
      text(calls[0]?.topic ?? ''),
      text(calls[0]?.marks ?? ''),
      count(calls.length),
    ]),
    total: null,
  };
}

const TOPIC = ['topic', 'asked for', 'тема', 'text'] as const;
const MARKS = ['marks', 'marks', 'пометки', 'text'] as const;
const CALLS = ['calls', 'calls', 'звонков', 'count'] as const;
const STEPS = [
  TOPIC,
  ['call', 'call', 'звонок', 'text'],
  ['arrived', 'arrived', 'поступил', 'instant'],
  ['caller', 'caller', 'номер', 'phone'],
  MARKS,
  ['rung', 'rung', 'вызван', 'text'],
  ['after', 'after', 'через', 'duration'],
  ['rang', 'rang for', 'звонило', 'duration'],
  ['result', 'result', 'результат', 'text'],
  ['disposition', 'disposition', 'исход', 'text'],
  ['recording', 'recording', 'запись', 'text'],
] as const;

function columnOf(
  [key, en, ru, unit]: readonly [string, string, string, Column['unit']],
  language: 'en' | 'ru',
): Column {
  return { key, label: { en, ru }[language], unit };
}

/** A row for everybody who was rung; a call for which nobody was has one row. */
function stepByStep(context: ReportContext): Table {
  const { slice, around } = context;
  const offers = groupBy(slice.offers, ({ fact }) => fact.call);
  return {
    name: 'escalations',
    title: { en: 'Step by step', ru: 'По шагам' }[around.language],
    columns: STEPS.map((column) => columnOf(column, around.language)),
    rows: escalatedIn(context).flatMap((each) => {
      const rung = [...(offers.get(each.call.origin.call) ?? [])].sort(
        (a, b) => a.fact.offeredAt - b.fact.offeredAt,
      );
      return rung.length === 0
        ? [cellsOf(each, null, context)]
        : rung.map((offer) => cellsOf(each, offer, context));
    }),
    total: null,
  };
}

function cellsOf(
  { call, marks, topic }: Escalated,
  offer: OfferItem | null,
  { around }: ReportContext,
): readonly Cell[] {
  const { origin, arrivedAt, recordings } = call;
  const { language } = around;
  return [
    text(topic),
    text(origin.call),
    moment(arrivedAt),
    phone(origin.from),
    text(marks),
    text(offer === null ? '' : labelOf('agent', offer.fact.agent, around)),
    time(offer === null ? null : offer.fact.offeredAt - arrivedAt),
    time(offer === null ? null : offer.fact.endedAt - offer.fact.offeredAt),
    text(offer === null ? '' : termOf(offer.fact.result, language)),
    text(termOf(origin.disposition, language)),
    text(recordings.join(', ')),
  ];
}
