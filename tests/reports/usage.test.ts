import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, HOUR, numbersOf } from './two-days.js';

const MINUTE = 60_000;

/** So many contacts of a project on a number, each talking so long. */
function contacts(calls: number, talkMs: number): Facts {
  return factsOf(
    Array.from({ length: calls }, (_, index) => ({
      ...{ at: BOTH.from + index * 1_000, waitMs: 3_000, answeredBy: 'anna', talkMs },
    })),
  );
}

async function usage(facts: Facts, change: Parameters<typeof build>[2] = {}): Promise<unknown[][][]> {
  const { tables } = await build(facts, 'usage', change);
  return tables.map(({ rows, total }) =>
    [...rows, total ?? []].map((row) => row.map(({ value }) => numbersOf(value)[0])),
  );
}

test('minutes and contacts of a project, in packages of 5,000 minutes or 500 contacts, and what is over one', async () => {
  const exact = contacts(500, 10 * MINUTE);
  exact.calls = exact.calls.map((call) => ({ ...call, tags: ['shop'] }));
  const row = [500, 500, 5_000 * MINUTE, 5_000, 1, 0, 1, 0];
  assert.deepEqual((await usage(exact))[0], [
    ['shop', ...row],
    ['total', ...row],
  ]);
  const over = contacts(1_003, 10 * MINUTE);
  const more = [1_003, 1_003, 10_030 * MINUTE, 10_030, 3, 5_030, 3, 503];
  const tables = await usage(over);
  assert.deepEqual(tables[1], [
    ['+35920000001', ...more],
    ['total', ...more],
  ]);
  assert.deepEqual(tables[2]?.[0], ['sales', ...more]);
});

test('usage: a minute that was begun counts once for a row, one second more is another package, and nothing is none', async () => {
  const facts = contacts(2, 2_500 * MINUTE);
  const [talk] = facts.conversations;
  assert.ok(talk !== undefined);
  facts.conversations[0] = { ...talk, talkMs: talk.talkMs + 1, endedAt: talk.endedAt + 1 };
  assert.deepEqual((await usage(facts))[0]?.[0], ['no tag', 2, 2, 5_000 * MINUTE + 1, 5_001, 2, 1, 1, 0]);
  assert.deepEqual((await usage(factsOf([])))[0], [['total', 0, 0, 0, 0, 0, 0, 0, 0]]);
});

test('usage: a call of two projects stands in both and once in the total; rows by interval are each a bill of their own', async () => {
  const facts = contacts(1, 61_000);
  facts.calls = facts.calls.map((call) => ({ ...call, tags: ['shop', 'promo'] }));
  assert.deepEqual((await usage(facts))[0], [
    ['promo', 1, 1, 61_000, 2, 1, 0, 1, 0],
    ['shop', 1, 1, 61_000, 2, 1, 0, 1, 0],
    ['total', 1, 1, 61_000, 2, 1, 0, 1, 0],
  ]);
  const days = factsOf(
    [0, 30 * HOUR].map((after) => ({
      ...{ at: BOTH.from + after, waitMs: 3_000, answeredBy: 'anna', talkMs: 30_000 },
    })),
  );
  const [byTag] = await usage(days, { interval: 'day' });
  assert.deepEqual(byTag, [
    ['2026-03-28', 'no tag', 1, 1, 30_000, 1, 1, 0, 1, 0],
    ['2026-03-29', 'no tag', 1, 1, 30_000, 1, 1, 0, 1, 0],
    ['total', '', 2, 2, 60_000, 2, 2, 0, 2, 0],
  ]);
});

test('usage: who is handed over is one contact of each queue and one in all, however often he was answered', async () => {
  const facts = contacts(2, 30_000);
  const [visit] = facts.visits;
  const [talk] = facts.conversations;
  assert.ok(visit !== undefined && talk !== undefined);
  for (const [name, queue] of [
    ['back', 'sales'],
    ['on', 'support'],
  ] as const) {
    facts.visits.push({ ...visit, visit: name, queue });
    facts.conversations.push({ ...talk, conversation: name, visit: name, queue });
  }
  assert.deepEqual((await usage(facts))[2], [
    ['sales', 2, 3, 90_000, 2, 1, 0, 1, 0],
    ['support', 1, 1, 30_000, 1, 1, 0, 1, 0],
    ['total', 2, 4, 120_000, 2, 1, 0, 1, 0],
  ]);
});

test('usage: the worked example of the handbook', async () => {
  const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const example =
    /(\d+) contacts that talk ([\d,]+) s in all are ([\d,]+) minutes, (\d+) packages of\n5,000 minutes, (\d+) minute over 5,000, (\d+) packages of 500 contacts, and (\d+) contact over/;
  const [talks = 0, seconds = 0, ...bill] = (example.exec(text) ?? [])
    .slice(1)
    .map((each) => Number(each.replace(/,/g, '')));
  assert.ok(talks > 500);
  const facts = contacts(talks, 0);
  const [first] = facts.conversations;
  assert.ok(first !== undefined);
  facts.conversations[0] = { ...first, talkMs: seconds * 1_000 };
  assert.deepEqual((await usage(facts))[0]?.at(-1)?.slice(4), bill);
});
