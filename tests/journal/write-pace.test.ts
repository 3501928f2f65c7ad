import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WritePace } from '../../src/journal/write-pace.js';

test('quick small writes stay in the event loop, large ones do not', () => {
  let now = 0;
  const pace = new WritePace(() => now);
  pace.here(() => {
    now += 1;
  });
  assert.equal(pace.mayWriteHere(1_000), true);
  assert.equal(pace.mayWriteHere(65 * 1024), false);
});

test('a slow write sends the next ten seconds through the pool', () => {
  let now = 0;
  const pace = new WritePace(() => now);
  pace.here(() => {
    now += 20;
  });
  assert.equal(pace.mayWriteHere(1), false);
  now += 9_999;
  assert.equal(pace.mayWriteHere(1), false);
  now += 1;
  assert.equal(pace.mayWriteHere(1), true);
});

test('a write that fails tells its error and sends what follows through the pool', () => {
  const pace = new WritePace(() => 0);
  const full = new Error('ENOSPC: no space left on device');
  assert.throws(
    () =>
      pace.here(() => {
        throw full;
      }),
    full,
  );
  assert.equal(pace.mayWriteHere(1), false);
});
