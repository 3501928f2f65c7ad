import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEvent } from '../../src/core/milestone.js';
import { IMPORTED } from '../../src/ports/facts.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, numbersOf } from './two-days.js';

/** What no step of an escalation has set: it says where a call comes from, that it was for nobody here, or that nobody has taken it over. */
const OTHER_MARKS: Readonly<Record<number, readonly string[]>> = {
  10: [IMPORTED],
  11: ['misdirected'],
  12: ['abandoned-after-transfer'],
};

/** 40 calls, of which three reached the head: C49. Two had pressed 2, one had pressed nothing. */
function forty(): Facts {
  const rungBefore = [['manager', 'busy'] as const, ['backup', 'no-answer'] as const];
  const facts = factsOf(
    Array.from({ length: 40 }, (_, index) => ({
      ...{ at: BOTH.from + index * 60_000, waitMs: 20_000, queue: null, answeredBy: 'head' },
      ...(index < 2 ? { rungBefore } : {}),
    })),
  );
  facts.calls = facts.calls.map((call, index) => ({
    ...call,
    marks:
      index < 2 || index === 30
        ? [...(index === 1 ? ['misdirected'] : []), 'escalated_to_head']
        : (OTHER_MARKS[index] ?? []),
  }));
  facts.stages = ['c1', 'c2', 'c3'].map((call): CallEvent => ({
    ...{ kind: 'call-event', call, at: BOTH.from + 1, event: 'menu-key', detail: { menu: 'main', key: '2' } },
  }));
  facts.recordings = [
    {
      ...{ recording: '2026/one', call: 'c2', conversation: 't2', queue: null, agent: 'head' },
      ...{ startedAt: BOTH.from + 80_000, endedAt: BOTH.from + 90_000, durationMs: 9_000 },
      ...{ result: 'recorded', failure: null },
    },
  ];
  return facts;
}

test('C49: exactly the calls that reached the head, by topic, with everybody who was rung for them', async () => {
  const { tables } = await build(forty(), 'escalations');
  const rows = tables.map((table) => table.rows.map((row) => row.map(({ value }) => numbersOf(value)[0])));
  assert.deepEqual(rows[0], [
    ['', 'escalated_to_head', 1],
    ['main 2', 'escalated_to_head', 2],
  ]);
  const steps = rows[1]?.map((row) => [row[0], row[1], row[5], row[6], row[7], row[8], row[10]]);
  assert.deepEqual(steps, [
    ['', 'c31', 'head', 0, 20_000, 'answered', ''],
    ['main 2', 'c1', 'manager', 0, 20_000, 'busy', ''],
    ['main 2', 'c1', 'backup', 1, 19_999, 'no answer', ''],
    ['main 2', 'c1', 'head', 2, 19_998, 'answered', ''],
    ['main 2', 'c2', 'manager', 0, 20_000, 'busy', '2026/one'],
    ['main 2', 'c2', 'backup', 1, 19_999, 'no answer', '2026/one'],
    ['main 2', 'c2', 'head', 2, 19_998, 'answered', '2026/one'],
  ]);
});
