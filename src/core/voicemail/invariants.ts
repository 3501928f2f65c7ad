import { must } from '../must.js';
import type { State } from '../state.js';

/** A message that is being left has its caller; what is awaited of its file is not for ever. */
export function checkVoicemails(state: State): void {
  for (const [id, { call, stage }] of state.voicemails) {
    const activity = state.calls.get(call)?.activity;
    const isThere = activity?.kind === 'leaving-message' && activity.voicemail === id;
    const isSounding = stage.kind === 'greeting' || stage.kind === 'beep';
    must(isThere || stage.kind === 'ending', `voicemail ${id} is ${stage.kind} and its caller is gone`);
    must(
      !isThere || isSounding === (activity.playback !== null),
      `voicemail ${id} is ${stage.kind} and its caller hears something else`,
    );
    must(isSounding || state.deadlines.has('voicemail', id), `voicemail ${id} has no deadline`);
  }
  for (const call of state.calls.values())
    if (call.activity.kind === 'leaving-message')
      must(
        state.voicemails.has(call.activity.voicemail),
        `call ${call.id} leaves a message that is not there`,
      );
  for (const id of state.keptVoicemails.keys())
    must(!state.voicemails.has(id), `voicemail ${id} is kept and not over`);
}
