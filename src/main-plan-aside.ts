import { fileURLToPath } from 'node:url';
import type { ReadPlan } from './app/plan-keeper.js';
import type { RoutingPlace } from './main-plan.js';
import { forkChild } from './parent/fork-child.js';

const READER = fileURLToPath(new URL('./main-plan-reader.js', import.meta.url));

/**
 * The same as `readRoutingPlan`, in a process of its own that lives as long as the reading: a file of 500 agents takes
 * some hundred milliseconds, and callers wait for every one that the line's event loop is held up. Rejects when the
 * process ends without an answer.
 */
export function readRoutingPlanAside(
  { routing, sounds, speech }: RoutingPlace,
  reader: string = READER,
): Promise<ReadPlan> {
  const child = forkChild(reader, [JSON.stringify({ routing, sounds, speech })]);
  return new Promise((resolve, reject) => {
    child.once('message', (read) => resolve(read as ReadPlan));
    child.once('error', reject);
    child.once('close', (code) =>
      reject(
        new Error(`the process that reads the routing file ended with ${code ?? 'a signal'} and no answer`),
      ),
    );
  });
}
