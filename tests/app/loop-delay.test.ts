import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchLoopDelay } from '../../src/app/loop-delay.js';

/** By the time of the processor: beside others a core is not this process's alone. */
function compute(milliseconds: number): void {
  const since = process.cpuUsage();
  while (process.cpuUsage(since).user < 1_000 * milliseconds);
}

/** Stands still without a core, as a thread does that sleeps in the kernel. */
function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test('a loop that computes, and one that stands still in the kernel, are late by their own doing', async () => {
  for (const hold of [compute, standStill]) {
    const delay = watchLoopDelay(() => performance.now());
    await sleep(50);
    hold(120);
    await sleep(50);
    const { longestMs, longestAtWorkMs } = delay.read();
    delay.stop();
    assert.ok(longestMs >= 100, `${hold.name}: ${longestMs}`);
    assert.ok(longestAtWorkMs >= 40, `${hold.name}: ${longestAtWorkMs}`);
    assert.ok(longestAtWorkMs <= longestMs + 15, `${hold.name}: ${longestAtWorkMs} of ${longestMs}`);
  }
});
