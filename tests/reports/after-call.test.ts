import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RatingFact } from '../../src/core/milestone.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { shown } from '../../src/reports/render/values.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, ZONE } from './two-days.js';

/** So many calls that Anna answered, a minute apart. */
function answered(calls: number): Facts {
  return factsOf(
    Array.from({ length: calls }, (_, index) => ({
      at: BOTH.from + index * 60_000,
      waitMs: 4_000,
      answeredBy: 'anna',
    })),
  );
}

/** The first calls are asked; each gives its score, null: none. */
function rated(
  facts: Facts,
  scores: readonly (number | null)[],
  scale: readonly [number, number] = [1, 5],
): Facts {
  scores.forEach((score, index) => {
    const talk = facts.conversations[index];
    assert.ok(talk !== undefined);
    const { call, conversation, agent, queue, endedAt } = talk;
    const rating: RatingFact = {
      ...{ rating: `r${index}`, call, conversation, agent, queue, recording: `2026/03/28/${conversation}` },
      ...{ question: 'rating', lowest: scale[0], highest: scale[1], askedAt: endedAt, endedAt, tries: 1 },
      ...{ result: score === null ? 'silent' : 'rated', score },
    };
    facts.ratings.push(rating);
  });
  return facts;
}

function rows({ tables }: ReportDocument, table: number): string[][] {
  return tables[table]?.rows.map((row) => row.map(({ value }) => shown(value, ZONE, 'en'))) ?? [];
}

test('scores of other scales count at their place on 1 to 5, and the worst come first', async () => {
  const report = await build(rated(answered(3), [9, 0, 6], [0, 9]), 'ratings');
  const [row] = rows(report, 0);
  // 5, 1 and 1 + 4 × 6/9.
  assert.deepEqual(row?.slice(4), ['3.22', '33.3% (1/3)', '33.3% (1/3)']);
  assert.deepEqual(
    rows(report, 3).map((each) => each[5]),
    ['0', '6', '9'],
  );
});

test('nobody was asked: nothing is shown as 0 %', async () => {
  const facts = answered(3);
  assert.deepEqual(rows(await build(facts, 'ratings'), 0), []);
  const { tables } = await build(facts, 'outcomes');
  assert.deepEqual(
    tables[0]?.total?.map(({ value }) => shown(value, ZONE, 'en')),
    ['total', '0', '0', '0', '—'],
  );
});
