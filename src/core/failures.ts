import { endAttempt } from './callback/attempt.js';
import type { Call } from './call/call.js';
import { forgetLeg, hangUp, removeBridgeLater } from './legs.js';
import { legEnded, offerFailed } from './leg-ending.js';
import { endOutgoing, isOutgoing, type OutgoingCall } from './outgoing/ending.js';
import { notConnected } from './outside/ending.js';
import { joinFailed, outsideOf } from './outside/joining.js';
import { soundOver } from './playbacks.js';
import { recordingCommandFailed } from './recording/recordings.js';
import { connectFailed, hasWon } from './ringing/connecting.js';
import { askedOutside, askedOutsideAt, type AskedOutsideEnd } from './transfer/asking-outside.js';
import { askedAt, askedOutsideLeft, endConsultation, isLine } from './transfer/consulting.js';
import { removalFailed } from './transfer/holding.js';
import type { CallId, FailedCommand, Failure, LegId } from './signal.js';
import { voicemailCommandFailed } from './voicemail/file.js';
import { voicemailIn } from './voicemail/voicemail.js';
import { callOn, offerOn } from './state.js';
import { callOf, type Work } from './work.js';

/** A command could not be carried out; what that means is decided here, never in an adapter. */
export function commandFailed(work: Work, command: FailedCommand, failure: Failure): void {
  switch (command.kind) {
    case 'ring':
      return ringFailed(work, command.leg, failure);
    case 'connect':
      return connectRefused(work, command, failure);
    case 'join-bridge':
      return notJoined(work, command, failure);
    case 'leave-bridge':
      return notTakenOut(work, command, failure);
    case 'play':
      legMayBeGone(work, command.leg, failure);
      if (command.playback !== null) soundOver(work, command.playback, false);
      return;
    case 'remove-bridge':
      if (command.bridge !== null && failure !== 'gone') removeBridgeLater(work, command.bridge);
      return;
    case 'record-message':
      legMayBeGone(work, command.leg, failure);
      fileCommandFailed(work, command, failure);
      return;
    case 'discard-recording':
      // What is not there need not be removed; what stays is removed when its time is over.
      return;
    case 'start-recording':
    case 'pause-recording':
    case 'resume-recording':
    case 'stop-recording':
    case 'verify-recording':
      fileCommandFailed(work, command, failure);
      return;
    default:
      return legMayBeGone(work, command.leg, failure);
  }
}

function fileCommandFailed(work: Work, { kind, recording }: FailedCommand, failure: Failure): void {
  if (recording === undefined) return;
  const voicemail = voicemailIn(work.state, recording);
  if (voicemail === null) recordingCommandFailed(work, kind, recording, failure);
  else voicemailCommandFailed(work, voicemail, kind, failure);
}

/**
 * The leg was never made, or nobody knows: then it is hung up to be sure. A phone that has answered meanwhile was
 * rung whatever the reply says.
 */
function ringFailed(work: Work, id: string | null, failure: Failure): void {
  const leg = id === null ? undefined : work.state.legs.get(id);
  if (id !== null && leg?.role === 'outside') {
    outsideNotRung(work, id, leg.call, failure);
    return;
  }
  if (id !== null && leg?.role === 'caller') {
    clientNotRung(work, id, leg.call, failure);
    return;
  }
  const made = leg?.role === 'agent' ? work.state.calls.get(leg.call) : undefined;
  if (id !== null && made !== undefined && isOutgoing(made)) {
    ownPhoneNotRung(work, id, made, failure);
    return;
  }
  if (id === null || leg?.role !== 'agent' || hasWon(work.state.calls.get(leg.call), id)) return;
  if ((offerOn(work.state, leg)?.confirming ?? null) !== null) return;
  if (isDoubtful(failure)) hangUp(work, id, 'normal');
  else forgetLeg(work, id);
  offerFailed(work, leg, failure === 'unreachable' ? 'unreachable' : 'failed');
}

/** The same for the phone of a client: once he is being connected it was rung whatever the reply says. */
function clientNotRung(work: Work, leg: LegId, callId: CallId, failure: Failure): void {
  const call = callOf(work, callId);
  const { kind } = call.activity;
  if (kind !== 'dialling' && kind !== 'calling-out') return;
  if (!isDoubtful(failure)) forgetLeg(work, leg);
  if (isOutgoing(call)) endOutgoing(work, callId, 'failed', 'callplane');
  else endAttempt(work, callId, 'failed');
}

const NOT_THERE: AskedOutsideEnd = { result: 'failed', endedBy: 'callplane' };

/** The same for the phone of a number outside that a caller is to be connected with, or that is asked about him. */
function outsideNotRung(work: Work, leg: LegId, callId: CallId, failure: Failure): void {
  const call = work.state.calls.get(callId);
  const outside = call === undefined ? null : (outsideOf(call) ?? askedOutside(call));
  if (call === undefined || outside?.leg !== leg || outside.stage.kind !== 'ringing') return;
  if (!askedOutsideLeft(work, call, leg, NOT_THERE)) notConnected(work, call, 'failed', 'callplane');
  if (!isDoubtful(failure)) forgetLeg(work, leg);
}

/** The same for the phone of an agent who has clicked. */
function ownPhoneNotRung(work: Work, leg: LegId, call: OutgoingCall, failure: Failure): void {
  if (call.activity.kind !== 'reaching-agent') return;
  endOutgoing(work, call.id, 'failed', 'callplane');
  if (!isDoubtful(failure)) forgetLeg(work, leg);
}

/** Nobody knows whether it was made. */
function isDoubtful(failure: Failure): boolean {
  return failure === 'timeout' || failure === 'unknown' || failure === 'conflict';
}

/** One of the two legs or the bridge is not there: the caller waits on. */
function connectRefused(work: Work, command: FailedCommand, failure: Failure): void {
  for (const call of work.state.calls.values()) {
    const { activity } = call;
    const stage = outsideOf(call)?.stage;
    if (stage?.kind === 'joining' && stage.bridge === command.bridge) {
      joinFailed(work, call);
      return;
    }
    if (activity.kind !== 'connecting' && activity.kind !== 'joining') continue;
    if (activity.bridge !== command.bridge) continue;
    if (activity.kind === 'joining') endOutgoing(work, call.id, 'failed', 'callplane');
    else connectFailed(work, call.id);
    return;
  }
  legMayBeGone(work, command.leg, failure);
}

/** It is not in there, or stays in there: alone he hears us all the same, on hold he hears what another is asked. */
function notTakenOut(work: Work, { leg }: FailedCommand, failure: Failure): void {
  if (leg === null) return;
  work.commands.push({ kind: 'verify-leg', leg });
  const known = work.state.legs.get(leg);
  if (known?.role === 'caller' && failure !== 'gone') removalFailed(work, callOf(work, known.call));
}

/** Whoever was asked is not there: the agent is back with his caller. A caller who is not there waits on, or is looked for. */
function notJoined(work: Work, command: FailedCommand, failure: Failure): void {
  const leg = command.leg === null ? undefined : work.state.legs.get(command.leg);
  const call = callOn(work.state, leg);
  if (call !== undefined && command.leg !== null && isBeside(call, command.leg))
    endConsultation(work, call, 'cancelled', NOT_THERE);
  // What is gone may be the bridge.
  connectRefused(work, command, failure === 'gone' ? 'unknown' : failure);
  if (failure !== 'gone' || command.leg === null) return;
  work.commands.push({ kind: 'verify-leg', leg: command.leg });
  if (call !== undefined) comeTogetherAgain(work, call, command.leg);
}

/** He is asked, or it is the line on which he is. */
function isBeside(call: Call, leg: LegId): boolean {
  return askedAt(call, leg) !== null || askedOutsideAt(call, leg) !== null || isLine(call, leg);
}

/** The caller is to be back with his agent: if it is their bridge that is gone, in another of its name. */
function comeTogetherAgain(work: Work, { leg, activity }: Call, failed: LegId): void {
  if (activity.kind !== 'talking' || leg !== failed || activity.conversation.hold !== null) return;
  const { agentLeg, bridge } = activity.conversation;
  work.commands.push({ kind: 'connect', bridge, create: true, legs: [leg, agentLeg] });
}

function legMayBeGone(work: Work, leg: string | null, failure: Failure): void {
  if (leg !== null && failure === 'gone') legEnded(work, leg, 'normal');
}
