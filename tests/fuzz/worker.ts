import { parentPort, workerData } from 'node:worker_threads';
import { fuzz, type FuzzResult } from './fuzzing.js';
import { InputWindow } from './input-window.js';
import { openTarget, type TargetName } from './target.js';

/** What a worker is started with. */
export interface Order {
  readonly target: TargetName;
  readonly seed: number;
  readonly forMs: number;
  readonly window: SharedArrayBuffer;
}

/** A thread of its own: one that stands still or eats the memory can be ended, and its input is known. */
const { target: name, seed, forMs, window } = workerData as Order;
const shown = new InputWindow(window);
const target = await openTarget(name);
const result: FuzzResult = await fuzz(target, { seed, forMs, beforeEach: (input) => shown.show(input) });
await target.close();
parentPort?.postMessage(result);
