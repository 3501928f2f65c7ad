import { clientAnswered, hearAttemptAgain } from './callback/attempt.js';
import { forgetBridge, hangUp } from './legs.js';
import { askForRecordings } from './recording/recordings.js';
import { missingLeg, takeInOrHangUp } from './repairing.js';
import { agentAnswered, connectAgain, legJoined, restoreSound } from './ringing/connecting.js';
import type { Call, Connecting } from './call/call.js';
import { silenceAgain } from './call/sound.js';
import { collectAgain } from './flow/collect.js';
import { replayMenu } from './flow/menu.js';
import { askAgain } from './flow/rating.js';
import { replayPrompt } from './flow/playing.js';
import { scheduleAnnouncement, stopAnnouncement } from './queue/announcements.js';
import type { CallId, Existing } from './signal.js';
import { callOf, dispatchLater, type Work } from './work.js';

/**
 * After a gap: what Asterisk has is compared with what we believe, and the differences are played through the
 * same doors as live signals. Missed announcements are not made up for.
 */
export function reconcile(work: Work, existing: Existing): void {
  const connecting = connectingCalls(work);
  const there = new Set(existing.restarted ? [] : existing.legs.map(({ leg }) => leg));
  for (const leg of [...work.state.legs.keys()]) if (!there.has(leg)) missingLeg(work, leg);
  for (const leg of existing.legs) {
    const known = work.state.legs.get(leg.leg);
    if (known === undefined) takeInOrHangUp(work, leg);
    else if (known.role === 'agent' && leg.up && work.state.offers.has(known.offer))
      agentAnswered(work, leg.leg, known.offer);
    else if (known.role === 'caller' && leg.up && isDialled(work, known.call))
      clientAnswered(work, callOf(work, known.call));
    else if (work.state.deadlines.has('leg-gone', leg.leg)) hangUp(work, leg.leg, 'normal');
    else if (known.role === 'caller' && !leg.up) answerAgain(work, known.call);
  }
  joinAgain(work, existing, connecting);
  sweepBridges(work, existing);
  for (const call of work.state.calls.values()) hearAgain(work, call);
  askForRecordings(work);
  for (const call of work.state.ringSteps) work.turns.push({ turn: 'ring-next', call });
  dispatchLater(work, work.state.queues.keys());
}

/** His phone was being rung. */
function isDialled({ state }: Work, call: CallId): boolean {
  return state.calls.get(call)?.activity.kind === 'dialling';
}

/** `connecting`: as it was in the gap. Both legs are in the bridge already, or the connection is sent again. */
function joinAgain(work: Work, existing: Existing, connecting: ReadonlyMap<CallId, Connecting>): void {
  for (const bridge of existing.bridges) for (const leg of bridge.legs) legJoined(work, leg, bridge.id);
  const there = new Set(existing.bridges.map(({ id }) => id));
  for (const [callId, activity] of connecting) {
    const call = work.state.calls.get(callId);
    if (call === undefined || call.activity.kind === 'waiting') continue;
    silenceAgain(work, call);
    if (call.outbound !== null) work.commands.push({ kind: 'stop-ringback', leg: activity.agentLeg });
    if (call.activity === activity) connectAgain(work, call, there.has(activity.bridge));
  }
}

function connectingCalls({ state }: Work): ReadonlyMap<CallId, Connecting> {
  return new Map(
    [...state.calls.values()].flatMap(({ id, activity }) =>
      activity.kind === 'connecting' ? [[id, activity] as const] : [],
    ),
  );
}

/** The answer may have been lost with the process that was about to send it. */
function answerAgain(work: Work, callId: CallId): void {
  const call = callOf(work, callId);
  if (call.answeredAt !== null) work.commands.push({ kind: 'answer', leg: call.leg });
}

/**
 * The end of a sound may have been missed, and its beginning never sent: a prompt begins again, an announcement is
 * given up, whoever waits hears music or ringing.
 */
function hearAgain(work: Work, call: Call): void {
  if (call.activity.kind === 'playing') replayPrompt(work, call);
  else if (call.activity.kind === 'in-menu') replayMenu(work, call);
  else if (call.activity.kind === 'collecting') collectAgain(work, call);
  else if (call.activity.kind === 'rating') askAgain(work, call);
  else if (call.outbound !== null) hearAttemptAgain(work, call);
  else if (call.activity.kind === 'waiting') {
    const { visit } = call.activity;
    stopAnnouncement(work, call, visit);
    restoreSound(work, call, visit);
    scheduleAnnouncement(work, call, visit);
  }
}

function sweepBridges(work: Work, existing: Existing): void {
  const there = new Set(existing.bridges.map(({ id }) => id));
  for (const id of [...work.state.freeBridges]) {
    if (!there.has(id)) forgetBridge(work, id);
  }
  for (const { id, legs } of existing.bridges) {
    if (work.state.bridges.has(id)) continue;
    // Somebody whom an agent has left may still stand in it.
    for (const leg of legs)
      if (work.state.legs.has(leg)) work.commands.push({ kind: 'leave-bridge', leg, bridge: id });
    work.commands.push({ kind: 'remove-bridge', bridge: id });
  }
}
