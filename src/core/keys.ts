import { outcomeKey } from './agent/outcome.js';
import type { Call } from './call/call.js';
import { codeKey } from './codes/signing-in.js';
import { collectKey, isLateEndKey } from './flow/collect.js';
import { HIDDEN_DIGIT, isDigit, shownKey } from './flow/listening.js';
import { menuKey } from './flow/menu.js';
import { rateKey } from './flow/rating.js';
import { typeAhead } from './flow/typing-ahead.js';
import { queueKey } from './queue/exit-keys.js';
import { voicemailKey } from './voicemail/leaving.js';
import type { Signal } from './signal.js';
import type { State } from './state.js';
import { transferKey } from './transfer/keys.js';
import { tell, type Work } from './work.js';
import { agentConfirms } from './ringing/connecting.js';

/** The same signal, but for a digit that may not be told. */
export function shownSignal(state: State, signal: Signal): Signal {
  if (signal.kind !== 'key-pressed') return signal;
  const call = callerOf(state, signal.leg);
  const key = call === undefined ? keyOfCode(state, signal) : shownKey(state, call, signal.key);
  return key === signal.key ? signal : { ...signal, key };
}

/** Every digit where a code was dialled may be one of a PIN. */
function keyOfCode(
  { codeCalls }: State,
  { leg, key }: { readonly leg: string; readonly key: string },
): string {
  return codeCalls.has(leg) && isDigit(key) ? HIDDEN_DIGIT : key;
}

/**
 * A key is pressed, by a caller or by an agent. Only digits that are kept secret look at the key as it was pressed;
 * everything else goes by what may be told.
 */
export function keyPressed(work: Work, leg: string, real: string): void {
  const call = callerOf(work.state, leg);
  if (call === undefined) {
    if (work.state.codeCalls.has(leg)) codeKey(work, leg, real);
    else agentPressed(work, leg, real);
    return;
  }
  const key = shownKey(work.state, call, real);
  const { kind } = call.activity;
  const isLate = isLateEndKey(work, call, key);
  call.lateEndKey = null;
  if (isLate) tell(work, call, 'key-ignored', { key });
  else if (kind === 'in-menu') menuKey(work, call, key);
  else if (kind === 'collecting') collectKey(work, call, key, real);
  else if (kind === 'rating') rateKey(work, call, key);
  else if (kind === 'leaving-message') voicemailKey(work, call, key);
  else if (kind === 'playing' || kind === 'awaiting-speech') typeAhead(work, call, key, real);
  else if (kind === 'waiting') queueKey(work, call, key);
  else tell(work, call, 'key-ignored', { key });
}

/** An agent presses keys on the phone that he talks at, or takes a call by one. */
function agentPressed(work: Work, id: string, key: string): void {
  const leg = work.state.legs.get(id);
  const call = leg?.role === 'agent' ? work.state.calls.get(leg.call) : undefined;
  if (call?.activity.kind === 'talking' && call.activity.conversation.agentLeg === id)
    pressedInTalk(work, call, key);
  else agentConfirms(work, id, key);
}

/** Sequences of the transfers and codes of outcomes begin with different keys. */
function pressedInTalk(work: Work, call: Call, key: string): void {
  outcomeKey(work, call, key);
  transferKey(work, call, key);
}

function callerOf(state: State, leg: string): Call | undefined {
  const known = state.legs.get(leg);
  return known?.role === 'caller' ? state.calls.get(known.call) : undefined;
}
