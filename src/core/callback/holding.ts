import type { CallbackId, CallId } from '../signal.js';
import type { State } from '../state.js';
import type { Work } from '../work.js';
import type { Callback } from './callback.js';
import { hasItsAgent, leaveLine } from './line.js';

/** While he is in a call of his own, or the one in which he asked is not over, he is not called. */
export function hold(work: Work, callback: Callback, call: CallId): void {
  const { state } = work;
  if (callback.stage.kind === 'held' || hasItsAgent(state, callback)) return;
  leaveLine(work, callback);
  state.deadlines.cancel('callback', callback.id);
  callback.stage = { kind: 'held', call };
  noteHeld(state, callback.id, call);
}

/** Notes which callbacks wait for the end of the call. */
export function noteHeld({ index }: State, callback: CallbackId, call: CallId): void {
  const held = index.heldBy.get(call) ?? new Set();
  index.heldBy.set(call, held.add(callback));
}

/** Those who wait for the end of the call. */
export function heldBy({ callbacks, index }: State, call: CallId): readonly Callback[] {
  return [...(index.heldBy.get(call) ?? [])].flatMap((id) => callbacks.get(id) ?? []);
}

/** He is asked for while he calls himself, or talks with somebody who has called him back. */
export function holdIfHeCalls(work: Work, callback: Callback): void {
  const own = callWithHim(work.state, callback.number, null);
  if (own !== null) hold(work, callback, own);
}

/** The call that held somebody is over; he may have another. */
export function letGo(work: Work, call: CallId): void {
  const waiting = heldBy(work.state, call);
  work.state.index.heldBy.delete(call);
  for (const callback of waiting) {
    callback.stage = { kind: 'resting' };
    const other = callWithHim(work.state, callback.number, call);
    if (other === null) work.callbacksDue.add(callback.id);
    else hold(work, callback, other);
  }
}

/** The call that he has made, or one by which he was reached already: its callback is over. */
function callWithHim({ calls, callbacks }: State, number: string, except: CallId | null): CallId | null {
  for (const { id, outbound, fromE164 } of calls.values()) {
    const isWithHim = outbound === null || outbound.callback === null || !callbacks.has(outbound.callback);
    if (isWithHim && fromE164 === number && id !== except) return id;
  }
  return null;
}
