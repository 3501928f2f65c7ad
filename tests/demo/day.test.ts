import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../../demo/arguments.js';
import { DAY_MS, planDay } from '../../demo/day.js';

const SEEDS = [1, 2, 3, 7, 42, -5];

function dayOf(...args: readonly string[]): ReturnType<typeof planDay> {
  return planDay(readArguments(args).seed);
}

test('the same seed gives the same day; without one it is the day of seed 1', () => {
  for (const seed of SEEDS) assert.deepEqual(dayOf(`--seed=${seed}`), dayOf(`--seed=${seed}`));
  assert.deepEqual(dayOf(), dayOf('--seed', '1'));
});

test('another seed gives other callers and other moods', () => {
  const days = SEEDS.map((seed) => dayOf(`--seed=${seed}`));
  for (const part of ['callers', 'agents'] as const)
    assert.equal(new Set(days.map((day) => JSON.stringify(day[part]))).size, SEEDS.length, part);
  assert.ok(new Set(days.map(({ callers }) => JSON.stringify(callers.map(({ keys }) => keys)))).size > 1);
});

test('every day has callers who press keys, who do not, and who give up, and agents who answer, decline, miss and pause', () => {
  for (const seed of SEEDS) {
    const { callers, agents } = planDay(seed);
    assert.equal(agents.length, 12);
    assert.ok(callers.length >= 24);
    assert.equal(new Set(callers.map(({ from }) => from)).size, callers.length);
    assert.ok(callers.every(({ atMs }) => atMs >= 0 && atMs < DAY_MS));
    assert.ok(callers.some(({ keys }) => keys.length > 0) && callers.some(({ keys }) => keys.length === 0));
    assert.ok(
      callers.some(({ patienceMs }) => patienceMs <= 12_000),
      `nobody gives up on day ${seed}`,
    );
    const kinds = new Set(agents.flatMap(({ moods }) => moods.map(({ behaviour }) => behaviour.kind)));
    assert.deepEqual([...kinds].sort(), ['answers', 'declines', 'never-answers']);
    const asks = new Set(agents.flatMap((agent) => agent.asks.map(({ ask }) => ask.ask)));
    assert.deepEqual([...asks].sort(), ['end-wrap-up', 'extend-wrap-up', 'pause', 'resume', 'sign-out']);
  }
});

test('a seed that is no whole number is refused', () => {
  for (const seed of ['x', '1.5', '', '4294967297'])
    assert.throws(() => readArguments(['--seed', seed]), /--seed .*: found no whole number/);
});
