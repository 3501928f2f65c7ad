import { createHash } from 'node:crypto';
import type { AgentId } from '../../core/plan.js';
import { labelOf } from '../slicing/dimensions.js';
import type { CallItem } from '../slicing/items.js';
import { moment, phone, text, time, type Table } from '../table.js';
import { termOf } from '../words.js';
import { noCharts, type CatalogueReport, type ReportContext } from './report.js';

export const sample: CatalogueReport = {
  title: { en: 'Calls to be listened to', ru: 'Звонки для прослушивания' },
  about: {
    en: 'A sample of the recorded calls (--share, 2 %), at least one of each agent. The same --seed draws the same calls.',
    ru: 'Выборка из записанных звонков (--share, 2 %), не меньше одного на оператора. То же --seed даёт те же звонки.',
  },
  looksAt: 'period',
  tables: (context) => [tableOfSample(context)],
  charts: noCharts,
};

const COLUMNS = [
  ['arrived', 'arrived', 'поступил', 'instant'],
  ['agents', 'agents', 'операторы', 'text'],
  ['queues', 'queues', 'очереди', 'text'],
  ['caller', 'caller', 'номер', 'phone'],
  ['wait', 'wait', 'ожидание', 'duration'],
  ['talk', 'talk', 'разговор', 'duration'],
  ['ended-by', 'ended by', 'кто закончил', 'text'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
] as const;

/**
 * Draws so large a share of them, rounded up, and never fewer than one of each agent who talks in them. Every call has a
 * place by seed and its own id alone, so neither their order nor facts that come later move another one. Pure.
 */
export function drawn(
  calls: readonly CallItem[],
  { seed, share }: ReportContext['sample'],
): readonly CallItem[] {
  const inOrder = calls
    .map((call) => ({ call, place: placeOf(call, seed) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ call }) => call);
  const heard = new Set<AgentId>();
  const ofEach = inOrder.filter(({ origin: { agents } }) => {
    const isNew = [...agents].some((agent) => !heard.has(agent));
    for (const agent of agents) heard.add(agent);
    return isNew;
  });
  const others = inOrder.filter((call) => !ofEach.includes(call));
  // 7 % of 100 are 7, and not the 8 that 7.000000000000001 would be rounded up to.
  const wanted = Math.ceil(Math.round(calls.length * share * 1e6) / 1e6);
  return [...ofEach, ...others.slice(0, Math.max(0, wanted - ofEach.length))];
}

function placeOf({ origin }: CallItem, seed: string): string {
  return createHash('sha256').update(`${seed}\n${origin.call}`).digest('hex');
}

function tableOfSample({ slice, around, sample: wanted }: ReportContext): Table {
  const { language } = around;
  const recorded = slice.calls.filter(({ fact, recordings }) => fact !== null && recordings.length > 0);
  const calls = [...drawn(recorded, wanted)].sort((a, b) => a.arrivedAt - b.arrivedAt);
  const of = {
    en: `${calls.length} of ${recorded.length} recorded calls, seed "${wanted.seed}"`,
    ru: `${calls.length} из ${recorded.length} записанных звонков, seed «${wanted.seed}»`,
  }[language];
  return {
    title: of,
    columns: COLUMNS.map(([key, en, ru, unit]) => ({ key, label: { en, ru }[language], unit })),
    rows: calls.map(({ origin, arrivedAt, fact, recordings }) => [
      moment(arrivedAt),
      text([...origin.agents].map((agent) => labelOf('agent', agent, around)).join(', ')),
      text([...origin.queues].map((queue) => labelOf('queue', queue ?? 'ring-steps', around)).join(', ')),
      phone(origin.from),
      time(fact?.waitMs ?? null),
      time(fact?.talkMs ?? null),
      text(fact === null ? '' : termOf(fact.endedBy, language)),
      text(origin.call),
      text(recordings.join(', ')),
    ]),
    total: null,
  };
}
