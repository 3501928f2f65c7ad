import { countOf } from '../../ratio.js';
import type { Condition } from '../alert.js';
import { above, type Present, type Reading } from '../reading.js';

/** How many wait in the queue. */
export function callersWaiting(
  condition: Extract<Condition, { kind: 'callers-waiting' }>,
  { queues, waiting }: Present,
): readonly Reading[] {
  return queues.map((queue) => {
    const figure = countOf(waiting, (each) => each.queue === queue);
    return above(queue, figure, condition.above);
  });
}
