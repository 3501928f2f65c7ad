import type { CallId } from '../signal.js';
import type { State } from '../state.js';
import type { Work } from '../work.js';
import type { Callback } from './callback.js';

/** While he is in a call of his own, or the one in which he asked is not over, he is not called. */
export function hold({ state }: Work, callback: Callback, call: CallId): void {
  if (callback.stage.kind !== 'resting') return;
  state.deadlines.cancel('callback', callback.id);
  callback.stage = { kind: 'held', call };
}

/** He is asked for while he calls himself, or talks with somebody who has called him back. */
export function holdIfHeCalls(work: Work, callback: Callback): void {
  const own = callWithHim(work.state, callback.number, null);
  if (own !== null) hold(work, callback, own);
}

/** The call that held somebody is over; he may have another. */
export function letGo(work: Work, call: CallId): void {
  for (const callback of work.state.callbacks.values()) {
    if (callback.stage.kind !== 'held' || callback.stage.call !== call) continue;
    callback.stage = { kind: 'resting' };
    const other = callWithHim(work.state, callback.number, call);
    if (other === null) work.callbacksDue.add(callback.id);
    else hold(work, callback, other);
  }
}

/** The call that he has made, or one by which he was reached already: its callback is over. */
function callWithHim({ calls, callbacks }: State, number: string, except: CallId | null): CallId | null {
  for (const { id, outbound, fromE164 } of calls.values()) {
    const isWithHim = outbound === null || !callbacks.has(outbound.callback);
    if (isWithHim && fromE164 === number && id !== except) return id;
  }
  return null;
}
