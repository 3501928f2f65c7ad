import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runClock } from '../../src/app/run-clock.js';

const TEN = Date.parse('2026-03-04T10:00:00Z');

test('the clock goes on from the wall time at the start, in whole milliseconds', () => {
  let monotonic = 5_000.25;
  const clock = runClock(TEN, () => monotonic, TEN - 60_000);
  assert.equal(clock.now(), TEN);
  monotonic += 1_500.5;
  assert.equal(clock.now(), TEN + 1_500);
});

test('a wall clock that was set back does not make time stand still', () => {
  let monotonic = 0;
  const lastAt = TEN + 3_600_000;
  const clock = runClock(TEN, () => monotonic, lastAt);
  assert.equal(clock.now(), lastAt);
  monotonic += 1_000;
  assert.equal(clock.now(), lastAt + 1_000);
});
