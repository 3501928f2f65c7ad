import type { Call } from '../call/call.js';
import { tell, type Work } from '../work.js';
import { beginSecret } from './collect.js';
import { HIDDEN_DIGIT, isSaid, listenerAhead, takesKey } from './listening.js';
import { promptOver, stopPrompt } from './prompt.js';
import { speechUnneeded } from './speaking.js';

/**
 * A key during a prompt, or while a text is being spoken for him, is kept for what follows. Where a menu that knows the
 * key, or digits, come next, the prompt is cut off, and so is all that would be said before them: whoever knows the way
 * need not hear the greeting. `key` is the key as it may be told, `real` what was pressed.
 */
export function typeAhead(work: Work, call: Call, key: string, real: string): void {
  if (!isSaid(call)) {
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
  if (call.activity.kind === 'playing') {
    stopPrompt(work, call, call.activity.playback);
    promptOver(work, call, false);
  } else speechUnneeded(work, call);
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
