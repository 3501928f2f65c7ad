import { dialDue } from './callback/attempt.js';
import { endWrapUp } from './agent/wrap-up.js';
import type { Deadline } from './deadlines.js';
import { collectSilence } from './flow/collect.js';
import { lookupOverdue } from './flow/looking-up.js';
import { menuSilence } from './flow/menu.js';
import { rateSilence } from './flow/rating.js';
import { hangUpAgain, removeBridge } from './legs.js';
import { legEnded } from './leg-ending.js';
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
import { agentOf, type Work } from './work.js';

/** While an agent's answer is being connected, the limit of the wait stands still for so long. */
const LIMIT_WAITS_MS = 500;

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
    case 'announce':
      return withCall(work, id, (call) => {
        if (call.activity.kind === 'waiting') announce(work, call, call.activity.visit);
      });
    case 'widening':
      return withCall(work, id, (call) => wideningDue(work, call));
    case 'opening':
      return withCall(work, id, (call) => openingDue(work, call));
    case 'nobody-fits':
      return withCall(work, id, (call) => {
        if (call.activity.kind === 'waiting') leaveByExit(work, id, 'nobody');
      });
    case 'music':
      return withCall(work, id, (call) => musicDue(work, call));
    case 'wait-limit':
    case 'ring-limit':
      return limitDue(work, deadline.kind, id);
    case 'dial':
      return withCall(work, id, (call) => dialDue(work, call));
    case 'callback':
      work.callbacksDue.add(id);
      return;
    case 'connect':
      return withCall(work, id, () => connectDue(work, id));
    case 'offer':
      return offerDue(work, id);
    case 'wrap-up':
      return endWrapUp(work, id, 'limit');
    case 'rest':
      return restIsOver(work, id);
    case 'nobody':
      return everybodyLeaves(work, id);
    case 'leg-gone':
      if (hangUpAgain(work, id) === 'given-up') legEnded(work, id, 'unknown');
      return;
    case 'bridge-idle':
      return removeBridge(work, id);
    case 'recording':
      return recordingOverdue(work, id);
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

/** While Asterisk is not heard nobody knows whether the agent has answered: nothing is held against him. */
function offerDue(work: Work, id: string): void {
  withdrawOffer(work, id, work.state.telephony.kind === 'lost' ? 'withdrawn' : 'no-answer');
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
  if (activity === 'connecting') work.state.deadlines.set(kind, id, work.now + LIMIT_WAITS_MS);
  else if (activity === 'waiting' && kind === 'wait-limit') leaveByExit(work, id, 'wait-limit');
  else if (activity === 'waiting') leaveRingStep(work, id);
}

function everybodyLeaves(work: Work, queueId: string): void {
  for (const place of [...(work.state.queues.get(queueId)?.waiting ?? [])]) {
    const call = work.state.calls.get(place.call);
    if (call?.activity.kind === 'waiting' && call.outbound === null) leaveByExit(work, place.call, 'nobody');
  }
}
