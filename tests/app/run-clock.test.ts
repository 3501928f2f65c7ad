import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runClock } from '../../src/app/run-clock.js';

const TEN = Date.parse('2026-03-04T10:00:00Z');

test('the clock goes on from the wall time at the start, in whole milliseconds', () => {
  let monotonic = 5_000.25;
  const clock = runClock(
    () => TEN,
    () => monotonic,
    TEN - 60_000,
  );
  assert.equal(clock.now(), TEN);
  monotonic += 1_500.5;
  assert.equal(clock.now(), TEN + 1_500);
});

test('a wall clock that was set back does not make time stand still', () => {
  let monotonic = 0;
  const lastAt = TEN + 3_600_000;
  const clock = runClock(
    () => TEN,
    () => monotonic,
    lastAt,
  );
  assert.equal(clock.now(), lastAt);
  monotonic += 1_000;
  assert.equal(clock.now(), lastAt + 1_000);
});

test('a jump of the wall clock does not reach the clock of the run; it says how far the wall is ahead', () => {
  let [wall, monotonic] = [TEN, 0];
  const clock = runClock(
    () => wall,
    () => monotonic,
    TEN,
  );
  monotonic += 1_000;
  wall += 3_601_000;
  assert.deepEqual([clock.now(), clock.shiftMs()], [TEN + 1_000, 3_600_000]);
  clock.approachWall(1_000);
  assert.deepEqual([clock.now(), clock.shiftMs()], [TEN + 3_601_000, 0]);
});

test('a clock that is ahead of the wall stands still while it may, and never goes back', () => {
  let [wall, monotonic] = [TEN, 0];
  const clock = runClock(
    () => wall,
    () => monotonic,
    TEN + 2_500,
  );
  const seen = [clock.now()];
  for (let second = 0; second < 4; second++) {
    monotonic += 1_000;
    wall += 1_000;
    clock.approachWall(1_000);
    seen.push(clock.now());
  }
  assert.deepEqual(seen, [TEN + 2_500, TEN + 2_500, TEN + 2_500, TEN + 3_000, TEN + 4_000]);
});
