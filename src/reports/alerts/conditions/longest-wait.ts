import type { Condition } from '../alert.js';
import { above, type Present, type Reading } from '../reading.js';

/** How long whoever has waited longest in the queue has been in it, in milliseconds; nobody: 0. */
export function longestWait(
  { aboveMs }: Extract<Condition, { kind: 'longest-wait' }>,
  { queues, waiting, now }: Present,
): readonly Reading[] {
  return queues.map((queue) => {
    const waits = waiting.filter((each) => each.queue === queue).map(({ enteredAt }) => now - enteredAt);
    return above(queue, Math.max(0, ...waits), aboveMs);
  });
}
