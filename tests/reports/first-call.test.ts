import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, type Caller, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, numbersOf } from './two-days.js';

const DAY = 24 * HOUR;

/** Callers, each with his number. */
function from(callers: readonly (Caller & { readonly number: string })[]): Facts {
  const facts = factsOf(callers);
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: callers[index]?.number ?? null }));
  return facts;
}

function number(index: number): string {
  return `+35988${String(index).padStart(7, '0')}`;
}

async function rows(facts: Facts, now = BOTH.from + 60 * DAY): Promise<unknown[]> {
  const { tables } = await build(facts, 'first-call', { days: { from: FIRST, to: FIRST }, now });
  const [table] = tables;
  return [...(table?.rows ?? []), table?.total ?? []].map((row) => row.map(({ value }) => numbersOf(value)));
}

test('V20: what the agent has said comes before the rule, whether the caller came again or the days are open', async () => {
  const at = BOTH.from + HOUR;
  const facts = from([
    { at, waitMs: 5_000, answeredBy: 'anna', number: number(1) },
    { at: at + DAY, waitMs: 5_000, number: number(1) },
    { at, waitMs: 5_000, answeredBy: 'anna', number: number(2) },
    { at, waitMs: 5_000, answeredBy: 'anna', number: number(3) },
    { at, waitMs: 5_000, answeredBy: 'anna', number: number(4) },
  ]);
  const words = new Map([
    ['c1', 'resolved'],
    ['c3', 'unresolved'],
    ['c4', null],
  ] as const);
  facts.outcomes = facts.conversations.flatMap(({ call, conversation, agent, startedAt, endedAt }) => {
    const resolution = words.get(call as 'c1');
    return resolution === undefined
      ? []
      : [
          {
            ...{ conversation, call, queue: 'sales', agent, startedAt, settledAt: endedAt, outcome: 'x' },
            ...{ success: false, resolution, required: false, setAt: endedAt, setBy: 'keys' as const },
          },
        ];
  });
  assert.deepEqual((await rows(facts))[0], [['sales'], [4], [1], [3, 4], [0], ['']]);
  const early = await rows(facts, at + 2 * DAY);
  assert.deepEqual(early[0], [['sales'], [2], [1], [1, 2], [2], ['2026-04-04']]);
});

test('who came in the week before is no first call; another queue, a later call and a hidden number change nothing', async () => {
  const at = BOTH.from + HOUR;
  const answered = { waitMs: 5_000, answeredBy: 'anna' };
  const facts = from([
    { at: at - 7 * DAY, waitMs: 9_000, number: number(1) },
    { at, ...answered, number: number(1) },
    { at: at - 7 * DAY - 1, waitMs: 9_000, number: number(2) },
    { at, ...answered, number: '0880 000 002' },
    { at: at + 7 * DAY + 1, waitMs: 9_000, number: number(2) },
    { at, ...answered, number: number(3) },
    { at: at + DAY, waitMs: 9_000, number: number(3), queue: 'support' },
    { at, waitMs: 9_000, number: number(4) },
    { at, ...answered, number: number(5) },
  ]);
  facts.calls = facts.calls.map((call) => (call.from === number(5) ? { ...call, from: null } : call));
  facts.plans.set('plan-1', JSON.stringify({ company: { country: 'BG' }, queues: {}, agents: {} }));
  const [sales] = await rows(facts);
  assert.deepEqual(sales, [['sales'], [2], [0], [2, 2], [0], ['']]);
});

test('days younger than seven are open, until when they say', async () => {
  const at = BOTH.from + HOUR;
  const facts = from([{ at, waitMs: 5_000, answeredBy: 'anna', number: number(1) }]);
  assert.deepEqual((await rows(facts, at + 7 * DAY - 1))[0], [
    ['sales'],
    [0],
    [0],
    [0, 0],
    [1],
    ['2026-04-04'],
  ]);
  assert.deepEqual((await rows(facts, at + 7 * DAY))[0], [['sales'], [1], [0], [1, 1], [0], ['']]);
});
