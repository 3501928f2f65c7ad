import type { Resolution } from '../../core/afterwards.js';
import type { QueueId } from '../../core/plan.js';
import type { CallId, Instant } from '../../core/signal.js';
import { wallTime } from '../formats.js';
import { countOf, groupBy, sumOf } from '../ratio.js';
import { labelOf } from '../slicing/dimensions.js';
import { count, plain, text, type Cell, type Table } from '../table.js';
import { termOf } from '../words.js';
import { intervalAt, intervalCells, intervalColumns } from './by-interval.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

export const firstCall: ReportOfFacts = {
  title: { en: 'First-call resolution', ru: 'Решено с первого звонка' },
  about: {
    en: 'Of those who were answered and had not called the queue in the seven days before: who did not call it again within seven days, or whose outcome says so. Below 70 % is flagged.',
    ru: 'Кому ответили и кто не звонил в очередь семь дней до того: кто не позвонил в неё снова за семь дней или у кого так указан итог. Ниже 70 % отмечено.',
  },
  looksAt: 'week-around',
  tables: (context) => [tableOfQueues(context)],
  charts: noCharts,
};

/** Somebody came into a queue. */
export interface QueueEntry {
  readonly call: CallId;
  readonly queue: QueueId;
  /** Who he is, as `Origin.client`. */
  readonly client: string;
  readonly at: Instant;
}

const WEEK_MS = 7 * 86_400_000;
const GOOD = 0.7;

interface FirstCalls {
  /** The interval in which they came into the queue; empty: none was asked for. */
  readonly interval: string;
  readonly queue: QueueId;
  readonly resolved: number;
  /** Called again, or by the agent's word. */
  readonly again: number;
  /** Seven days are not over, and the agent has said nothing. */
  readonly open: number;
  /** When they will be, of the last of them; null: there is none. */
  readonly openUntil: Instant | null;
}

/** The first calls of a queue, by interval where that is asked for: answered, of a number that had not come into it in the week before. Pure. */
export function firstCallsOf(context: ReportContext): readonly FirstCalls[] {
  const entriesOf = groupBy(context.entries, ({ queue, client }) => `${queue}\n${client}`);
  const answered = context.slice.visits.flatMap(({ origin: { client }, fact }) => {
    const { call, queue, exit, enteredAt: at } = fact;
    return exit === 'answered' && queue !== null && client !== null ? [{ call, queue, client, at }] : [];
  });
  const others = ({ call, queue, client }: QueueEntry): readonly QueueEntry[] =>
    (entriesOf.get(`${queue}\n${client}`) ?? []).filter((entry) => entry.call !== call);
  const first = answered.filter(
    (entry) => !others(entry).some(({ at }) => at < entry.at && at >= entry.at - WEEK_MS),
  );
  const isAgain = (entry: QueueEntry): boolean =>
    others(entry).some(({ at }) => at >= entry.at && at <= entry.at + WEEK_MS);
  const byRule = (entry: QueueEntry): Resolution | 'open' => {
    if (entry.at + WEEK_MS > context.now) return 'open';
    return isAgain(entry) ? 'unresolved' : 'resolved';
  };
  const outcomes = groupBy(context.slice.outcomes, ({ fact }) => `${fact.call}\n${fact.queue}`);
  // The agent's word comes before the rule; of several talks the last one's.
  const saidOf = ({ call, queue }: QueueEntry): Resolution | null =>
    outcomes.get(`${call}\n${queue}`)?.findLast(({ fact }) => fact.resolution !== null)?.fact.resolution ??
    null;
  return [...groupBy(first, ({ queue, at }) => `${intervalAt(at, context)}\n${queue}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, calls]) => {
      const [interval = '', queue = ''] = key.split('\n');
      const said = calls.map((entry) => saidOf(entry) ?? byRule(entry));
      const resolved = countOf(said, (each) => each === 'resolved');
      const again = countOf(said, (each) => each === 'unresolved');
      const open = calls.filter((_, index) => said[index] === 'open');
      const openUntil = open.length === 0 ? null : Math.max(...open.map(({ at }) => at)) + WEEK_MS;
      return { interval, queue, resolved, again, open: open.length, openUntil };
    });
}

function tableOfQueues(context: ReportContext): Table {
  const { language } = context.around;
  const label = (en: string, ru: string): string => ({ en, ru })[language];
  const queues = firstCallsOf(context);
  const sum = (of: (row: FirstCalls) => number): number => sumOf(queues, of);
  const openUntil = queues.reduce<Instant | null>(
    (latest, row) => (row.openUntil === null ? latest : Math.max(latest ?? 0, row.openUntil)),
    null,
  );
  const total = {
    resolved: sum((row) => row.resolved),
    again: sum((row) => row.again),
    open: sum((row) => row.open),
  };
  return {
    name: 'first-call',
    title: label('By queue', 'По очередям'),
    columns: [
      ...intervalColumns(context),
      { key: 'queue', label: label('queue', 'очередь'), unit: 'text' },
      { key: 'first', label: label('first calls', 'первых звонков'), unit: 'count' },
      { key: 'again', label: label('not resolved', 'не решено'), unit: 'count' },
      { key: 'resolved', label: label('resolved', 'решено'), unit: 'share' },
      { key: 'open', label: label('still open', 'ещё неизвестно'), unit: 'count' },
      { key: 'until', label: label('open until', 'станет известно'), unit: 'text' },
    ],
    rows: queues.map((row) => [
      ...intervalCells(row.interval, context),
      ...cellsOf(labelOf('queue', row.queue, context.around), row, context),
    ]),
    total: [
      ...intervalCells(null, context),
      ...cellsOf(termOf('total', language), { ...total, openUntil }, context),
    ],
  };
}

function cellsOf(
  name: string,
  row: Omit<FirstCalls, 'interval' | 'queue'>,
  { around: { zone } }: ReportContext,
): Cell[] {
  const ratio = { numerator: row.resolved, denominator: row.resolved + row.again };
  const isLow = ratio.denominator > 0 && ratio.numerator / ratio.denominator < GOOD;
  return [
    text(name),
    count(ratio.denominator),
    count(row.again),
    { ...plain({ unit: 'share', ratio }), mark: isLow ? 'flagged' : 'plain' },
    count(row.open),
    text(row.openUntil === null ? '' : wallTime(row.openUntil, zone).slice(0, 10)),
  ];
}
