import { takeOut } from '../legs.js';
import { type BlockId, dialledKey } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { State } from '../state.js';
import { tell, type Work } from '../work.js';
import type { Call } from './call.js';

/**
 * The agent has left a conversation that is over, and the caller is still there: he goes on with what comes after a call.
 * A talk with a number outside leads there once: dialled in it, an answering machine would be called for ever. False: nothing
 * follows.
 */
export function goOnAfterCall(work: Work, call: Call): boolean {
  // Whom we have called did not come to be asked questions.
  const block = call.outbound === null ? afterCallOf(work.state, call) : null;
  if (block === null) return false;
  const before = call.afterCalls ?? [];
  if (call.lastTalk === null && before.includes(block)) return false;
  call.afterCalls = [...before, block];
  takeOut(work, call.leg);
  tell(work, call, 'after-call', { block });
  // Nothing of the flow that led to the agent follows any more.
  call.frames = [];
  work.turns.push({ turn: 'enter', call: call.id, block });
  return true;
}

/** What comes after a call is said by the queue, or else by the number that was dialled, in the call's own plan. */
function afterCallOf(state: State, call: Call): BlockId | null {
  const plan = callPlan(state, call);
  const queue = call.lastTalk?.queue ?? null;
  const ofQueue = queue === null ? undefined : plan.queues[queue]?.afterCall;
  return ofQueue ?? plan.numbers[dialledKey(call.dialled)]?.afterCall ?? null;
}
