import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordingFact } from '../../src/core/milestone.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import { aRating, aReview } from '../store/sample-facts.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, numbersOf } from './two-days.js';

/** So many recorded calls, the agents in turn, then some that nobody recorded or answered. */
function recordedCalls(calls: number, agents: number): Facts {
  const facts = factsOf(
    Array.from({ length: calls + 20 }, (_, index) => ({
      ...{ at: BOTH.from + index * 1_000, waitMs: 9_000 },
      ...(index < calls + 10 ? { answeredBy: `agent-${index % agents}` } : {}),
    })),
  );
  facts.recordings = Array.from({ length: calls }, (_, index): RecordingFact => ({
    ...{ recording: `r${index + 1}`, call: `c${index + 1}`, conversation: `t${index + 1}`, queue: 'sales' },
    ...{
      agent: `agent-${index % agents}`,
      startedAt: BOTH.from + index * 1_000,
      endedAt: BOTH.from + 99_000,
    },
    ...{ durationMs: 60_000, result: 'recorded', failure: null },
  }));
  return facts;
}

function column({ tables: [table] }: ReportDocument, key: string): unknown[] {
  const index = table?.columns.findIndex((each) => each.key === key) ?? -1;
  return table?.rows.map((row) => numbersOf(row[index]?.value ?? { unit: 'text', value: '' })[0]) ?? [];
}

const sample = (seed: string, share = 0.02) => ({ sample: { seed, share } });

test('a seed draws the same calls in whatever order they are read, and another seed draws others', async () => {
  const facts = recordedCalls(200, 2);
  const calls = column(await build(facts, 'sample', sample('week 10')), 'call');
  assert.notDeepEqual(column(await build(facts, 'sample', sample('week 11')), 'call'), calls);
  facts.calls.reverse();
  facts.recordings.reverse();
  assert.deepEqual(column(await build(facts, 'sample', sample('week 10')), 'call'), calls);
});

test('every agent is heard, also where 2 % were fewer calls than agents; nothing is drawn of nothing', async () => {
  const few = await build(recordedCalls(60, 7), 'sample', sample('x'));
  assert.equal(column(few, 'call').length, 7);
  assert.equal(new Set(column(few, 'agents')).size, 7);
  const none = await build(recordedCalls(0, 1), 'sample', sample('x'));
  assert.deepEqual(column(none, 'call'), []);
});

test('where no seed is given it is that of the days, so that a weekly report draws the same when it is made again', async () => {
  const facts = recordedCalls(200, 2);
  const unsaid = await build(facts, 'sample', { sample: { seed: null, share: 0.05 } });
  assert.equal(column(unsaid, 'call').length, 10);
  assert.deepEqual(
    unsaid.tables,
    (await build(facts, 'sample', sample('2026-03-28 2026-03-29', 0.05))).tables,
  );
});

test('S19: calls that callers rated low, and escalated ones, are in it first, and it is no larger for that', async () => {
  const facts = recordedCalls(1_000, 10);
  const [low, marked] = [
    ['c3', 'c14', 'c25'],
    ['c36', 'c47'],
  ];
  facts.ratings = [...low, 'c58'].map((call, index) =>
    aRating({
      call,
      rating: `g${index}`,
      askedAt: BOTH.from,
      lowest: 0,
      highest: 9,
      score: index < 3 ? 2 : 9,
    }),
  );
  facts.calls = facts.calls.map((call) => ({
    ...call,
    marks: marked.includes(call.call) ? ['head'] : [],
  }));
  facts.reviews = [aReview({ call: 'c3', agent: 'agent-2', score: 4, reviewedAt: BOTH.to })];
  const draw = (include: readonly ('low-rated' | 'escalated')[]): Promise<ReportDocument> =>
    build(facts, 'sample', { sample: { seed: 'week 10', share: 0.02, include } });
  const both = await draw(['low-rated', 'escalated']);
  const calls = column(both, 'call');
  assert.equal(calls.length, 20);
  for (const call of [...low, ...marked]) assert.ok(calls.includes(call), call);
  assert.equal(new Set(column(both, 'agents')).size, 10);
  assert.equal(column(both, 'scores')[calls.indexOf('c3')], '4');
  const plain = column(await build(facts, 'sample', sample('week 10')), 'call');
  const others = plain.filter((call) => ![...low, ...marked].includes(String(call)));
  assert.ok(
    others.filter((call) => calls.includes(call)).length >= others.length - 5,
    'the rest are drawn as before',
  );
  assert.deepEqual(column(await draw(['low-rated', 'escalated']), 'call'), calls);
  assert.ok(marked.some((call) => !plain.includes(call)));
});

test('S19: calls to be listened to first are drawn also where there are more agents than places', async () => {
  const facts = recordedCalls(1_000, 25);
  const low = ['c3', 'c28', 'c53', 'c78', 'c103'];
  facts.ratings = low.map((call, index) =>
    aRating({ call, rating: `g${index}`, askedAt: BOTH.from, lowest: 0, highest: 9, score: 1 }),
  );
  const included = { seed: 'week 10', share: 0.02, include: ['low-rated'] } as const;
  const report = await build(facts, 'sample', { sample: included });
  const calls = column(report, 'call');
  for (const call of low) assert.ok(calls.includes(call), call);
  assert.equal(new Set(column(report, 'agents')).size, 25, 'and at least one of each agent');
});

test('filters narrow what is drawn from', async () => {
  const filters = { ...NO_FILTERS, agents: ['agent-1'] };
  const one = await build(recordedCalls(1_000, 10), 'sample', { filters, ...sample('x') });
  assert.deepEqual([...new Set(column(one, 'agents'))], ['agent-1']);
  assert.equal(column(one, 'call').length, 2);
});
