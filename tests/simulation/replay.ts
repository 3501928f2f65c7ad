import { freeze } from '../../src/core/snapshot.js';
import { type State, step } from '../../src/core/step.js';
import { type LineJournal, withoutPins } from './line-journal.js';
import { must } from './must.js';

/** The same signals at the same instants give the same reactions and the same state, to the last byte. */
export function replay(journal: LineJournal, live: State): void {
  const state = journal.newState();
  journal.records.forEach(({ signal, at, reaction }, index) => {
    const again = withoutPins(step(state, signal, at));
    must(again === withoutPins(reaction), `replayed, step ${index} (${signal.kind}) reacts otherwise`);
  });
  must(freeze(state) === freeze(live), 'replayed, the day ends in another state');
}
