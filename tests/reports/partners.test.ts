import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { office } from '../core/overflow-scene.js';
import { type Caller, factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, numbersOf } from './two-days.js';

const MINUTE = 60_000;
const PARTNER = 'partner:night-desk';

/** One caller whom Anna has, two whom the partner has, one of them after it was busy, and one who hangs up. */
function day(): Facts {
  const at = BOTH.from + 10 * MINUTE;
  const callers: Caller[] = [
    { at, waitMs: 5_000, answeredBy: 'anna', talkMs: 3 * MINUTE },
    { at, waitMs: 20_000, answeredBy: PARTNER, talkMs: 2 * MINUTE },
    { at, waitMs: 40_000, answeredBy: PARTNER, talkMs: 4 * MINUTE, rungBefore: [[PARTNER, 'busy']] },
    { at, waitMs: 60_000 },
  ];
  const facts = factsOf(callers);
  const span = { agent: 'anna', reason: null, conversation: null, queue: null, endedBy: 'event' } as const;
  facts.states = [{ ...span, state: 'talking', from: BOTH.from, to: BOTH.to }];
  facts.plans.set('plan-1', JSON.stringify(office({})));
  return facts;
}

/** The rows of a table: what stands in these columns. */
function rowsOf(table: Table | undefined, ...keys: readonly string[]): unknown[] {
  const places = keys.map((key) => table?.columns.findIndex((column) => column.key === key) ?? -1);
  return (table?.rows ?? []).map((row) =>
    places.map((place) => {
      const cell = row[place];
      return cell === undefined ? null : numbersOf(cell.value)[0];
    }),
  );
}

test('C53: who a partner has answered counts as answered, and what went there stands apart', async () => {
  const { tables, balance } = await build(day(), 'queues');
  assert.equal(balance, 'balanced');
  assert.deepEqual(rowsOf(tables[0], 'queue', 'entered', 'answered'), [['sales', 4, 3]]);
  assert.equal(tables.length, 2);
  assert.deepEqual(
    rowsOf(
      tables[1],
      'queue',
      'agent',
      'offers',
      'offers-answered',
      'offers-missed',
      'conversations',
      'talk',
    ),
    [['sales', 'partner: Night Desk Ltd', 3, 2, 1, 2, 6 * MINUTE]],
  );
});

test('the partner has a row among agents, with talk and without hours', async () => {
  const { tables } = await build(day(), 'agents');
  assert.deepEqual(rowsOf(tables[0], 'agent', 'conversations', 'talk', 'signed-in'), [
    ['anna', 1, 3 * MINUTE, BOTH.to - BOTH.from],
    ['partner: Night Desk Ltd', 2, 6 * MINUTE, 0],
  ]);
});

test('in Russian the partner is called so', async () => {
  const { tables } = await build(day(), 'queues', { language: 'ru' });
  assert.deepEqual(rowsOf(tables[1], 'agent'), [['партнёр: Night Desk Ltd']]);
});

test('what one conversation keeps an agent goes by agents alone, how long talks last by all', async () => {
  const { tables } = await build(day(), 'queues');
  const [queue] = tables[0]?.rows ?? [];
  const cell = (key: string): unknown => {
    const at = tables[0]?.columns.findIndex((column) => column.key === key) ?? -1;
    const value = queue?.[at]?.value;
    return value === undefined ? null : numbersOf(value);
  };
  assert.deepEqual(cell('mean-talk'), [9 * MINUTE, 3]);
  assert.deepEqual(cell('aht'), [3 * MINUTE, 1]);
  const agents = (await build(day(), 'agents')).tables[0];
  const place = agents?.columns.findIndex((column) => column.key === 'aht') ?? -1;
  const ratios = (agents?.rows ?? []).map((row) =>
    numbersOf(row[place]?.value ?? { unit: 'count', value: 0 }),
  );
  assert.deepEqual(ratios, [
    [3 * MINUTE, 1],
    [0, 0],
  ]);
});

test('by the number dialled it is told which calls went to a partner', async () => {
  const { tables } = await build(day(), 'sources');
  assert.equal(tables.length, 3);
  assert.deepEqual(rowsOf(tables[2], 'agent', 'conversations'), [['partner: Night Desk Ltd', 2]]);
});

test('where nothing went to a partner there is no table of it, nor where somebody else is asked for', async () => {
  const facts = day();
  const agents = { ...NO_FILTERS, agents: ['anna'] };
  assert.equal((await build(facts, 'queues', { filters: agents })).tables.length, 1);
  const partner = { ...NO_FILTERS, agents: [PARTNER] };
  const narrowed = await build(facts, 'queues', { filters: partner });
  assert.deepEqual(rowsOf(narrowed.tables[1], 'conversations'), [[2]]);
});
