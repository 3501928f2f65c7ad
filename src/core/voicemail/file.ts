import { askForVoicemail } from '../callback/asking.js';
import type { Call } from '../call/call.js';
import { stopPrompt } from '../flow/prompt.js';
import type { Failure, FileEnd, VoicemailId } from '../signal.js';
import { settleTransfer } from '../transfer/settling.js';
import { tell, type Work } from '../work.js';
import type { VoicemailFailure, VoicemailResult } from './facts.js';
import { keepVoicemail } from './keeping.js';
import type { Lengths, Voicemail, VoicemailStage } from './voicemail.js';

/** Asterisk must have begun, or closed, the file within this time; else it is asked. */
const ANSWERED_WITHIN_MS = 5_000;
/** A message that has reached its longest must be closed so much later; else Asterisk is asked. */
const CLOSED_WITHIN_MS = 10_000;
/** A file that closes by itself may be closed by a hang-up, of which we hear a moment later. */
const HANG_UP_FOLLOWS_WITHIN_MS = 300;
/** One that closes while something is said waits longer for it, before it is told as broken off. */
const LATE_HANG_UP_FOLLOWS_WITHIN_MS = 2_000;
const QUESTIONS_AT_MOST = 3;
/** A beginning that nobody knows of is repeated once. */
const BEGINNINGS_AT_MOST = 2;
/** Lengths, and the longest that a message may be, are counted in whole seconds. */
const ROUNDING_MS = 1_000;
/** Asterisk takes off that much less than all of the silence, so that no word is cut. */
const SPARED_MS = 200;

/** How a message ended. */
type Closing =
  | { readonly result: 'hung-up' }
  | { readonly result: 'failed'; readonly failure: VoicemailFailure }
  /** There is a file. */
  | ({ readonly result: 'left' | 'too-short'; readonly failure: VoicemailFailure | null } & Lengths);

type Closed = Extract<VoicemailStage, { readonly kind: 'closed' }>;

const NO_FILE: Lengths = { durationMs: null, spokenMs: null };

/** The beep is over: what the caller says is recorded. */
export function beginFile(work: Work, voicemail: Voicemail): void {
  const { recording, leg, rule } = voicemail;
  voicemail.stage = { kind: 'starting' };
  voicemail.recordedAt = work.now;
  voicemail.beginnings += 1;
  const { longestMs, silenceMs } = rule;
  work.commands.push({ kind: 'record-message', recording, leg, longestMs, silenceMs });
  expectAnswer(work, voicemail);
}

/** The message is over. */
export function stopFile(work: Work, voicemail: Voicemail): void {
  voicemail.stage = { kind: 'ending', hasBegun: voicemail.stage.kind === 'running' };
  stop(work, voicemail);
}

function stop(work: Work, voicemail: Voicemail): void {
  work.commands.push({ kind: 'stop-recording', recording: voicemail.recording });
  expectAnswer(work, voicemail);
}

function expectAnswer(work: Work, { id }: Voicemail): void {
  work.state.deadlines.set('voicemail', id, work.now + ANSWERED_WITHIN_MS);
}

/** Asterisk has begun the file, or says that it goes on. */
export function voicemailStarted(work: Work, voicemail: Voicemail): void {
  recallBeginning(work, voicemail);
  const { id, stage, rule, recordedAt } = voicemail;
  voicemail.questions = 0;
  if (stage.kind === 'ending') {
    voicemail.stage = { kind: 'ending', hasBegun: true };
    stop(work, voicemail);
    return;
  }
  if (stage.kind !== 'starting' && stage.kind !== 'running') return;
  const endsAt = Math.max(work.now, (recordedAt ?? work.now) + rule.longestMs);
  work.state.deadlines.set('voicemail', id, endsAt + CLOSED_WITHIN_MS);
  if (stage.kind === 'running') return;
  voicemail.stage = { kind: 'running' };
  const call = work.state.calls.get(voicemail.call);
  if (call !== undefined)
    tell(work, call, 'voicemail-started', { voicemail: id, recording: voicemail.recording });
}

/** A file of which we know no beginning: a power cut made us forget it, and what sounds once more is over. */
function recallBeginning(work: Work, voicemail: Voicemail): void {
  if (!isSounding(voicemail)) return;
  const call = work.state.calls.get(voicemail.call);
  if (call?.activity.kind === 'leaving-message' && call.activity.playback !== null) {
    stopPrompt(work, call, call.activity.playback);
    call.activity.playback = null;
  }
  voicemail.stage = { kind: 'starting' };
  voicemail.recordedAt = work.now;
  voicemail.beginnings += 1;
}

function isSounding({ stage }: Voicemail): boolean {
  return stage.kind === 'greeting' || stage.kind === 'beep';
}

/** Asterisk has closed the file, says that it broke, or knows of none. */
export function voicemailEnded(work: Work, voicemail: Voicemail, end: FileEnd, lengths: Lengths): void {
  if (end === 'missing' && isSounding(voicemail)) return;
  recallBeginning(work, voicemail);
  const { stage, beginnings } = voicemail;
  if (stage.kind === 'closed') return;
  if (end === 'missing' && stage.kind === 'starting' && beginnings < BEGINNINGS_AT_MOST)
    beginFile(work, voicemail);
  else if (end === 'missing') closeVoicemail(work, voicemail, withoutFile(voicemail));
  else if (end === 'broken') closeVoicemail(work, voicemail, { result: 'failed', failure: 'broke-off' });
  else if (stage.kind === 'ending') closeVoicemail(work, voicemail, fileOf(voicemail, lengths));
  else {
    const closed = { kind: 'closed', at: work.now, ...lengths } as const;
    voicemail.stage = closed;
    const waitMs =
      causeOf(voicemail, closed) === 'unknown' ? LATE_HANG_UP_FOLLOWS_WITHIN_MS : HANG_UP_FOLLOWS_WITHIN_MS;
    work.state.deadlines.set('voicemail', voicemail.id, work.now + waitMs);
  }
}

/** He may have left before anything was recorded. */
function withoutFile({ stage }: Voicemail): Closing {
  if (stage.kind === 'ending' && !stage.hasBegun) return { result: 'too-short', failure: null, ...NO_FILE };
  return { result: 'failed', failure: 'not-found' };
}

/** Whether the file holds a message; where Asterisk did not tell how long it is, it is heard rather than lost. */
export function fileOf({ rule }: Voicemail, lengths: Lengths, saidAtMostMs = Infinity): Closing {
  const { durationMs, spokenMs } = lengths;
  const saidMs = spokenMs ?? durationMs;
  const isMessage = saidMs === null || Math.min(saidMs, saidAtMostMs) >= rule.shortestMs;
  return { result: isMessage ? 'left' : 'too-short', failure: null, durationMs, spokenMs };
}

/** Asterisk was not heard in time, or the caller is still there behind a file that closed by itself. */
export function voicemailOverdue(work: Work, id: VoicemailId): void {
  const voicemail = work.state.voicemails.get(id);
  if (voicemail === undefined) return;
  const { stage } = voicemail;
  if (stage.kind === 'closed') {
    closeVoicemail(work, voicemail, closedByItself(voicemail, stage));
    return;
  }
  if (work.state.telephony.kind === 'up') voicemail.questions += 1;
  if (voicemail.questions > QUESTIONS_AT_MOST) closeVoicemail(work, voicemail, givenUp(stage));
  else ask(work, voicemail);
}

/** What Asterisk has begun is most likely there: it is heard rather than lost. */
function givenUp(stage: VoicemailStage): Closing {
  const hasBegun = stage.kind === 'running' || (stage.kind === 'ending' && stage.hasBegun);
  return hasBegun
    ? { result: 'left', failure: 'no-answer', ...NO_FILE }
    : { result: 'failed', failure: 'no-answer' };
}

/** By silence or at its longest; or nobody knows why, and the rest of what he says is lost. */
function closedByItself(voicemail: Voicemail, closed: Closed): Closing {
  const cause = causeOf(voicemail, closed);
  // Whoever says nothing at all is told to have spoken for a second.
  const saidAtMostMs =
    cause === 'silence' ? passedMs(voicemail, closed) - voicemail.rule.silenceMs : Infinity;
  const closing = fileOf(voicemail, closed, saidAtMostMs);
  if (cause !== 'unknown' || closing.result === 'hung-up') return closing;
  if (closing.result === 'left') return { ...closing, failure: 'broke-off' };
  return { result: 'failed', failure: 'broke-off' };
}

/**
 * Asterisk does not tell why it closed a file. The length that it tells is without the silence at the end: what our own
 * clock has more is silence.
 */
function causeOf(voicemail: Voicemail, closed: Closed): 'silence' | 'longest' | 'not-told' | 'unknown' {
  const { longestMs, silenceMs } = voicemail.rule;
  const lastedMs = passedMs(voicemail, closed);
  if (closed.durationMs === null) return 'not-told';
  if (lastedMs + ROUNDING_MS >= longestMs) return 'longest';
  return lastedMs - closed.durationMs + ROUNDING_MS + SPARED_MS >= silenceMs ? 'silence' : 'unknown';
}

/** Since it was begun. */
function passedMs({ recordedAt }: Voicemail, { at }: Closed): number {
  return at - (recordedAt ?? at);
}

function ask(work: Work, voicemail: Voicemail): void {
  work.commands.push({ kind: 'verify-recording', recording: voicemail.recording });
  expectAnswer(work, voicemail);
}

/** After a gap: what became of each file is asked for. */
export function askForVoicemails(work: Work): void {
  for (const voicemail of work.state.voicemails.values())
    if (!isSounding(voicemail) && voicemail.stage.kind !== 'closed') ask(work, voicemail);
}

/** A command about the file failed; the caller's leg is looked after elsewhere. */
export function voicemailCommandFailed(
  work: Work,
  voicemail: Voicemail,
  kind: string,
  failure: Failure,
): void {
  if (voicemail.stage.kind === 'closed') return;
  const isDoubtful = failure === 'timeout' || failure === 'unknown' || failure === 'gone';
  // A file of this name may be what the first beginning made.
  const isOurs = failure === 'conflict' && voicemail.beginnings > 1;
  if (kind === 'record-message' && !isDoubtful && !isOurs)
    closeVoicemail(work, voicemail, {
      result: 'failed',
      failure: failure === 'conflict' ? 'exists' : 'refused',
    });
  // A question that failed is put again when its time is over.
  else if (kind !== 'verify-recording') ask(work, voicemail);
}

/** The file is closed, or there is none: it is told, once, and a caller who is still there goes on. */
export function closeVoicemail(work: Work, voicemail: Voicemail, closing: Closing): VoicemailResult {
  const { state, now } = work;
  const { id, box, call: callId, from, name, enteredAt, recordedAt, recording, rule } = voicemail;
  state.voicemails.delete(id);
  state.deadlines.cancel('voicemail', id);
  leaveCaller(work, voicemail, closing.result);
  const { callback } = voicemail;
  const lengths = 'durationMs' in closing ? closing : NO_FILE;
  const { durationMs, spokenMs } = lengths;
  work.milestones.push({
    ...{ kind: 'voicemail-ended', voicemail: id, call: callId, box, enteredAt, recordedAt },
    ...{ endedAt: now, durationMs, spokenMs, result: closing.result },
    failure: closing.result === 'hung-up' ? null : closing.failure,
    recording: closing.result === 'left' ? recording : null,
    ...{ callback, mail: rule.mail },
  });
  if (closing.result === 'left')
    keepVoicemail(work, {
      ...{
        id,
        box,
        queue: rule.callback,
        call: callId,
        from,
        name,
        leftAt: now,
        durationMs,
        recording,
        callback,
      },
      ...{ heard: null, touchedAt: now },
    });
  else if (closing.result === 'too-short' || voicemail.stage.kind === 'closed')
    work.commands.push({ kind: 'discard-recording', recording });
  return closing.result;
}

/** Nobody has had him, and his message stands for him; whoever was promised a callback has left by that. */
export function hasLeftMessage(work: Work, call: Call): void {
  if (call.lastExit !== 'callback') call.lastExit = 'voicemail';
  settleTransfer(work, call, 'voicemail');
}

/** He is called back whatever became of it. */
function leaveCaller(work: Work, voicemail: Voicemail, result: VoicemailResult): void {
  const call = work.state.calls.get(voicemail.call);
  if (call?.activity.kind !== 'leaving-message' || call.activity.voicemail !== voicemail.id) return;
  voicemail.callback = askForVoicemail(work, call, voicemail.rule.callback);
  if (result === 'left') hasLeftMessage(work, call);
  call.activity = { kind: 'in-flow' };
  work.turns.push({ turn: 'go-on', call: call.id });
}
