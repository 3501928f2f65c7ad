import type { Call } from '../call/call.js';
import type { QueueFigure } from '../condition.js';
import type { QueueId } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { Instant } from '../signal.js';
import { planInForce, type State } from '../state.js';
import { estimatedWaitMs, isTrusted, servingAgents } from './estimate.js';
import type { Queue } from './queue.js';

/** Whoever is called back takes up no line. */
export function callersWaiting(state: State, { waiting }: Queue): number {
  if (state.callbacks.size === 0) return waiting.length;
  return waiting.filter(({ call }) => state.calls.get(call)?.outbound === null).length;
}

/** A figure of a queue as it is now; null: it is not known, or the queue is no more. */
export function queueFigure(
  state: State,
  call: Call,
  name: QueueId,
  figure: QueueFigure,
  now: Instant,
): number | null {
  const queue = state.queues.get(name);
  const rule = planInForce(state).queues[name] ?? callPlan(state, call).queues[name];
  if (queue === undefined || rule === undefined) return null;
  switch (figure) {
    case 'waiting':
      return callersWaiting(state, queue);
    case 'signed-in':
      return rule.agents.filter((id) => state.agents.get(id)?.presence.kind === 'signed-in').length;
    case 'serving':
      return servingAgents(state, rule);
    case 'estimate':
      return isTrusted(queue) ? estimatedWaitMs(state, rule, queue.waiting.length, now) : null;
  }
}
