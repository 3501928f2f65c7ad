import { type Call, hasAgent } from '../call/call.js';
import { must } from '../must.js';
import type { State } from '../state.js';
import type { Callback, ForCallback } from './callback.js';
import { hasItsAgent } from './line.js';

/** A call that we make has no leg of its own before the client's phone is rung. */
export function mayBeUnmade({ index }: State, { id, outbound, activity }: Call): boolean {
  return (
    outbound !== null &&
    index.unmade.has(id) &&
    (activity.kind === 'waiting' || activity.kind === 'briefing' || activity.kind === 'reaching-agent')
  );
}

/** Nobody who is to be called back is forgotten, called twice at once, or called without an agent. */
export function checkCallbacks(state: State): void {
  const numbers = new Set<string>();
  for (const callback of state.callbacks.values()) {
    must(!numbers.has(callback.number), `two callbacks for one number: ${callback.id} is the second`);
    numbers.add(callback.number);
    must(
      state.index.callbackOf.get(callback.number) === callback.id,
      `callback ${callback.id}: its index is wrong`,
    );
    checkStage(state, callback);
  }
  must(numbers.size === state.index.callbackOf.size, 'the index of callbacks has more than there are');
  for (const call of state.calls.values())
    if (call.outbound !== null && call.outbound.callback !== null) checkOutbound(state, call, call.outbound);
  for (const id of state.index.unmade) must(state.calls.has(id), `call ${id} is to be made and not there`);
  checkAttempts(state);
}

function checkStage(state: State, callback: Callback): void {
  const { id, stage } = callback;
  const isWatched = state.deadlines.has('callback', id);
  if (stage.kind === 'held') {
    must(state.calls.has(stage.call), `callback ${id} is held by call ${stage.call}, which is over`);
    must(state.index.heldBy.get(stage.call)?.has(id) === true, `callback ${id} is held by nobody's index`);
    return;
  }
  must(isWatched || hasItsAgent(state, callback), `callback ${id} is never looked at again`);
  if (stage.kind === 'resting') return;
  const call = state.calls.get(stage.call);
  must(call?.outbound?.callback === id, `callback ${id} stands in line without its call`);
  const { activity } = call ?? {};
  if (activity?.kind === 'waiting')
    must(activity.visit.queue === callback.queue, `callback ${id} stands in another line`);
}

function checkOutbound(state: State, call: Call, outbound: ForCallback): void {
  const { id, activity } = call;
  const callback = state.callbacks.get(outbound.callback);
  const isCurrent = callback?.stage.kind === 'in-line' && callback.stage.call === id;
  must(
    isCurrent || activity.kind === 'leaving' || activity.kind === 'talking',
    `call ${id} is made for nobody`,
  );
  must(
    state.index.unmade.has(id) === !state.legs.has(call.leg),
    `call ${id}: index of calls to be made is wrong`,
  );
  if (activity.kind === 'dialling')
    must(state.deadlines.has('dial', id), `the client's phone of call ${id} rings without a deadline`);
}

/** Each live attempt has an agent of its own; nobody's phone is rung for two. */
function checkAttempts(state: State): void {
  const agents = new Set<string>();
  const numbers = new Set<string>();
  for (const call of state.calls.values()) {
    if (call.outbound === null || !hasAgent(call.activity)) continue;
    const agent = state.offers.get(call.activity.offer)?.agent;
    must(agent !== undefined && !agents.has(agent), `call ${call.id} is made without an agent of its own`);
    if (agent !== undefined) agents.add(agent);
    must(!numbers.has(call.dialled), `${call.id} is the second call that is made to one number`);
    numbers.add(call.dialled);
  }
}
