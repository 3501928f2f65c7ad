import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reconciler } from '../../src/app/reconciler.js';
import type { Existing, Signal } from '../../src/core/signal.js';
import { createState } from '../../src/core/step.js';
import { silentLog } from '../contract/real/silent-log.js';

const STRAY: Existing = { legs: [], bridges: [{ id: 'stray', legs: [] }], restarted: false };
const NOTHING: Existing = { legs: [], bridges: [], restarted: false };

/** Plays the looks one after another, without waiting, and stops after the last. */
async function look(
  ...looks: readonly (Existing | 'no answer')[]
): Promise<{ readonly told: readonly Signal[]; readonly repairs: Readonly<Record<string, number>> }> {
  const told: Signal[] = [];
  const repairs: Record<string, number> = {};
  const left = [...looks];
  const reconciler: Reconciler = new Reconciler({
    look: () => {
      const next = left.shift() ?? 'no answer';
      return next === 'no answer' ? Promise.reject(new Error('no answer')) : Promise.resolve(next);
    },
    inFlight: () => 0,
    state: () => createState({ prefix: 'test', seed: 1 }),
    accept: (signal) => told.push(signal),
    everyMs: 60_000,
    pause: () => {
      if (left.length === 0) reconciler.stop();
      return Promise.resolve();
    },
    log: silentLog,
    repairs,
  });
  await reconciler.run();
  return { told, repairs };
}

test('what is astray at two looks is put right and counted', async () => {
  const { told, repairs } = await look(STRAY, STRAY, NOTHING);
  assert.deepEqual(told, [{ kind: 'found-astray', astray: { what: 'stray-bridge', bridge: 'stray' } }]);
  assert.deepEqual(repairs, { 'stray-bridge': 1 });
});

test('what is gone at the second look is left alone', async () => {
  assert.deepEqual((await look(STRAY, NOTHING, NOTHING)).told, []);
});

test('an Asterisk that cannot be asked changes nothing, and is asked again', async () => {
  const { repairs } = await look('no answer', STRAY, 'no answer', STRAY, STRAY, NOTHING);
  assert.deepEqual(repairs, { 'stray-bridge': 1 });
});

test('soon after a gap it looks, also where it never does otherwise', async () => {
  const pauses: number[] = [];
  const repairs: Record<string, number> = {};
  const reconciler: Reconciler = new Reconciler({
    look: () => Promise.resolve(STRAY),
    inFlight: () => 0,
    state: () => createState({ prefix: 'test', seed: 1 }),
    accept: () => reconciler.stop(),
    everyMs: null,
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    log: silentLog,
    repairs,
  });
  const running = reconciler.run();
  reconciler.gapIsOver();
  await running;
  assert.deepEqual([pauses, repairs], [[1_000, 5_000], { 'stray-bridge': 1 }]);
});
