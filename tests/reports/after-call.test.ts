import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutcomeFact, RatingFact } from '../../src/core/milestone.js';
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

/** The first calls get these codes; null: not set. */
function coded(facts: Facts, codes: readonly (string | null)[], successes: readonly string[]): Facts {
  codes.forEach((outcome, index) => {
    const talk = facts.conversations[index];
    assert.ok(talk !== undefined);
    const { call, conversation, agent, queue, startedAt, endedAt } = talk;
    const fact: OutcomeFact = {
      ...{ conversation, call, queue: queue ?? '', agent, startedAt, settledAt: endedAt, outcome },
      ...{ success: outcome !== null && successes.includes(outcome), resolution: null },
      ...{
        required: true,
        setAt: outcome === null ? null : endedAt,
        setBy: outcome === null ? null : 'request',
      },
    };
    facts.outcomes.push(fact);
  });
  return facts;
}

const times = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what);

function rows({ tables }: ReportDocument, table: number): string[][] {
  return tables[table]?.rows.map((row) => row.map(({ value }) => shown(value, ZONE, 'en'))) ?? [];
}

test('V18: of 100 callers who are asked 20 give 4.7 on average, each stored with call, agent and recording', async () => {
  const scores = [...times(14, 5), ...times(6, 4)];
  const report = await build(rated(answered(100), [...scores, ...times(80, null)]), 'ratings');
  assert.deepEqual(rows(report, 0), [
    ['anna', '100', '20', '20.0% (20/100)', '4.70', '100.0% (20/20)', '0.0% (0/20)'],
  ]);
  assert.deepEqual(rows(report, 2), [
    ['rating', '4', '6', '6.0% (6/100)'],
    ['rating', '5', '14', '14.0% (14/100)'],
    ['rating', 'silent', '80', '80.0% (80/100)'],
  ]);
  const each = rows(report, 3);
  assert.equal(each.length, 20);
  assert.deepEqual(each[0]?.slice(1), [
    ...['anna', 'sales', '+359880000001', 'rating', '4', '1–5', 'c15', '2026/03/28/t15'],
  ]);
});

test('V19: ratings of 5,5,5,4,4,4,4,4,2,5 are 90 % satisfied and 10 % dissatisfied, at the goal and not flagged', async () => {
  const report = await build(rated(answered(10), [5, 5, 5, 4, 4, 4, 4, 4, 2, 5]), 'ratings');
  const [row] = rows(report, 0);
  assert.deepEqual(row?.slice(5), ['90.0% (9/10)', '10.0% (1/10)']);
  const marks = report.tables[0]?.rows.flatMap((cells) => cells.map(({ mark }) => mark));
  assert.ok(marks?.every((mark) => mark === 'plain'));
  const worse = await build(rated(answered(10), [5, 5, 5, 4, 4, 4, 4, 3, 2, 5]), 'ratings');
  assert.equal(worse.tables[0]?.rows[0]?.[5]?.mark, 'flagged');
});

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

test('V42: of 100 conversations 60 sales, 22 reservations and 18 that were not set are a conversion of 82 %', async () => {
  const codes = [...times(60, 'sale'), ...times(22, 'reservation'), ...times(18, null)];
  const report = await build(coded(answered(100), codes, ['sale', 'reservation']), 'outcomes');
  assert.deepEqual(rows(report, 0), [['sales', '100', '18', '82', '82.0% (82/100)']]);
  assert.deepEqual(rows(report, 2), [
    ['sales', 'reservation', '22', '22.0% (22/100)'],
    ['sales', 'sale', '60', '60.0% (60/100)'],
    ['sales', 'not set', '18', '18.0% (18/100)'],
  ]);
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
