import type { Call, Conversation } from '../call/call.js';
import { callPlan } from '../ringing/rule.js';
import type { Outcome } from '../agent/presence.js';
import { tell, type Work } from '../work.js';
import { type Wish, wishTransfer } from './asking.js';
import type { TransferRule } from './rule.js';

/** The next key follows within this time. */
const KEY_FOLLOWS_WITHIN_MS = 5_000;

/** A key that an agent presses while he talks: a sequence that the file knows hands the caller over. */
export function transferKey(work: Work, call: Call, key: string): void {
  const rule = callPlan(work.state, call).transfers;
  if (rule === undefined || call.activity.kind !== 'talking') return;
  const { conversation } = call.activity;
  const keyed = keyedSoFar(conversation, work.now) + key;
  const wishes = wishesOf(rule, conversation);
  const sequence = [keyed, key].find((one) => [...wishes.keys()].some((whole) => whole.startsWith(one)));
  const wish = sequence === undefined ? undefined : wishes.get(sequence);
  conversation.keyed = { keys: wish === undefined ? (sequence ?? '') : '', at: work.now };
  if (wish === undefined) return;
  const outcome: Outcome = wishTransfer(work, call, wish, 'keys');
  if (!outcome.ok) tell(work, call, 'transfer-refused', { keys: sequence ?? '', why: outcome.detail });
}

function keyedSoFar({ keyed }: Conversation, now: number): string {
  return now - keyed.at > KEY_FOLLOWS_WITHIN_MS ? '' : keyed.keys;
}

/** Every sequence, and what it asks for. */
function wishesOf({ keys, extensions }: TransferRule, { hold }: Conversation): ReadonlyMap<string, Wish> {
  const wishes = new Map<string, Wish>();
  if (keys.complete !== undefined) wishes.set(keys.complete, { ask: 'complete-transfer' });
  if (keys.cancel !== undefined) wishes.set(keys.cancel, { ask: 'cancel-transfer' });
  if (keys.hold !== undefined) wishes.set(keys.hold, { ask: hold === null ? 'hold-call' : 'resume-call' });
  for (const [extension, target] of Object.entries(extensions)) {
    if (keys.blind !== undefined)
      wishes.set(`${keys.blind}${extension}`, { ask: 'transfer-call', target, reason: null });
    if (keys.consult !== undefined)
      wishes.set(`${keys.consult}${extension}`, { ask: 'consult', target, reason: null });
  }
  return wishes;
}
