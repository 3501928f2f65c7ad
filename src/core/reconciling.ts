import { callArrived } from './call/arriving.js';
import { hangUp } from './legs.js';
import { legEnded } from './leg-ending.js';
import { askForRecordings } from './recording/recordings.js';
import { agentAnswered, legJoined, restoreSound } from './ringing/connecting.js';
import type { Call } from './call/call.js';
import { replayMenu } from './flow/menu.js';
import { replayPrompt } from './flow/running.js';
import { scheduleAnnouncement, stopAnnouncement } from './queue/announcements.js';
import type { CallId, Existing, LegId } from './signal.js';
import { callOf, dispatchLater, type Work } from './work.js';

/**
 * After a gap: what Asterisk has is compared with what we believe, and the differences are played through the
 * same doors as live signals. Missed announcements are not made up for.
 */
export function reconcile(work: Work, existing: Existing): void {
  const there = new Set(existing.restarted ? [] : existing.legs.map(({ leg }) => leg));
  for (const leg of [...work.state.legs.keys()]) if (!there.has(leg)) missing(work, leg);
  for (const leg of existing.legs) {
    const known = work.state.legs.get(leg.leg);
    if (known === undefined) adoptOrHangUp(work, leg);
    else if (known.role === 'agent' && leg.up && work.state.offers.has(known.offer))
      agentAnswered(work, leg.leg, known.offer);
    else if (work.state.deadlines.has('leg-gone', leg.leg)) hangUp(work, leg.leg, 'normal');
    else if (known.role === 'caller' && !leg.up) answerAgain(work, known.call);
  }
  for (const bridge of existing.bridges) for (const leg of bridge.legs) legJoined(work, leg, bridge.id);
  sweepBridges(work, existing);
  for (const call of work.state.calls.values()) hearAgain(work, call);
  askForRecordings(work);
  for (const call of work.state.ringSteps) work.turns.push({ turn: 'ring-next', call });
  dispatchLater(work, work.state.queues.keys());
}

/** The leg is gone; one of ours may still be on its way into Asterisk, so it is hung up as well. */
function missing(work: Work, leg: LegId): void {
  if (work.state.legs.get(leg)?.role === 'agent')
    work.commands.push({ kind: 'hang-up', leg, reason: 'normal' });
  legEnded(work, leg, 'unknown');
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
  else if (call.activity.kind === 'waiting') {
    const { visit } = call.activity;
    stopAnnouncement(work, call, visit);
    restoreSound(work, call, visit);
    scheduleAnnouncement(work, call, visit);
  }
}

function adoptOrHangUp(work: Work, leg: Existing['legs'][number]): void {
  if (leg.caller === null) work.commands.push({ kind: 'hang-up', leg: leg.leg, reason: 'normal' });
  else callArrived(work, { kind: 'call-arrived', leg: leg.leg, ...leg.caller });
}

function sweepBridges(work: Work, existing: Existing): void {
  const there = new Set(existing.bridges.map(({ id }) => id));
  for (const id of [...work.state.freeBridges]) {
    if (there.has(id)) continue;
    work.state.freeBridges.splice(work.state.freeBridges.indexOf(id), 1);
    work.state.bridges.delete(id);
    work.state.deadlines.cancel('bridge-idle', id);
  }
  for (const { id } of existing.bridges) {
    if (!work.state.bridges.has(id)) work.commands.push({ kind: 'remove-bridge', bridge: id });
  }
}
