import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDay } from './day.js';
import { faultTable, faultsNeverPutIn } from './fault-table.js';
import { shorten } from './shortening.js';
import { CALLS_A_DAY, simulate } from './simulate.js';
import { traceOf } from './trace.js';

const CALLS = 100_000;
const SEED = 20_260_304;

test(`${CALLS} random calls hold every invariant after every step and satisfy the auditor`, async (t) => {
  const summary = await simulate(SEED, CALLS);
  assert.deepEqual(summary.failed, [], firstTrace(summary.failed[0]?.seed));
  assert.ok(summary.calls >= CALLS, `only ${summary.calls} calls came`);
  assert.deepEqual(faultsNeverPutIn(summary.faults), [], 'a fault of the list was never put in');
  t.diagnostic(`seeds ${SEED} to ${SEED + Math.ceil(CALLS / CALLS_A_DAY) - 1}, ${summary.steps} steps`);
  for (const line of faultTable(summary.faults).split('\n')) t.diagnostic(line);
});

function firstTrace(seed: number | undefined): string {
  if (seed === undefined) return '';
  const day = makeDay(seed, CALLS_A_DAY);
  const failure = shorten(day, 200);
  return failure === null ? `day ${seed} fails only among others` : traceOf(day, failure);
}
