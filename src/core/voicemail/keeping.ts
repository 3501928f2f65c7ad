import type { Outcome } from '../agent/presence.js';
import { type Actor, type ChangeDetail } from '../change.js';
import type { Instant, VoicemailId, VoicemailRequest } from '../signal.js';
import type { State } from '../state.js';
import type { Work } from '../work.js';
import type { KeptVoicemail } from './voicemail.js';

const DAY_MS = 24 * 3_600_000;
/** A message that was heard stands in the list for so long after it was marked; its fact is kept by rules of its own. */
const LISTED_MS = 30 * DAY_MS;
/** A box in which so many wait to be heard takes no more. */
const UNHEARD_AT_MOST = 500;

/** Nobody hears what is left in this box. */
export function isFull(state: State, box: string): boolean {
  return unheardIn(state, box) >= UNHEARD_AT_MOST;
}

/** How many messages of the box nobody has heard. */
export function unheardIn({ keptVoicemails }: State, box: string): number {
  let unheard = 0;
  for (const kept of keptVoicemails.values()) if (kept.box === box && kept.heard === null) unheard += 1;
  return unheard;
}

/** Somebody has left a message. */
export function keepVoicemail({ state }: Work, kept: KeptVoicemail): void {
  state.keptVoicemails.set(kept.id, kept);
}

/**
 * Time has passed: who was touched longest ago stands first. What nobody has heard stays, but not who left it: that stands
 * with his call, as long as it may.
 */
export function forgetVoicemailsInTime({ keptVoicemails }: State, now: Instant): void {
  for (const [id, kept] of keptVoicemails) {
    if (kept.touchedAt > now - LISTED_MS) return;
    if (kept.heard !== null) keptVoicemails.delete(id);
    else if (kept.from !== null || kept.name !== null)
      keptVoicemails.set(id, { ...kept, from: null, name: null });
  }
}

/** Somebody has heard a message, or wants it to stand as unheard again; asked again it changes nothing. */
export function answerVoicemailRequest(work: Work, request: VoicemailRequest, by: Actor): Outcome {
  const { state, now } = work;
  const kept = state.keptVoicemails.get(request.voicemail);
  if (kept === undefined)
    return { ok: false, code: 'unknown-voicemail', detail: `no message "${request.voicemail}" is kept` };
  if (request.ask === 'forget-voicemail') {
    state.keptVoicemails.delete(kept.id);
    return { ok: true };
  }
  const isHeard = request.ask === 'voicemail-heard';
  if (isHeard === (kept.heard !== null)) return { ok: true };
  const heard = isHeard ? { at: now, by: by.name } : null;
  state.keptVoicemails.delete(kept.id);
  state.keptVoicemails.set(kept.id, { ...kept, heard, touchedAt: now });
  work.milestones.push({ kind: 'voicemail-marked', voicemail: kept.id, at: now, heardBy: heard?.by ?? null });
  return { ok: true };
}

/** What the message is like, for the record of changes. */
export function voicemailStanding({ keptVoicemails }: State, id: VoicemailId): ChangeDetail {
  const kept = keptVoicemails.get(id);
  return kept === undefined ? {} : { box: kept.box, heardBy: kept.heard?.by ?? null };
}
