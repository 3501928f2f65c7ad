import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordDay } from '../../bench/core/day.js';
import { measureDecisions } from '../../bench/core/decisions.js';
import type { CoreFigures } from '../../bench/core/figures.js';
import { coreSection } from '../../bench/report/core-section.js';
import { judge, type Results } from '../../bench/report/goals.js';

const TIMES = { count: 200, p50: 12, p95: 34, p99: 56, longest: 789 };
const FIGURES: CoreFigures = {
  calls: 1_000,
  steps: 20_000,
  stepsPerSecond: [250_000, 200_000, 199_000],
  agents: 1_000,
  waiting: 10_000,
  decisions: [{ strategy: 'rotating', freed: TIMES, arrived: { ...TIMES, p50: 1 } }],
};
const NOTHING: Results = {
  measurements: [],
  traffic: null,
  crowd: null,
  core: null,
  slowDatabase: null,
  monthReport: null,
  loopDelay: null,
  lineWaitedSeconds: null,
};

const verdict = (core: CoreFigures | null) =>
  judge({ ...NOTHING, core }).find(({ goal }) => goal.startsWith('the core alone'));

test('the middle round is held against 200,000 steps per second', () => {
  assert.deepEqual(verdict(FIGURES), {
    goal: 'the core alone, steps per second',
    limit: '≥ 200000',
    figure: '200000',
    isMet: true,
  });
  assert.equal(verdict({ ...FIGURES, stepsPerSecond: [199_999] })?.isMet, false);
  assert.equal(verdict(null)?.figure, null);
});

test('the section says steps, rounds and the times of each strategy', () => {
  const text = coreSection(FIGURES);
  assert.match(text, /200000 \(199000\.\.250000\) steps per second/);
  assert.match(text, /which is 10000 such calls per second/);
  assert.match(text, /\| rotating +\| 12\.0 +\| 34\.0 \| 56\.0 \| 789 +\| 1\.00/);
});

test('a recorded day is many steps for each call; a decision takes time', () => {
  assert.ok(recordDay(50).length > 50 * 10);
  const { strategy, freed, arrived } = measureDecisions('rotating', 3);
  assert.equal(strategy, 'rotating');
  for (const times of [freed, arrived]) {
    assert.equal(times.count, 3);
    assert.ok(times.p50 > 0 && times.longest >= times.p50);
  }
});
