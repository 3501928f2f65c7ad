import type { Call } from '../call/call.js';
import type { MenuStep } from '../plan.js';
import { CoreBug } from '../state.js';
import { tell, type Work } from '../work.js';
import { stepAt } from './listening.js';
import { startPrompt, stopPrompt } from './prompt.js';
import { forgetTypedAhead } from './typing-ahead.js';

/** The menu is heard for the first time. */
export function enterMenu(work: Work, call: Call, menu: MenuStep): void {
  tell(work, call, 'menu-entered', { menu: menu.id });
  if (takeTypedAhead(work, call, menu)) return;
  call.activity = { kind: 'in-menu', tries: 0, playback: null };
  hearMenu(work, call, menu);
}

/** A key that was pressed before the menu counts when the menu knows it: the prompt is not heard at all. */
function takeTypedAhead(work: Work, call: Call, menu: MenuStep): boolean {
  const key = call.typedAhead;
  const block = key === null ? undefined : menu.keys[key];
  if (key === null || block === undefined) {
    forgetTypedAhead(work, call);
    return false;
  }
  call.typedAhead = null;
  tell(work, call, 'menu-key', { menu: menu.id, key, try: 0 });
  work.turns.push({ turn: 'enter', call: call.id, block });
  return true;
}

function hearMenu(work: Work, call: Call, menu: MenuStep): void {
  if (call.activity.kind !== 'in-menu') return;
  call.activity.tries += 1;
  call.activity.playback = startPrompt(work, call, menu.prompt);
  if (call.activity.playback === null) awaitKey(work, call, menu);
}

function awaitKey(work: Work, call: Call, menu: MenuStep): void {
  work.state.deadlines.set('menu', call.id, work.now + menu.timeoutMs);
}

/** The prompt is over: from now on the silence is measured. */
export function menuPromptOver(work: Work, call: Call): void {
  if (call.activity.kind !== 'in-menu') return;
  call.activity.playback = null;
  awaitKey(work, call, menuOf(work, call));
}

/** A key during or after the prompt; the right one ends the menu at once. */
export function menuKey(work: Work, call: Call, key: string): void {
  if (call.activity.kind !== 'in-menu') return;
  const menu = menuOf(work, call);
  const { tries } = call.activity;
  stopListening(work, call);
  const block = menu.keys[key];
  tell(work, call, block === undefined ? 'menu-wrong-key' : 'menu-key', { menu: menu.id, key, try: tries });
  if (block === undefined) tryAgain(work, call, menu);
  else work.turns.push({ turn: 'enter', call: call.id, block });
}

/** The caller has been silent too long. */
export function menuSilence(work: Work, call: Call): void {
  if (call.activity.kind !== 'in-menu') return;
  const menu = menuOf(work, call);
  tell(work, call, 'menu-silence', { menu: menu.id, try: call.activity.tries });
  tryAgain(work, call, menu);
}

function tryAgain(work: Work, call: Call, menu: MenuStep): void {
  if (call.activity.kind !== 'in-menu') return;
  if (call.activity.tries < menu.tries) {
    hearMenu(work, call, menu);
    return;
  }
  tell(work, call, 'menu-given-up', { menu: menu.id, tries: call.activity.tries });
  work.turns.push({ turn: 'enter', call: call.id, block: menu.otherwise });
}

/** Sound or keys of the menu may have been missed: it is heard again, as the same try. */
export function replayMenu(work: Work, call: Call): void {
  if (call.activity.kind !== 'in-menu') return;
  stopListening(work, call);
  call.activity.tries -= 1;
  hearMenu(work, call, menuOf(work, call));
}

function stopListening(work: Work, call: Call): void {
  if (call.activity.kind !== 'in-menu') return;
  const { playback } = call.activity;
  work.state.deadlines.cancel('menu', call.id);
  if (playback !== null) stopPrompt(work, call, playback);
  call.activity.playback = null;
}

function menuOf(work: Work, call: Call): MenuStep {
  const step = stepAt(work.state, call);
  if (step?.do !== 'menu') throw new CoreBug(`call ${call.id} is in no menu`);
  return step;
}
