import { askForVoicemail } from '../callback/asking.js';
import type { Call } from '../call/call.js';
import { callerName } from '../call/known-caller.js';
import { startPrompt, startSound, stopPrompt } from '../flow/prompt.js';
import { forgetTypedAhead } from '../flow/typing-ahead.js';
import { recordingName } from '../recording/recording.js';
import { callPlan } from '../ringing/rule.js';
import { CoreBug, mint } from '../state.js';
import { settleTransfer } from '../transfer/settling.js';
import { tell, type Work } from '../work.js';
import { beginFile, closeVoicemail, fileOf, hasLeftMessage, stopFile } from './file.js';
import { isFull } from './keeping.js';
import type { Voicemail, VoicemailStep } from './voicemail.js';

/** What tells the caller that he may speak. */
const BEEP = 'sound:beep';

/** The caller may leave a message. */
export function enterVoicemail(work: Work, call: Call, step: VoicemailStep): void {
  const voicemail = begin(work, call, step);
  forgetTypedAhead(work, call);
  tell(work, call, 'voicemail-entered', { voicemail: voicemail.id, box: voicemail.box });
  call.activity = { kind: 'leaving-message', voicemail: voicemail.id, playback: null };
  greet(work, call, voicemail);
}

function begin(work: Work, call: Call, { box }: VoicemailStep): Voicemail {
  const { state, now } = work;
  const plan = callPlan(state, call);
  const rule = plan.voicemail?.[box];
  if (rule === undefined)
    throw new CoreBug(`call ${call.id} comes to the voicemail box ${box}, which is not there`);
  const id = mint(state, 'voicemail');
  const voicemail: Voicemail = {
    ...{ id, box, rule, call: call.id, leg: call.leg, from: call.from, name: callerName(plan, call) },
    enteredAt: now,
    recording: recordingName(plan.company.timezone, { id, startedAt: now }),
    recordedAt: null,
    callback: null,
    stage: { kind: 'greeting' },
    beginnings: 0,
    questions: 0,
  };
  state.voicemails.set(id, voicemail);
  return voicemail;
}

function greet(work: Work, call: Call, voicemail: Voicemail): void {
  const { greeting } = voicemail.rule;
  const playback = greeting === null ? null : startPrompt(work, call, greeting);
  if (playback === null) beep(work, call, voicemail);
  else if (call.activity.kind === 'leaving-message') call.activity.playback = playback;
}

/** He may speak; or he has heard what there is to be heard, and goes on, because nobody hears the messages of this box. */
function beep(work: Work, call: Call, voicemail: Voicemail): void {
  if (call.activity.kind !== 'leaving-message') return;
  if (isFull(work.state, voicemail.box)) {
    closeVoicemail(work, voicemail, { result: 'failed', failure: 'box-full' });
    return;
  }
  voicemail.stage = { kind: 'beep' };
  call.activity.playback = startSound(work, call, [BEEP]);
}

/** The greeting is over, or the beep. */
export function voicemailSoundOver(work: Work, call: Call): void {
  const voicemail = voicemailOf(work, call);
  if (call.activity.kind !== 'leaving-message' || voicemail === null) return;
  call.activity.playback = null;
  if (voicemail.stage.kind === 'greeting') beep(work, call, voicemail);
  else beginFile(work, voicemail);
}

/** A key cuts the greeting off, or ends the message. */
export function voicemailKey(work: Work, call: Call, key: string): void {
  const voicemail = voicemailOf(work, call);
  if (call.activity.kind !== 'leaving-message' || voicemail === null) return;
  const { stage, rule } = voicemail;
  if (stage.kind === 'greeting' && call.activity.playback !== null) {
    stopPrompt(work, call, call.activity.playback);
    beep(work, call, voicemail);
  } else if ((stage.kind === 'starting' || stage.kind === 'running') && key === rule.endKey)
    stopFile(work, voicemail);
  else tell(work, call, 'key-ignored', { key });
}

/** After a gap: what was heard begins again; what became of the file is asked for. */
export function hearVoicemailAgain(work: Work, call: Call): void {
  const voicemail = voicemailOf(work, call);
  if (call.activity.kind !== 'leaving-message' || voicemail === null) return;
  const { playback } = call.activity;
  if (playback === null) return;
  stopPrompt(work, call, playback);
  if (voicemail.stage.kind === 'greeting') greet(work, call, voicemail);
  else beep(work, call, voicemail);
}

/** The caller has left, or is let go: what he has said stands in the file, which is being closed. */
export function leaveVoicemail(work: Work, call: Call): void {
  const voicemail = voicemailOf(work, call);
  if (call.activity.kind !== 'leaving-message' || voicemail === null) return;
  const { stage, rule, recordedAt } = voicemail;
  call.activity = { kind: 'in-flow' };
  voicemail.callback = askForVoicemail(work, call, rule.callback);
  if (stage.kind === 'greeting' || stage.kind === 'beep') {
    closeVoicemail(work, voicemail, { result: 'hung-up' });
  } else if (stage.kind === 'closed') {
    if (closeVoicemail(work, voicemail, fileOf(voicemail, stage)) === 'left') hasLeftMessage(work, call);
  } else {
    // Whether the file holds a message is told later, and stands in it alone: src/store then puts the exit and the transfer right.
    if (work.now - (recordedAt ?? work.now) >= rule.shortestMs) settleTransfer(work, call, 'voicemail');
    if (stage.kind !== 'ending') stopFile(work, voicemail);
  }
}

function voicemailOf({ state }: Work, { activity }: Call): Voicemail | null {
  return activity.kind === 'leaving-message' ? (state.voicemails.get(activity.voicemail) ?? null) : null;
}
