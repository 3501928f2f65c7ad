import { createHash } from 'node:crypto';
import type { AgentId } from '../../core/plan.js';
import type { CallId } from '../../core/signal.js';
import { givenOf } from '../slicing/after-call.js';
import { groupBy } from '../ratio.js';
import { labelOf } from '../slicing/dimensions.js';
import type { CallItem } from '../slicing/items.js';
import { moment, phone, text, time, type Table } from '../table.js';
import { termOf } from '../words.js';
import { escalatedIn } from './escalations.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const sample: ReportOfFacts = {
  title: { en: 'Calls to be listened to', ru: 'Звонки для прослушивания' },
  about: {
    en: 'A sample of the recorded calls (--share, 2 %), at least one of each agent. The same --seed draws the same calls; --include low-rated or escalated has those first. With the scores that reviewers gave.',
    ru: 'Выборка из записанных звонков (--share, 2 %), не меньше одного на оператора. То же --seed даёт те же звонки; --include low-rated или escalated берёт сначала такие. С оценками проверяющих.',
  },
  looksAt: 'period',
  intervals: 'none',
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
  ['scores', 'scores', 'оценки', 'text'],
  ['call', 'call', 'звонок', 'text'],
  ['recording', 'recording', 'запись', 'text'],
] as const;

/**
 * Draws so large a share of them, rounded up, and never fewer than one of each agent who talks in them. Every call has a
 * place by seed and its own id alone, so neither their order nor facts that come later move another one; those of `first`
 * are drawn before all others. Pure.
 */
export function drawn(
  calls: readonly CallItem[],
  { seed, share }: Pick<ReportContext['sample'], 'seed' | 'share'>,
  first: ReadonlySet<CallId> = new Set(),
): readonly CallItem[] {
  const inOrder = calls
    .map((call) => ({ call, place: placeOf(call, seed) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ call }) => call);
  // 7 % of 100 are 7, and not the 8 that 7.000000000000001 would be rounded up to.
  const wanted = Math.ceil(Math.round(calls.length * share * 1e6) / 1e6);
  const before = inOrder.filter(({ origin }) => first.has(origin.call)).slice(0, wanted);
  const heard = new Set<AgentId>(before.flatMap(({ origin }) => [...origin.agents]));
  const ofEach = inOrder.filter((call) => {
    const { agents } = call.origin;
    const isNew = !before.includes(call) && [...agents].some((agent) => !heard.has(agent));
    for (const agent of agents) heard.add(agent);
    return isNew;
  });
  const taken = [...before, ...ofEach];
  const others = inOrder.filter((call) => !taken.includes(call));
  return [...taken, ...others.slice(0, Math.max(0, wanted - taken.length))];
}

function placeOf({ origin }: CallItem, seed: string): string {
  return createHash('sha256').update(`${seed}\n${origin.call}`).digest('hex');
}

/** Calls that are listened to before others. */
function included(context: ReportContext): ReadonlySet<CallId> {
  const { slice, sample: wanted } = context;
  const lowRated = slice.ratings.filter((rating) => givenOf([rating]).some((given) => given <= LOW));
  return new Set([
    ...(wanted.include.includes('low-rated') ? lowRated.map(({ fact }) => fact.call) : []),
    ...(wanted.include.includes('escalated') ? escalatedIn(context).map(({ call }) => call.origin.call) : []),
  ]);
}

/** Of 1 to 5. */
const LOW = 2;

function tableOfSample(context: ReportContext): Table {
  const { slice, around, sample: wanted } = context;
  const { language } = around;
  const recorded = slice.calls.filter(({ fact, recordings }) => fact !== null && recordings.length > 0);
  const calls = [...drawn(recorded, wanted, included(context))].sort((a, b) => a.arrivedAt - b.arrivedAt);
  const scores = new Map(
    [...groupBy(slice.reviews, ({ fact }) => fact.call)].map(([call, given]) => {
      return [call, given.flatMap(({ fact }) => fact.score ?? [])] as const;
    }),
  );
  const of = {
    en: `${calls.length} of ${recorded.length} recorded calls, seed "${wanted.seed}"`,
    ru: `${calls.length} из ${recorded.length} записанных звонков, seed «${wanted.seed}»`,
  }[language];
  return {
    name: 'sample',
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
      text((scores.get(origin.call) ?? []).join(', ')),
      text(origin.call),
      text(recordings.join(', ')),
    ]),
    total: null,
  };
}
