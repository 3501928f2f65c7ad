import { dialDue } from './callback/attempt.js';
import { pauseDue } from './agent/presence.js';
import { endWrapUp } from './agent/wrap-up.js';
import type { Call } from './call/call.js';
import { pinLockDue } from './codes/pin.js';
import { codeDue } from './codes/signing-in.js';
import type { Deadline } from './deadlines.js';
import { collectSilence } from './flow/collect.js';
import { lookupOverdue } from './flow/looking-up.js';
import { speechOverdue } from './flow/speaking.js';
import { menuSilence } from './flow/menu.js';
import { rateSilence } from './flow/rating.js';
import { hangUpAgain, removeBridge } from './legs.js';
import { legEnded } from './leg-ending.js';
import { outgoingDue } from './outgoing/dialling.js';
import { joinDue } from './outgoing/joining.js';
import { outsideDue } from './outside/ending.js';
import { outsideJoinDue } from './outside/joining.js';
import { phoneLost, phoneStillTrails } from './phones.js';
import { playbackOverdue } from './playbacks.js';
import { openingDue } from './queue/admission.js';
import { announce, musicDue } from './queue/announcements.js';
import { forgetDropped } from './queue/dropping.js';
import { leaveByExit } from './queue/leaving.js';
import { recordingOverdue } from './recording/recordings.js';
import { connectDue } from './ringing/connecting.js';
import { wideningDue } from './ringing/ringing.js';
import { withdrawOffer } from './ringing/offers.js';
import { leaveRingStep } from './ringing/ring-step.js';
import { switchRunsOut } from './switching.js';
import { askedOutsideDue } from './transfer/consulting.js';
import { voicemailOverdue } from './voicemail/file.js';
import { agentOf, dispatchLater, type Work } from './work.js';

/** While an agent's answer is being connected, the limit of the wait stands still for so long. */
const LIMIT_WAITS_MS = 500;

/** While Asterisk is not heard a phone outside may ring on for so long before it is looked at again. */
const DIAL_AGAIN_MS = 2_000;

/** A deadline has come. One whose subject is gone has no effect. */
export function deadlineDue(work: Work, deadline: Deadline): void {
  const { id } = deadline;
  switch (deadline.kind) {
    case 'playback':
      return playbackOverdue(work, id);
    case 'menu':
      return withCall(work, id, (call) => menuSilence(work, call));
    case 'collect':
      return withCall(work, id, (call) => collectSilence(work, call));
    case 'rating':
      return withCall(work, id, (call) => rateSilence(work, call));
    case 'lookup':
      return withCall(work, id, (call) => lookupOverdue(work, call));
    case 'speech':
      return withCall(work, id, (call) => speechOverdue(work, call));
    case 'announce':
      return withCall(work, id, (call) => announceDue(work, call));
    case 'widening':
      return withCall(work, id, (call) => wideningDue(work, call));
    case 'opening':
      return withCall(work, id, (call) => openingDue(work, call));
    case 'nobody-fits':
      return withCall(work, id, (call) => nobodyFits(work, call));
    case 'music':
      return withCall(work, id, (call) => musicDue(work, call));
    case 'wait-limit':
    case 'ring-limit':
      return limitDue(work, deadline.kind, id);
    case 'dial':
      return withCall(work, id, (call) => partyDue(work, call));
    case 'callback':
      work.callbacksDue.add(id);
      return;
    case 'connect':
      return withCall(work, id, (call) => bridgeDue(work, call));
    case 'offer':
      return offerDue(work, id);
    case 'wrap-up':
      return endWrapUp(work, id, 'limit');
    case 'rest':
      return restIsOver(work, id);
    case 'pause':
      return pauseDue(work, id);
    case 'pin-lock':
      return pinLockDue(work, id);
    case 'code':
      return codeDue(work, id);
    case 'nobody':
      return everybodyLeaves(work, id);
    case 'overflow':
      return dispatchLater(work, [id]);
    case 'leg-gone':
      return legStays(work, id);
    case 'bridge-idle':
      return removeBridge(work, id);
    case 'recording':
      return recordingOverdue(work, id);
    case 'voicemail':
      return voicemailOverdue(work, id);
    case 'hours-switch':
    case 'message':
      return switchRunsOut(work, deadline.kind, id);
    case 'redial':
      return forgetDropped(work, id);
    case 'phone-trails':
      return phoneStillTrails(work, id);
    case 'phone-lost':
      return phoneLost(work, id);
  }
}

function announceDue(work: Work, call: Call): void {
  if (call.activity.kind === 'waiting') announce(work, call, call.activity.visit);
}

/** Nobody who could serve him has been there for a while. */
function nobodyFits(work: Work, call: Call): void {
  if (call.activity.kind === 'waiting') leaveByExit(work, call.id, 'nobody');
}

/** Whom we call, or the agent who wants to call him, has not answered in time. */
function partyDue(work: Work, call: Call): void {
  dialDue(work, call);
  outgoingDue(work, call);
  outsideDue(work, call, DIAL_AGAIN_MS);
  askedOutsideDue(work, call, DIAL_AGAIN_MS);
}

/** Two who were to be connected have not come together in time. */
function bridgeDue(work: Work, call: Call): void {
  if (call.activity.kind === 'joining') joinDue(work, call);
  else if (call.activity.kind === 'outside') outsideJoinDue(work, call);
  else connectDue(work, call.id);
}

/** While Asterisk is not heard nobody knows whether the agent has answered: nothing is held against him. */
function offerDue(work: Work, id: string): void {
  const isAsked = (work.state.offers.get(id)?.confirming ?? null) !== null;
  const missed = isAsked ? 'not-confirmed' : 'no-answer';
  withdrawOffer(work, id, work.state.telephony.kind === 'lost' ? 'withdrawn' : missed);
}

/** Our hang-up has shown no effect. */
function legStays(work: Work, id: string): void {
  if (hangUpAgain(work, id) === 'given-up') legEnded(work, id, 'unknown');
}

function restIsOver(work: Work, id: string): void {
  agentOf(work, id).restUntil = null;
  work.touched.add(id);
}

function withCall(
  work: Work,
  id: string,
  act: (call: NonNullable<ReturnType<Work['state']['calls']['get']>>) => void,
): void {
  const call = work.state.calls.get(id);
  if (call !== undefined) act(call);
}

function limitDue(work: Work, kind: 'wait-limit' | 'ring-limit', id: string): void {
  const activity = work.state.calls.get(id)?.activity.kind;
  if (activity === 'connecting' || activity === 'briefing')
    work.state.deadlines.set(kind, id, work.now + LIMIT_WAITS_MS);
  else if (activity === 'waiting' && kind === 'wait-limit') leaveByExit(work, id, 'wait-limit');
  else if (activity === 'waiting') leaveRingStep(work, id);
}

function everybodyLeaves(work: Work, queueId: string): void {
  for (const place of [...(work.state.queues.get(queueId)?.waiting ?? [])]) {
    const call = work.state.calls.get(place.call);
    if (call?.activity.kind === 'waiting' && call.outbound === null) leaveByExit(work, place.call, 'nobody');
  }
}
