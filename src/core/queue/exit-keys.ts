import { refusedAt } from '../callback/asking.js';
import type { Call } from '../call/call.js';
import type { BlockId } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { State } from '../state.js';
import { tell, type Work } from '../work.js';
import { leaveWaiting } from './leaving.js';

/** Where a key leads that is pressed while the caller waits; null: nowhere. As he was told when he came: his plan. */
export function exitByKey(state: State, call: Call, key: string): BlockId | null {
  const queue = call.activity.kind === 'waiting' ? call.activity.visit.queue : null;
  const keys = queue === null ? undefined : callPlan(state, call).queues[queue]?.waiting.keys;
  return keys?.[key] ?? null;
}

/** A key while the caller waits: he leaves by it, or it means nothing. */
export function queueKey(work: Work, call: Call, key: string): void {
  const block = exitByKey(work.state, call, key);
  if (block === null) {
    tell(work, call, 'key-ignored', { key });
    return;
  }
  const queue = call.activity.kind === 'waiting' ? call.activity.visit.queue : null;
  tell(work, call, 'queue-key', { queue, key });
  leaveWaiting(work, call.id, asksForCallback(work, call, block) ? 'callback' : 'key');
  work.turns.push({ turn: 'enter', call: call.id, block });
}

/** The first thing that follows is that he is promised a callback. */
function asksForCallback(work: Work, call: Call, block: BlockId): boolean {
  const [step] = callPlan(work.state, call).blocks[block] ?? [];
  return step?.do === 'callback' && refusedAt(work, call, step) === null;
}
