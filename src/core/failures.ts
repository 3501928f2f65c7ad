import { endAttempt } from './callback/attempt.js';
import { forgetLeg, hangUp, removeBridgeLater } from './legs.js';
import { legEnded, offerFailed } from './leg-ending.js';
import { soundOver } from './playbacks.js';
import { recordingCommandFailed } from './recording/recordings.js';
import { connectFailed, hasWon } from './ringing/connecting.js';
import type { CallId, FailedCommand, Failure, LegId } from './signal.js';
import { callOf, type Work } from './work.js';

/** A command could not be carried out; what that means is decided here, never in an adapter. */
export function commandFailed(work: Work, command: FailedCommand, failure: Failure): void {
  switch (command.kind) {
    case 'ring':
      return ringFailed(work, command.leg, failure);
    case 'connect':
      return connectRefused(work, command, failure);
    case 'leave-bridge':
      // It is not in there, or stays in there alone: he hears us all the same.
      if (command.leg !== null) work.commands.push({ kind: 'verify-leg', leg: command.leg });
      return;
    case 'play':
      legMayBeGone(work, command.leg, failure);
      if (command.playback !== null) soundOver(work, command.playback, false);
      return;
    case 'remove-bridge':
      if (command.bridge !== null && failure !== 'gone') removeBridgeLater(work, command.bridge);
      return;
    case 'start-recording':
    case 'pause-recording':
    case 'resume-recording':
    case 'stop-recording':
    case 'verify-recording':
      if (command.recording !== undefined)
        recordingCommandFailed(work, command.kind, command.recording, failure);
      return;
    default:
      return legMayBeGone(work, command.leg, failure);
  }
}

/**
 * The leg was never made, or nobody knows: then it is hung up to be sure. A phone that has answered meanwhile was
 * rung whatever the reply says.
 */
function ringFailed(work: Work, id: string | null, failure: Failure): void {
  const leg = id === null ? undefined : work.state.legs.get(id);
  if (id !== null && leg?.role === 'caller') {
    clientNotRung(work, id, leg.call, failure);
    return;
  }
  if (id === null || leg?.role !== 'agent' || hasWon(work.state.calls.get(leg.call), id)) return;
  if (failure === 'timeout' || failure === 'unknown' || failure === 'conflict') hangUp(work, id, 'normal');
  else forgetLeg(work, id);
  offerFailed(work, leg, failure === 'unreachable' ? 'unreachable' : 'failed');
}

/** The same for the phone of a client: once he is being connected it was rung whatever the reply says. */
function clientNotRung(work: Work, leg: LegId, callId: CallId, failure: Failure): void {
  if (callOf(work, callId).activity.kind !== 'dialling') return;
  const isDoubtful = failure === 'timeout' || failure === 'unknown' || failure === 'conflict';
  if (!isDoubtful) forgetLeg(work, leg);
  endAttempt(work, callId, 'failed');
}

/** One of the two legs or the bridge is not there: the caller waits on. */
function connectRefused(work: Work, command: FailedCommand, failure: Failure): void {
  for (const call of work.state.calls.values()) {
    if (call.activity.kind !== 'connecting' || call.activity.bridge !== command.bridge) continue;
    connectFailed(work, call.id);
    return;
  }
  legMayBeGone(work, command.leg, failure);
}

function legMayBeGone(work: Work, leg: string | null, failure: Failure): void {
  if (leg !== null && failure === 'gone') legEnded(work, leg, 'normal');
}
