import { LineMeters } from '../src/app/line-meters.js';
import { StoredLag } from '../src/app/stored-lag.js';
import type { Milestone } from '../src/core/milestone.js';
import type { Signal } from '../src/core/signal.js';

/** What counting for /metrics costs on the path of a call: `npm run bench:meters`. */
const STEPS = 5_000_000;
const meters = new LineMeters(() => performance.now());
const lag = new StoredLag();
const signal: Signal = { kind: 'time-passed' };
const offer = { kind: 'offer-ended', result: 'answered' } as Milestone;
const steps: readonly (readonly Milestone[])[] = [[], [offer], [], []];

/** Everything that one step adds: the instant it began, its milestones, its record, and a ring in every fourth. */
function oneStep(index: number): void {
  const beganAt = meters.now();
  meters.took(signal, steps[index % steps.length] ?? []);
  lag.written(index, beganAt);
  if (index % steps.length === 0) meters.rang(beganAt);
}

/** Nanoseconds and bytes per step. */
function measure(): { readonly nanoseconds: number; readonly bytes: number } {
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const began = performance.now();
  for (let index = 0; index < STEPS; index += 1) oneStep(index);
  const nanoseconds = ((performance.now() - began) * 1e6) / STEPS;
  return { nanoseconds, bytes: Math.max(0, process.memoryUsage().heapUsed - heapBefore) / STEPS };
}

measure();
const { nanoseconds, bytes } = measure();
console.log(`${nanoseconds.toFixed(0)} ns and ${bytes.toFixed(1)} bytes of heap per step (${STEPS} steps)`);
