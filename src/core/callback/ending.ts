import type { AgentId } from '../plan.js';
import type { State } from '../state.js';
import type { Work } from '../work.js';
import type { Callback, CallbackEnd } from './callback.js';

/** The callback is over; nobody stands in line for it any more. */
export function endCallback(
  work: Work,
  callback: Callback,
  end: Exclude<CallbackEnd, 'refused'>,
  agent: AgentId | null = null,
): void {
  tellEnd(work, callback, { end, agent, reason: null });
}

/** The plan in force does not call him: no queue does any more, or the dial policy does not allow it. */
export function refuseCallback(
  work: Work,
  callback: Callback,
  reason: 'no-callbacks' | 'not-allowed' | 'not-possible',
): void {
  tellEnd(work, callback, { end: 'refused', agent: null, reason });
}

function forgetHeld({ index }: State, { id, stage }: Callback): void {
  if (stage.kind !== 'held') return;
  const held = index.heldBy.get(stage.call);
  held?.delete(id);
  if (held?.size === 0) index.heldBy.delete(stage.call);
}

function tellEnd(
  { state, now, milestones }: Work,
  callback: Callback,
  how: { readonly end: CallbackEnd; readonly agent: AgentId | null; readonly reason: string | null },
): void {
  state.callbacks.delete(callback.id);
  state.index.callbackOf.delete(callback.number);
  forgetHeld(state, callback);
  state.deadlines.cancel('callback', callback.id);
  const { id, number, name, queue, origin, call, askedAt, notBefore, asks, tries } = callback;
  milestones.push({
    ...{ kind: 'callback-ended', callback: id, number, name, queue, origin, call, askedAt, notBefore },
    ...{ asks, tries, endedAt: now, ...how },
  });
}
