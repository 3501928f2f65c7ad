import { createState, step } from '../../src/core/step.js';
import { must } from './must.js';
import type { Day } from './day.js';
import type { Taken } from './sim-line.js';

/** The same signals at the same instants give the same reactions, as a replay of the journal needs it. */
export function replay(day: Day, taken: readonly Taken[]): void {
  const state = createState({ prefix: 's', seed: day.seed });
  taken.forEach(({ signal, at, reaction }, index) => {
    const again = JSON.stringify(step(state, signal, at));
    must(again === JSON.stringify(reaction), `replayed, step ${index} (${signal.kind}) reacts otherwise`);
  });
}
