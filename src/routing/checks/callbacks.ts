import type { Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import { stepsOf } from '../languages.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';

/** Whoever is promised a callback can be called: his queue does so, and a dial policy says over what. */
export function checkCallbacks(draft: RoutingDraft, sections: ReadonlyMap<string, Place>, desk: Desk): void {
  const calling = draft.queues.filter(({ value }) => value === null || value.callback !== null);
  const names = new Set(calling.map(({ key }) => key));
  const known = new Set(draft.queues.map(({ key }) => key));
  for (const step of stepsOf(draft)) {
    if (step.do !== 'callback' || names.has(step.queue.name) || !known.has(step.queue.name)) continue;
    const found = `a callback by the queue ${showText(step.queue.name)}, which calls nobody back`;
    desk.add('callback-by-nobody', step.queue.at, found, `callback: {} in the queue, or another queue`);
  }
  for (const { value } of draft.voicemail) {
    const queue = value?.callback ?? null;
    if (queue === null || names.has(queue.name) || !known.has(queue.name)) continue;
    const found = `a callback by the queue ${showText(queue.name)}, which calls nobody back`;
    desk.add('callback-by-nobody', queue.at, found, `callback: {} in the queue, or another queue`);
  }
  if (sections.has('dial_policy')) return;
  for (const { value } of calling) {
    if (value?.callback == null) continue;
    const right = 'dial_policy: { trunk: …, allow: […] } in one of the files';
    desk.add('dial-policy-missing', value.callback.at, 'callback, where no number may be called', right);
  }
}
