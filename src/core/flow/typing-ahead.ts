import type { Call } from '../call/call.js';
import type { Step } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import { tell, type Work } from '../work.js';
import { promptOver } from './prompt.js';

/**
 * A key during a prompt is kept for the menu that follows. Where that menu comes next and knows the key, the prompt
 * is cut off: whoever knows the menu need not hear the greeting.
 */
export function typeAhead(work: Work, call: Call, key: string): void {
  if (call.activity.kind !== 'playing') return;
  forgetTypedAhead(work, call);
  call.typedAhead = key;
  const next = nextStep(work, call);
  if (next?.do !== 'menu' || next.keys[key] === undefined) return;
  const { playback } = call.activity;
  work.state.playbacks.delete(playback);
  work.state.deadlines.cancel('playback', call.id);
  work.commands.push({ kind: 'stop-playback', leg: call.leg, playback });
  promptOver(work, call, false);
}

/** No menu has come: the key counts for nothing. */
export function forgetTypedAhead(work: Work, call: Call): void {
  if (call.typedAhead === null) return;
  tell(work, call, 'key-ignored', { key: call.typedAhead });
  call.typedAhead = null;
}

function nextStep(work: Work, call: Call): Step | undefined {
  const { blocks } = callPlan(work.state, call);
  for (const { block, next } of [...call.frames].reverse()) {
    const step = blocks[block]?.[next];
    if (step !== undefined) return step;
  }
  return undefined;
}
