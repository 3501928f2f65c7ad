import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { INDICATORS, type IndicatorName } from '../../../src/reports/indicators/all.js';
import type { Table } from '../../../src/reports/table.js';
import { anOutcome, aRating } from '../../store/sample-facts.js';
import { factsOf, planOf, type Facts } from '../day-of-calls.js';
import { at, DAY_MS, MINUTE, type Centre } from './centre.js';
import { answered, changed, dayOf, hungUp, inMenu, made, numberOf, oneByOne, times } from './people.js';
import { rowsOf, tableOf } from './reading.js';
import type { Row } from './row.js';

const [FROM, TO] = [at('00:00'), at('00:00') + DAY_MS];
const within = (column: string): string => `${column} >= ${FROM} AND ${column} < ${TO}`;
const CALLS = `FROM calls WHERE direction = 'inbound' AND ${within('arrived_at')}`;
const TALKS = `FROM conversations WHERE visit_id IS NOT NULL AND ${within('started_at')}`;
const HUNG_UP = `FROM visits v JOIN queue_rules r ON r.queue_id = v.queue_id AND r.plan_version = v.plan_version
  WHERE v.exit_kind = 'hung-up' AND ${within('v.entered_at')}`;
const OFFERS = `FROM offers WHERE ${within('offered_at')}`;
const MADE = `FROM outgoing_calls WHERE dialled_at IS NOT NULL AND ${within('asked_at')}`;
const RATINGS = `FROM ratings WHERE ${within('asked_at')}`;
const OUTCOMES = `FROM outcomes WHERE ${within('started_at')}`;
const stateMs = (states: string): string =>
  `(SELECT SUM(to_at - from_at) FROM agent_states WHERE state IN (${states}) AND from_at >= ${FROM} AND to_at <= ${TO})`;
const share = (part: string, whole: string): string => `SELECT 1.0 * (${part}) / (${whole}) AS share`;

/** The built-in figures as questions in SQL; every column of the catalogue's headline tables. */
const BY_HAND: Partial<Record<IndicatorName, string>> = {
  entered: `SELECT COUNT(*) ${CALLS}`,
  offered: `SELECT COUNT(*) ${CALLS} AND first_offered_at IS NOT NULL`,
  answered: `SELECT COUNT(*) ${CALLS} AND conversations > 0`,
  abandoned: `SELECT COUNT(*) ${HUNG_UP} AND v.wait_ms >= r.short_abandon_ms`,
  'short-abandoned': `SELECT COUNT(*) ${HUNG_UP} AND v.wait_ms < r.short_abandon_ms`,
  'unique-callers': `SELECT COUNT(DISTINCT from_number) ${CALLS}`,
  'out-of-hours-calls': `SELECT COUNT(*) ${CALLS} AND in_hours = 0`,
  'answer-rate': share(
    `SELECT COUNT(*) ${CALLS} AND conversations > 0`,
    `SELECT COUNT(*) ${CALLS} AND marks NOT LIKE '%misdirected%'`,
  ),
  asa: `SELECT 1.0 * SUM(wait_ms) / COUNT(*) ${CALLS} AND conversations > 0`,
  'wait-longest': `SELECT MAX(wait_ms) ${CALLS} AND conversations > 0`,
  'longest-wait': `SELECT MAX(wait_ms) ${CALLS}`,
  conversations: `SELECT COUNT(*) ${TALKS}`,
  talk: `SELECT SUM(talk_ms) ${TALKS}`,
  'mean-talk': `SELECT 1.0 * SUM(talk_ms) / COUNT(*) ${TALKS}`,
  'ring-time': `SELECT 1.0 * SUM(ring_ms) / COUNT(*) ${TALKS}`,
  'client-wait': `SELECT 1.0 * SUM(wait_ms) / COUNT(*) ${TALKS}`,
  offers: `SELECT COUNT(*) ${OFFERS}`,
  'offers-answered': `SELECT COUNT(*) ${OFFERS} AND result = 'answered'`,
  'offers-missed': `SELECT COUNT(*) ${OFFERS} AND result IN ('no-answer', 'busy', 'declined', 'unreachable', 'not-confirmed')`,
  'signed-in': `SELECT ${stateMs("'talking', 'offered', 'wrap-up', 'paused', 'busy-elsewhere', 'unreachable', 'available'")}`,
  load: share(
    `SELECT ${stateMs("'talking', 'wrap-up'")}`,
    `SELECT ${stateMs("'talking', 'offered', 'wrap-up', 'available'")}`,
  ),
  'calls-made': `SELECT COUNT(*) ${MADE}`,
  'calls-made-answered': `SELECT COUNT(*) ${MADE} AND result = 'answered'`,
  'calls-made-long': `SELECT COUNT(*) ${MADE} AND talk_ms > 30000`,
  'ratings-asked': `SELECT COUNT(*) ${RATINGS}`,
  'response-rate': `SELECT 1.0 * COUNT(score) / COUNT(*) ${RATINGS}`,
  rating: `SELECT AVG(1.0 * (1 + 4.0 * (score - lowest) / (highest - lowest))) ${RATINGS} AND score IS NOT NULL`,
  conversion: `SELECT 1.0 * SUM(success) / COUNT(*) ${OUTCOMES}`,
};

/** The figures of the product, and the same by anybody's own questions. */
export const ROWS_BY_HAND: readonly Row[] = [
  {
    row: 'C53',
    says: 'the documented views give every headline figure by SQL to the same value',
    play: async (centre) => {
      await centre.record(aMixedDay());
      const names = Object.keys(BY_HAND) as IndicatorName[];
      const own = `report: headline\nby: [interval]\ncolumns: [${names.join(', ')}]\n`;
      const table = tableOf(await centre.report({ file: 'headline.yml', text: own }));
      for (const [place, name] of names.entries()) {
        const told = valueIn(table, place + 1);
        const asked = await centre.number(BY_HAND[name] ?? '');
        assert.ok(told > 0, `${name} is ${told}: it tells nothing`);
        assert.ok(Math.abs(told - asked) <= 1e-4 * told, `${name}: ${told}, by SQL ${asked}`);
        if (Number.isInteger(told)) assert.equal(asked, told, INDICATORS[name].formula);
      }
      await serviceLevelAsDocumented(centre);
    },
  },
];

function valueIn(table: Table, column: number): number {
  const value = table.rows[0]?.[column]?.value;
  assert.ok(value !== undefined);
  if ('ratio' in value) return value.ratio.numerator / value.ratio.denominator;
  return Number(value.value);
}

/** The question that docs/views.md has, with the borders of the day: they are the ones that stand there. */
async function serviceLevelAsDocumented(centre: Centre): Promise<void> {
  const [, question = ''] =
    /```sql\n(SELECT v\.queue_id,[^;]+);/.exec(await readFile('docs/views.md', 'utf8')) ?? [];
  assert.ok(question.includes(String(FROM)) && question.includes(String(TO)), question);
  const asked = await centre.sql(question);
  const levels = asked.map((row) => [
    String(row['queue_id']),
    `(${Number(row['answered_in_time'])}/${Number(row['base'])})`,
  ]);
  const told = tableOf(await centre.report('service-level'));
  assert.deepEqual(
    rowsOf(told, ['queue', 'service-level']).map(([queue, level = '']) => [queue, level.split(' ')[1]]),
    levels,
  );
  assert.equal(levels.length, 2);
}

/** A day with some of everything: two queues, three agents, hang-ups late and at once, menus, calls made, ratings and codes. */
function aMixedDay(): Facts {
  const missed = { rungBefore: [['vera', 'no-answer'] as const, ['boris', 'lost-race'] as const] };
  const people = [
    ...Array.from({ length: 20 }, (_, index) =>
      answered(1_000 + index * 1_700, { talkMs: 60_000 + index * 7_000 }),
    ),
    ...Array.from({ length: 9 }, (_, index) =>
      answered(3_000 + index * 2_300, {
        answeredBy: 'boris',
        queue: 'support',
        ...(index < 3 ? missed : {}),
      }),
    ),
    ...[hungUp(2_000), hungUp(4_999), hungUp(5_000), hungUp(66_000), hungUp(31_000, { queue: 'support' })],
    ...times(3, hungUp(0, { exit: 'full' })),
  ];
  const facts = factsOf(oneByOne(people, at('09:00'), 5 * MINUTE));
  changed(facts, (_, index) => ({
    from: numberOf(index % 23),
    marks: index === 36 ? ['misdirected'] : [],
  }));
  facts.calls.push(
    ...[0, 1, 2, 3].map((index) => inMenu(`menu-${index}`, at('20:00') + index, { inHours: index > 1 })),
  );
  const [withinMs, shortAbandonMs] = [20_000, 5_000];
  const rule = { target: 0.8, withinMs, shortAbandonMs };
  const { queues: sales } = JSON.parse(planOf('sales', rule)) as { queues: object };
  const { queues: support } = JSON.parse(planOf('support', { ...rule, withinMs: 10_000 })) as {
    queues: object;
  };
  facts.plans.set('plan-1', JSON.stringify({ queues: { ...sales, ...support }, agents: {} }));
  facts.outgoing = [29_000, 31_000, 95_000, 'busy' as const].map((came, index) => made(index, came));
  facts.states = ['anna', 'boris', 'vera'].flatMap((agent, index) => workingDay(agent, index));
  facts.ratings = facts.conversations.slice(0, 7).map(({ call, conversation, endedAt: askedAt }, index) =>
    aRating({
      ...{ rating: `r${index}`, call, conversation, askedAt },
      ...(index < 5 ? { score: 1 + index } : { result: 'silent', score: null }),
    }),
  );
  facts.outcomes = facts.conversations.map(({ call, conversation, agent, startedAt }, index) =>
    anOutcome({ call, conversation, agent, startedAt, success: index % 3 === 0 }),
  );
  return facts;
}

function workingDay(agent: string, index: number): Facts['states'] {
  return dayOf(agent, [
    ['00:00', 'signed-out'],
    ['08:00', 'available'],
    ['09:00', 'offered'],
    ['09:01', 'talking'],
    [`1${index}:00`, 'wrap-up'],
    [`1${index}:10`, 'paused'],
    ['13:00', 'busy-elsewhere'],
    ['13:05', 'unreachable'],
    ['13:30', 'available'],
    ['17:00', 'signed-out'],
  ]);
}
