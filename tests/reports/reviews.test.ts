import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReviewFact } from '../../src/core/milestone.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { anOutgoing, aRating, aReview } from '../store/sample-facts.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, HOUR, numbersOf } from './two-days.js';

/** Forty calls that Anna and Boris answered, of which three reached the head. */
function facts(): Facts {
  const all = factsOf(
    Array.from({ length: 40 }, (_, index) => ({
      ...{ at: BOTH.from + (index + 1) * 60_000, waitMs: 4_000 },
      answeredBy: index % 2 === 0 ? 'anna' : 'boris',
    })),
  );
  all.calls = all.calls.map((call, index) => ({ ...call, marks: index < 3 ? ['head'] : [] }));
  all.outgoing = [anOutgoing({ call: 'made', askedAt: BOTH.from, agent: 'anna' })];
  return all;
}

function review(call: string, agent: string | null, change: Partial<ReviewFact> = {}): ReviewFact {
  const said = { review: `${call} ${agent ?? ''}`, call, agent, conclusion: null, reviewer: 'olga' };
  return aReview({ ...said, reviewedAt: BOTH.to + HOUR, ...change });
}

function rowsOf(table: Table | undefined): (number | string | null)[][] {
  return table?.rows.map((row) => row.flatMap(({ value }) => numbersOf(value))) ?? [];
}

const later: Partial<ReportRequest> = { now: BOTH.to + 24 * HOUR };

test('with a standard of 7 an agent whose mean is below it is marked, beside what callers thought', async () => {
  const all = facts();
  all.reviews = [
    review('c1', 'anna', { score: 5 }),
    review('c3', 'anna', { score: 8 }),
    review('c2', 'boris', { score: 7 }),
    review('made', 'anna', { score: 6, reviewer: 'lena' }),
  ];
  all.ratings = [aRating({ call: 'c2', agent: 'boris', askedAt: BOTH.from, score: 5 })];
  const { tables } = await build(all, 'reviews', later);
  assert.deepEqual(rowsOf(tables[0]), [
    ['anna', 3, 19, 3, 0, 0, 0],
    ['boris', 1, 7, 1, 1, 5, 1],
  ]);
  assert.deepEqual(
    tables[0]?.rows.map((row) => row[2]?.mark),
    ['flagged', 'plain'],
  );
  const low = await build(all, 'reviews', { ...later, standard: 6 });
  assert.equal(low.tables[0]?.rows[0]?.[2]?.mark, 'plain');
  const monthly = await build(all, 'reviews', { ...later, interval: 'month' });
  assert.equal(monthly.tables[0]?.columns[0]?.key, 'interval');
  // The worst first.
  assert.deepEqual(
    rowsOf(tables[1]).map((row) => [row[0], row[1], row[3], row[7]]),
    [
      [5, 'anna', 'olga', 'c1'],
      [6, 'anna', 'lena', 'made'],
      [7, 'boris', 'olga', 'c2'],
      [8, 'anna', 'olga', 'c3'],
    ],
  );
});

test('each call that reached the head is listed with what everybody concluded of it', async () => {
  const all = facts();
  all.reviews = [
    review('c2', null, { score: null, conclusion: 'a group of its own is needed' }),
    review('c3', 'anna', { score: 9, conclusion: 'well done' }),
    review('c3', 'anna', { score: 8, conclusion: 'good', reviewer: 'lena' }),
    review('c30', 'boris', { score: 2 }),
  ];
  const { tables } = await build(all, 'reviews', later);
  assert.deepEqual(
    rowsOf(tables[2]).map((row) => [row[8], row[5], row[6], row[7]]),
    [
      ['c1', '', '', ''],
      ['c2', '', 'a group of its own is needed', 'olga'],
      ['c3', 9, 'well done', 'olga'],
      ['c3', 8, 'good', 'lena'],
    ],
  );
});

test('of the same call, agent and reviewer the newest counts, and a review of a call of another time does not', async () => {
  const all = facts();
  all.reviews = [
    review('c1', 'anna', { score: 2 }),
    review('c1', 'anna', { score: 9, review: 'again', reviewedAt: BOTH.to + 2 * HOUR }),
    review('c-of-last-week', 'anna', { score: 1 }),
  ];
  const { tables } = await build(all, 'reviews', later);
  assert.deepEqual(rowsOf(tables[0]), [['anna', 1, 9, 1, 0, 0, 0]]);
});

test('reviews are narrowed by agent, and as their calls are', async () => {
  const all = facts();
  all.reviews = [review('c1', 'anna'), review('c2', 'boris'), review('made', 'anna')];
  const of = async (change: Partial<ReportRequest['filters']>): Promise<number> =>
    rowsOf((await build(all, 'reviews', { ...later, filters: { ...NO_FILTERS, ...change } })).tables[1])
      .length;
  assert.equal(await of({}), 3);
  assert.equal(await of({ agents: ['anna'] }), 2);
  assert.equal(await of({ queues: ['sales'] }), 2);
  assert.equal(await of({ caller: '+359880000001' }), 3);
  assert.equal(await of({ dispositions: ['abandoned'] }), 0);
});

test('what was concluded of a call as a whole is told also where one of its agents is asked for', async () => {
  const all = facts();
  all.reviews = [review('c1', null, { score: null, conclusion: 'a group of specialists' })];
  const filters = { ...NO_FILTERS, agents: ['anna'] };
  const { tables } = await build(all, 'reviews', { ...later, filters });
  assert.match(JSON.stringify(tables.at(-1)?.rows), /a group of specialists/);
  const others = await build(all, 'reviews', { ...later, filters: { ...NO_FILTERS, agents: ['boris'] } });
  assert.doesNotMatch(JSON.stringify(others.tables), /a group of specialists/);
});
