import { numberAnswered, ownAnswered, partyAnswered } from './answering.js';
import { hearAttemptAgain } from './callback/attempt.js';
import { endCode } from './codes/hearing.js';
import { forgetBridge, hangUp } from './legs.js';
import { hearOutsideAgain } from './outside/dialling.js';
import { joinOutsideAgain, outsideJoined, outsideOf } from './outside/joining.js';
import type { Outside } from './outside/outside.js';
import { letHearRinging } from './outgoing/dialling.js';
import { isOutgoing, type OutgoingCall } from './outgoing/ending.js';
import { joinAgain, outgoingJoined } from './outgoing/joining.js';
import { askForRecordings } from './recording/recordings.js';
import { missingLeg, takeInOrHangUp } from './repairing.js';
import { askAllAgain, askedOffers } from './ringing/confirming.js';
import { whisper } from './ringing/whispering.js';
import { connectAgain, legJoined, restoreSound } from './ringing/connecting.js';
import { askedOutside } from './transfer/asking-outside.js';
import { consultingIn, joinAsked } from './transfer/consulting.js';
import { takeOutAgain } from './transfer/holding.js';
import type { Call, Connecting, Conversation } from './call/call.js';
import { silenceAgain } from './call/sound.js';
import { collectAgain } from './flow/collect.js';
import { replayMenu } from './flow/menu.js';
import { askAgain } from './flow/rating.js';
import { replayPrompt } from './flow/playing.js';
import { scheduleAnnouncement, stopAnnouncement } from './queue/announcements.js';
import type { BridgeId, CallId, Existing, LegId } from './signal.js';
import type { AgentLeg } from './state.js';
import { askForVoicemails } from './voicemail/file.js';
import { hearVoicemailAgain } from './voicemail/leaving.js';
import { callOf, dispatchLater, type Work } from './work.js';

/**
 * After a gap: what Asterisk has is compared with what we believe, and the differences are played through the
 * same doors as live signals. Missed announcements are not made up for.
 */
export function reconcile(work: Work, existing: Existing): void {
  const asked = askedOffers(work.state);
  const connecting = connectingCalls(work);
  const joining = [...work.state.calls.values()].filter(isOutgoing).filter(isJoining);
  const joiningOutside = [...work.state.calls.values()].filter(
    (call) => outsideOf(call)?.stage.kind === 'joining',
  );
  const there = new Set(existing.restarted ? [] : existing.legs.map(({ leg }) => leg));
  for (const leg of [...work.state.legs.keys()]) if (!there.has(leg)) missingLeg(work, leg);
  for (const leg of existing.legs) {
    const known = work.state.legs.get(leg.leg);
    if (known === undefined) takeInOrHangUp(work, leg);
    else if (known.role === 'code') codeInGap(work, leg.leg);
    else if (known.role === 'agent' && leg.up && isRung(work, known)) ownAnswered(work, leg.leg, known);
    else if (known.role === 'outside' && leg.up && isRungOutside(work, leg.leg, known.call))
      numberAnswered(work, leg.leg, known);
    else if (known.role === 'caller' && leg.up && isDialled(work, known.call))
      partyAnswered(work, callOf(work, known.call));
    else if (work.state.deadlines.has('leg-gone', leg.leg)) hangUp(work, leg.leg, 'normal');
    else if (known.role === 'caller' && !leg.up) answerAgain(work, known.call);
  }
  connectAllAgain(work, existing, connecting, { joining, joiningOutside });
  sweepBridges(work, existing);
  const standing = new Map(existing.bridges.flatMap(({ id, legs }) => legs.map((leg) => [leg, id] as const)));
  for (const call of work.state.calls.values()) hearAgain(work, call, standing);
  askAllAgain(work, asked);
  askForRecordings(work);
  askForVoicemails(work);
  ringForAll(work);
}

/** Whoever waits is rung for again. */
export function ringForAll(work: Work): void {
  for (const call of work.state.calls.values())
    if (consultingIn(call) !== null) work.turns.push({ turn: 'ring-next', call: call.id });
  for (const call of work.state.ringSteps) work.turns.push({ turn: 'ring-next', call });
  dispatchLater(work, work.state.queues.keys());
}

/** What he keyed is gone, and what he heard was not told: he dials again. */
function codeInGap(work: Work, leg: LegId): void {
  endCode(work, leg);
  hangUp(work, leg, 'normal');
}

/** His phone was being rung. */
function isDialled({ state }: Work, call: CallId): boolean {
  const kind = state.calls.get(call)?.activity.kind;
  return kind === 'dialling' || kind === 'calling-out';
}

/** A number outside was being rung for a caller, or to be asked about him. */
function isRungOutside({ state }: Work, leg: LegId, id: CallId): boolean {
  const call = state.calls.get(id);
  const outside = call === undefined ? null : (outsideOf(call) ?? askedOutside(call));
  return outside?.leg === leg && outside.stage.kind === 'ringing';
}

/** An agent's phone was being rung. */
function isRung({ state }: Work, { offer, call }: AgentLeg): boolean {
  if (offer !== null) return state.offers.has(offer);
  return state.calls.get(call)?.activity.kind === 'reaching-agent';
}

/** It was answered in the gap otherwise, and its connection is sent already. */
function isJoining({ activity }: OutgoingCall): boolean {
  return activity.kind === 'joining';
}

/** `connecting`, `joining`: as it was in the gap. Both legs are in the bridge already, or the connection is sent again. */
function connectAllAgain(
  work: Work,
  existing: Existing,
  connecting: ReadonlyMap<CallId, Connecting>,
  {
    joining,
    joiningOutside,
  }: { readonly joining: readonly OutgoingCall[]; readonly joiningOutside: readonly Call[] },
): void {
  for (const bridge of existing.bridges)
    for (const leg of bridge.legs) {
      legJoined(work, leg, bridge.id);
      outgoingJoined(work, leg, bridge.id);
      outsideJoined(work, leg, bridge.id);
    }
  const there = new Set(existing.bridges.map(({ id }) => id));
  for (const call of joiningOutside) {
    silenceAgain(work, call);
    joinOutsideAgain(work, call, (bridge) => there.has(bridge));
  }
  for (const call of joining)
    if (call.activity.kind === 'joining') joinAgain(work, call, there.has(call.activity.bridge));
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
function hearAgain(work: Work, call: Call, standing: ReadonlyMap<LegId, BridgeId>): void {
  if (call.activity.kind === 'playing') replayPrompt(work, call);
  else if (call.activity.kind === 'in-menu') replayMenu(work, call);
  else if (call.activity.kind === 'collecting') collectAgain(work, call);
  else if (call.activity.kind === 'rating') askAgain(work, call);
  else if (call.activity.kind === 'talking') holdAgain(work, call, call.activity.conversation, standing);
  else if (call.activity.kind === 'leaving-message') hearVoicemailAgain(work, call);
  else if (call.activity.kind === 'outside') outsideAgain(work, call, call.activity.outside, standing);
  else if (isOutgoing(call)) letHearRinging(work, call);
  else if (call.outbound !== null) hearAttemptAgain(work, call);
  else if (call.activity.kind === 'briefing') {
    restoreSound(work, call, call.activity.visit);
    whisper(work, call);
  } else if (call.activity.kind === 'waiting') {
    const { visit } = call.activity;
    stopAnnouncement(work, call, visit);
    restoreSound(work, call, visit);
    scheduleAnnouncement(work, call, visit);
  }
}

/** That he comes out of the bridge or into it again, and who is asked into it, may never have been sent. */
function holdAgain(
  work: Work,
  call: Call,
  conversation: Conversation,
  standing: ReadonlyMap<LegId, BridgeId>,
): void {
  const { hold, bridge } = conversation;
  if (hold !== null) {
    takeOutAgain(work, call, conversation);
    joinAsked(work, call);
    return;
  }
  if (standing.get(call.leg) === bridge) return;
  silenceAgain(work, call);
  // He may have asked somebody about the caller, and heard that it rings.
  work.commands.push({ kind: 'stop-ringback', leg: conversation.agentLeg });
  work.commands.push({ kind: 'join-bridge', leg: call.leg, bridge });
}

/** What he hears while it rings, or that both come into a bridge, may never have been sent. */
function outsideAgain(
  work: Work,
  call: Call,
  { leg, stage }: Outside,
  standing: ReadonlyMap<LegId, BridgeId>,
): void {
  hearOutsideAgain(work, call);
  if (stage.kind !== 'talking') return;
  const { bridge } = stage.talk;
  if (standing.get(call.leg) === bridge && standing.get(leg) === bridge) return;
  silenceAgain(work, call);
  work.commands.push({ kind: 'connect', bridge, create: false, legs: [call.leg, leg] });
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
