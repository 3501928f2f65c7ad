import type { Call } from '../call/call.js';
import { tell, type Work } from '../work.js';
import { beginSecret } from './collect.js';
import { HIDDEN_DIGIT, listenerAhead, takesKey } from './listening.js';
import { promptOver, stopPrompt } from './prompt.js';

/**
 * A key during a prompt is kept for what follows. Where a menu that knows the key, or digits, come next, the prompt is
 * cut off, and so is all that would be said before them: whoever knows the way need not hear the greeting. `key` is
 * the key as it may be told, `real` what was pressed.
 */
export function typeAhead(work: Work, call: Call, key: string, real: string): void {
  if (call.activity.kind !== 'playing') return;
  if (call.activity.place === 'message') {
    tell(work, call, 'key-ignored', { key });
    return;
  }
  forgetTypedAhead(work, call);
  const listener = listenerAhead(work.state, call);
  const isTaken = listener !== null && takesKey(listener, key);
  if (!isTaken && key === HIDDEN_DIGIT) {
    tell(work, call, 'key-ignored', { key });
    return;
  }
  call.typedAhead = key;
  if (!isTaken) return;
  if (listener.do === 'collect') beginSecret(work, call, listener, real);
  stopPrompt(work, call, call.activity.playback);
  promptOver(work, call, false);
}

/** Whether the caller has already pressed what the next step waits for: nothing more is said before it. */
export function isExpected(work: Work, call: Call): boolean {
  const key = call.typedAhead;
  const listener = key === null ? null : listenerAhead(work.state, call);
  return key !== null && listener !== null && takesKey(listener, key);
}

/** Nothing that listens has come: the key counts for nothing. */
export function forgetTypedAhead(work: Work, call: Call): void {
  if (call.typedAhead === null) return;
  tell(work, call, 'key-ignored', { key: call.typedAhead });
  call.typedAhead = null;
}
