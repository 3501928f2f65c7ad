import { Worker } from 'node:worker_threads';
import type { FuzzResult } from './fuzzing.js';
import { InputWindow } from './input-window.js';
import type { TargetName } from './target.js';
import type { Order } from './worker.js';

/** No input may take so long, whatever else the machine does. */
const STANDS_STILL_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
/** A worker may keep so much. */
const MEMORY_MB = 512;

/** Fuzzes in a thread; one that stands still or runs out of memory is a finding like others. */
export function fuzzInThread(target: TargetName, seed: number, forMs: number): Promise<FuzzResult> {
  const window = new InputWindow();
  const workerData: Order = { target, seed, forMs, window: window.memory };
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise((resolve) => {
    const end = (result: FuzzResult): void => {
      clearInterval(watch);
      resolve(result);
    };
    const broken = (error: string): void =>
      end({
        executions: window.count,
        outcomes: 0,
        slowestMs: 0,
        findings: [{ input: window.input, error }],
      });
    const watch = watchStandstill(window, () => {
      void worker.terminate();
      broken(`stands still for ${STANDS_STILL_MS / 1000} s`);
    });
    worker.once('message', (result: FuzzResult) => end(result));
    worker.once('error', (error) => broken(error.stack ?? error.message));
    worker.once('exit', (code) => broken(`the worker ended with code ${code}`));
  });
}

function watchStandstill(window: InputWindow, stands: () => void): NodeJS.Timeout {
  let [seen, since] = [window.count, performance.now()];
  return setInterval(() => {
    if (window.count !== seen) [seen, since] = [window.count, performance.now()];
    else if (performance.now() - since > STANDS_STILL_MS) stands();
  }, LOOK_EVERY_MS);
}
