import type { Call } from '../call/call.js';
import type { Outcome } from '../agent/presence.js';
import type { ChangeDetail } from '../change.js';
import type { CallbackRequest, CallId } from '../signal.js';
import type { State } from '../state.js';
import { callOf, type Work } from '../work.js';
import { askFromOutside } from './asking.js';
import { endAttempt } from './attempt.js';
import type { Callback } from './callback.js';
import { endCallback } from './ending.js';
import { heldBy, hold } from './holding.js';
import { leaveLine } from './line.js';

/** Who is to be called back calls himself: nobody rings for him meanwhile. A phone of his that rings already goes on. */
export function clientCalls(work: Work, call: Call): void {
  const callback = ofNumber(work.state, call.fromE164);
  if (callback === undefined || isMade(work.state, callback)) return;
  takeBack(work, callback);
  hold(work, callback, call.id);
}

/** An agent talks with him: by this callback it is reached, by anything else nobody need call him any more. */
export function clientReached(work: Work, callId: CallId): void {
  const call = callOf(work, callId);
  const talk = call.activity.kind === 'talking' ? call.activity.conversation : null;
  if (talk === null) return;
  const ofHis = ofNumber(work.state, call.fromE164);
  // Those that he has asked for in this call, for whatever number.
  const callbacks = new Set([...(ofHis === undefined ? [] : [ofHis]), ...heldBy(work.state, callId)]);
  for (const callback of callbacks) {
    const isOurs = call.outbound?.callback === callback.id;
    if (!isOurs) takeBack(work, callback);
    endCallback(work, callback, isOurs ? 'reached' : 'cancelled', talk.agent);
  }
}

/** Somebody is to be called back, or not any more. */
export function answerCallbackRequest(work: Work, request: CallbackRequest): Outcome {
  if (request.ask === 'ask-callback') return askFromOutside(work, request);
  const callback = work.state.callbacks.get(request.callback);
  if (callback === undefined) {
    const detail = `there is no callback "${request.callback}" now`;
    return { ok: false, code: 'unknown-callback', detail };
  }
  takeBack(work, callback);
  endCallback(work, callback, 'cancelled');
  return { ok: true };
}

/** How a callback stands, for the record of changes. */
export function callbackStanding(state: State, request: CallbackRequest): ChangeDetail {
  const callback =
    request.ask === 'ask-callback' ? ofNumber(state, request.number) : state.callbacks.get(request.callback);
  if (callback === undefined) return {};
  return { callback: callback.id, queue: callback.queue, asks: callback.asks, tries: callback.tries };
}

/** Whoever rings or calls for it stops. */
function takeBack(work: Work, callback: Callback): void {
  if (callback.stage.kind !== 'in-line') return;
  const call = work.state.calls.get(callback.stage.call);
  if (call === undefined || call.activity.kind === 'waiting') leaveLine(work, callback);
  else endAttempt(work, call.id, 'withdrawn');
}

/** His phone rings, or he has answered. */
function isMade(state: State, { stage }: Callback): boolean {
  const kind = stage.kind === 'in-line' ? state.calls.get(stage.call)?.activity.kind : undefined;
  return kind === 'dialling' || kind === 'connecting' || kind === 'talking';
}

function ofNumber(state: State, number: string | null): Callback | undefined {
  return number === null ? undefined : state.callbacks.get(state.index.callbackOf.get(number) ?? '');
}
