import type { Step } from '../../src/core/plan.js';
import type { Dice } from './dice.js';

/** Another way while a queue is long, or nobody is there. */
export function byFigure(dice: Dice, queues: readonly string[]): Step {
  const figure = dice.pick(['waiting', 'signed-in', 'serving', 'estimate'] as const);
  const amount = figure === 'estimate' ? dice.around(30_000) : dice.between(0, 3);
  const bound = dice.falls(0.5) ? { above: amount } : { below: amount };
  const condition = { inHours: null, outside: null, dialled: null };
  const queue = { name: dice.pick(queues), figure, ...bound };
  return { do: 'if', condition: { ...condition, queue }, then: 'thanks', otherwise: null };
}
