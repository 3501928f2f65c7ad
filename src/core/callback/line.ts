import type { Call } from '../call/call.js';
import { forgetCall } from '../call/ending.js';
import type { PlannedQueue } from '../plan.js';
import { scheduleOpening } from '../queue/admission.js';
import { newVisit, placeOf } from '../queue/entering.js';
import { leaveWaiting } from '../queue/leaving.js';
import { takePlace } from '../queue/queue.js';
import { CoreBug, mint, planInForce, type State } from '../state.js';
import { dispatchLater, type Work } from '../work.js';
import type { Callback } from './callback.js';

/** An agent has answered for it: he hears the notice, waits for the client, or talks with him. */
export function hasItsAgent(state: State, { stage }: Callback): boolean {
  if (stage.kind !== 'in-line') return false;
  const activity = state.calls.get(stage.call)?.activity;
  return activity !== undefined && activity.kind !== 'waiting';
}

/** The call that is for him takes the place of his age; nothing of it is in Asterisk before an agent has answered. */
export function standInLine(work: Work, callback: Callback): void {
  const { state } = work;
  const queue = state.queues.get(callback.queue);
  const rule: PlannedQueue | undefined = planInForce(state).queues[callback.queue];
  if (queue === undefined || rule === undefined) throw new CoreBug(`queue ${callback.queue} is not there`);
  if (callback.stage.kind === 'in-line') {
    if (isUpToDate(state, callback)) return;
    leaveLine(work, callback);
  }
  const call = outboundCall(work, callback);
  state.calls.set(call.id, call);
  state.index.unmade.add(call.id);
  const visit = newVisit(work, call, { queue: queue.id, step: null, messages: 0 });
  call.activity = { kind: 'waiting', visit };
  callback.stage = { kind: 'in-line', call: call.id };
  state.minted += 1;
  takePlace(queue, placeOf(visit, call, state.minted));
  scheduleOpening(work, call, visit, rule);
  dispatchLater(work, [queue.id]);
}

/** It stands in the queue that was named last, at its age, under the plan in force, or somebody is rung for it there. */
function isUpToDate(state: State, { stage, queue, since }: Callback): boolean {
  const call = stage.kind === 'in-line' ? state.calls.get(stage.call) : undefined;
  if (call?.activity.kind !== 'waiting') return false;
  const { visit } = call.activity;
  const isThere = visit.queue === queue && visit.enteredAt - visit.carriedMs === since;
  return isThere && (call.plan === state.planInForce || visit.offers.length > 0);
}

/** Nobody is rung for it any more; its age is not lost. */
export function leaveLine(work: Work, callback: Callback): void {
  if (callback.stage.kind !== 'in-line') return;
  const call = work.state.calls.get(callback.stage.call);
  callback.stage = { kind: 'resting' };
  if (call === undefined) return;
  leaveWaiting(work, call.id, 'removed');
  forgetCall(work, call);
}

function outboundCall(work: Work, callback: Callback): Call {
  const { state, now } = work;
  const { number, name, language, priority, needs } = callback;
  return {
    id: mint(state, 'call'),
    leg: mint(state, 'leg'),
    ...{ from: number, fromE164: number, fromName: name, dialled: number },
    plan: planInForce(state).version,
    ...{ language, variables: {}, priority, needs, tags: [], marks: [] },
    ...{ arrivedAt: now, inHours: true, answeredAt: null, firstOfferedAt: null, closed: false },
    ...{ informationHeard: null, lastExit: null, waitMs: 0, keptMs: now - callback.since },
    ...{ talkMs: 0, conversations: 0, lastTalk: null, frames: [], activity: { kind: 'in-flow' } },
    ...{ typedAhead: null, lateEndKey: null, backdrop: 'silence' },
    transfer: null,
    outbound: { callback: callback.id, attempt: null },
  };
}
