import type { AgentId } from '../plan.js';
import type { Work } from '../work.js';
import type { Callback, CallbackEnd } from './callback.js';

/** The callback is over; nobody stands in line for it any more. */
export function endCallback(
  work: Work,
  callback: Callback,
  end: CallbackEnd,
  agent: AgentId | null = null,
): void {
  const { state } = work;
  state.callbacks.delete(callback.id);
  state.index.callbackOf.delete(callback.number);
  state.deadlines.cancel('callback', callback.id);
  const { id, number, name, queue, origin, call, askedAt, notBefore, asks, tries } = callback;
  work.milestones.push({
    ...{ kind: 'callback-ended', callback: id, number, name, queue, origin, call, askedAt, notBefore },
    ...{ asks, tries, endedAt: work.now, end, agent },
    reason: end === 'refused' ? 'the queue calls nobody back any more' : null,
  });
}
