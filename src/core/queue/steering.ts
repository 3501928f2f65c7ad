import { hasSomebody } from '../agent/settling.js';
import type { Outcome } from '../agent/presence.js';
import type { Call } from '../call/call.js';
import type { ChangeDetail } from '../change.js';
import type { CallRequest, RefusalCode } from '../signal.js';
import { callPlan } from '../ringing/rule.js';
import { planInForce, type State } from '../state.js';
import { callOf, dispatchLater, tell, type Work } from '../work.js';
import { placeOf } from './entering.js';
import { leaveByExit, leaveWaiting } from './leaving.js';
import { leavePlace, takePlace } from './queue.js';

/** A supervisor moves a waiting caller, takes him out, or changes his priority; a refusal leaves everything as it was. */
export function answerCallRequest(work: Work, request: CallRequest): Outcome {
  const call = work.state.calls.get(request.call);
  if (call === undefined) return refuse('unknown-call', `there is no call "${request.call}" now`);
  if (call.outbound !== null) {
    const { callback } = call.outbound;
    const detail =
      callback === null
        ? `call "${call.id}" is made by an agent and waits in no queue`
        : `call "${call.id}" is for the callback "${callback}", which is steered for itself`;
    return refuse('wrong-state', detail);
  }
  switch (request.ask) {
    case 'move-call':
      return move(work, call, request.queue);
    case 'remove-call':
      if (queueOf(call) === null) return refuse('wrong-state', `call "${call.id}" waits in no queue`);
      leaveByExit(work, call.id, 'removed');
      return { ok: true };
    case 'set-priority':
      return prefer(work, call, request.priority);
  }
}

/** He leaves his queue and enters the other with his age; its limits are set aside, because somebody has decided. */
function move(work: Work, call: Call, queue: string): Outcome {
  const from = queueOf(call);
  if (from === null) return refuse('wrong-state', `call "${call.id}" waits in no queue`);
  if (planInForce(work.state).queues[queue] === undefined)
    return refuse('unknown-queue', `no queue in the routing file is called "${queue}"`);
  if (callPlan(work.state, call).queues[queue] === undefined)
    return refuse(
      'wrong-state',
      `call "${call.id}" came before the queue "${queue}", and knows no way out of it`,
    );
  if (from === queue) return refuse('wrong-state', `call "${call.id}" waits in "${queue}" already`);
  if (!hasSomebody(work, queue, call))
    return refuse('wrong-state', `nobody who could serve call "${call.id}" is there in "${queue}"`);
  leaveWaiting(work, call.id, 'removed');
  work.turns.push({ turn: 'wait-in-queue', call: call.id, queue, limits: 'set-aside' });
  return { ok: true };
}

/** From now on, and in the queue in which he stands. */
function prefer(work: Work, call: Call, priority: number): Outcome {
  const { kind } = call.activity;
  if (kind === 'briefing' || kind === 'connecting' || kind === 'talking' || kind === 'leaving')
    return refuse('wrong-state', `call "${call.id}" waits for nobody any more`);
  call.priority = priority;
  tell(work, call, 'priority-set', { priority });
  if (call.activity.kind !== 'waiting') return { ok: true };
  const { visit } = call.activity;
  const queue = visit.queue === null ? undefined : work.state.queues.get(visit.queue);
  const place = queue?.waiting.find((one) => one.call === call.id);
  if (queue === undefined || place === undefined) return { ok: true };
  leavePlace(queue, call.id);
  takePlace(queue, placeOf(visit, call, place.ticket));
  // Others may stand now where whoever waits goes to a partner.
  dispatchLater(work, [queue.id]);
  return { ok: true };
}

/** The queue in which the caller waits and nobody has answered him; null: in none. */
function queueOf({ activity }: Call): string | null {
  return activity.kind === 'waiting' ? activity.visit.queue : null;
}

/** Where a call waits and with which priority, for the record of changes. */
export function callStanding(state: State, call: string): ChangeDetail {
  const known = state.calls.get(call);
  return known === undefined ? {} : { queue: queueOf(known), priority: known.priority };
}

/** The same when everything that follows from a request has been done: the queue that he was moved to. */
export function standingAfter(work: Work, request: CallRequest): ChangeDetail {
  const { priority } = callOf(work, request.call);
  if (request.ask === 'move-call') return { queue: request.queue, priority };
  return callStanding(work.state, request.call);
}

function refuse(code: RefusalCode, detail: string): Outcome {
  return { ok: false, code, detail };
}
