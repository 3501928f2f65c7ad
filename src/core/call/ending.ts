import { letGo } from '../callback/holding.js';
import { tellHeard } from '../flow/prompt.js';
import { endRating } from '../flow/rating.js';
import type { HangUpReason } from '../command.js';
import { forgetLeg, hangUp } from '../legs.js';
import type { CallFact, EndedBy, EndPlace } from '../milestone.js';
import { endOutside } from '../outside/ending.js';
import { leaveWaiting } from '../queue/leaving.js';
import { callerLeftConnecting } from '../ringing/connecting.js';
import { callerLeftWhisper } from '../ringing/whispering.js';
import { settleTransfer } from '../transfer/settling.js';
import { ABANDONED_AFTER_TRANSFER } from '../transfer/transfer.js';
import { leaveVoicemail } from '../voicemail/leaving.js';
import { callOf, tell, type Work } from '../work.js';
import { endConversation } from './conversation.js';
import { markMisdirected } from './misdirected.js';
import type { Call, CallPlace } from './call.js';

/** We end a call: hang-up is sent, the call is over when its leg is gone. */
export function hangUpCall(work: Work, callId: string, by: EndedBy, place: CallPlace): void {
  const call = callOf(work, callId);
  if (call.activity.kind === 'leaving') return;
  if (call.outbound !== null) {
    const result = call.conversations > 0 ? 'answered' : 'failed';
    if (call.outbound.callback === null) work.turns.push({ turn: 'outgoing-over', call: callId, result, by });
    else work.turns.push({ turn: 'attempt-over', call: callId, result });
    return;
  }
  settle(work, call, place === 'failed' ? 'unknown' : 'callplane');
  settleTransfer(work, call, 'nobody');
  call.activity = { kind: 'leaving', by, place };
  hangUp(work, call.leg, REASONS[place]);
}

/** What the caller's line is told; who is turned away unanswered hears the busy tone and pays nothing. */
const REASONS: Readonly<Record<CallPlace, HangUpReason>> = {
  flow: 'normal',
  conversation: 'normal',
  unallocated: 'unallocated',
  blocked: 'busy',
  shed: 'busy',
  failed: 'congestion',
};

/** The caller's leg is gone: whatever the call was doing ends, and the call is told, once. */
export function callerGone(work: Work, callId: string, isKnown: boolean): void {
  const call = callOf(work, callId);
  const { endedBy, endPlace } = howItEnded(call, isKnown);
  settle(work, call, endedBy);
  forgetLeg(work, call.leg);
  if (call.transfer !== null) leftInTransfer(work, call, endedBy);
  markMisdirected(work, call, endedBy, endPlace);
  tell(work, call, 'left', { endedBy, endPlace });
  work.milestones.push({ kind: 'call-ended', ...factOf(work, call, endedBy, endPlace) });
  forgetCall(work, call);
}

/** He left, or his call was over, before anybody had taken him over. */
function leftInTransfer(work: Work, call: Call, endedBy: EndedBy): void {
  const hasLeft = endedBy === 'caller' || endedBy === 'unknown';
  const isAlone = call.transfer?.handedOverAt != null;
  if (hasLeft && isAlone && !call.marks.includes(ABANDONED_AFTER_TRANSFER))
    call.marks.push(ABANDONED_AFTER_TRANSFER);
  settleTransfer(work, call, hasLeft ? 'caller-left' : 'nobody');
}

/** Ends what the call is in the middle of; one that we make ends its own way. */
function settle(work: Work, call: Call, by: EndedBy): void {
  switch (call.activity.kind) {
    case 'waiting':
      leaveWaiting(work, call.id, by === 'caller' ? 'hung-up' : by === 'unknown' ? 'unknown' : 'failed');
      break;
    case 'connecting':
    case 'briefing':
      if (call.outbound !== null) break;
      callerLeftConnecting(work, call);
      callerLeftWhisper(work, call);
      leaveWaiting(work, call.id, by === 'caller' ? 'hung-up' : by === 'unknown' ? 'unknown' : 'failed');
      break;
    case 'talking':
      endConversation(work, call, by);
      break;
    case 'playing':
      dropPlayback(work, call, call.activity.playback);
      tellHeard(work, call, false);
      break;
    case 'in-menu':
      if (call.activity.playback !== null) dropPlayback(work, call, call.activity.playback);
      work.state.deadlines.cancel('menu', call.id);
      break;
    case 'collecting':
      if (call.activity.playback !== null) dropPlayback(work, call, call.activity.playback);
      work.state.deadlines.cancel('collect', call.id);
      break;
    case 'rating':
      if (call.activity.playback !== null) dropPlayback(work, call, call.activity.playback);
      endRating(work, call, by === 'caller' ? 'hung-up' : 'unknown', null);
      break;
    case 'leaving-message':
      if (call.activity.playback !== null) dropPlayback(work, call, call.activity.playback);
      leaveVoicemail(work, call);
      break;
    case 'looking-up':
      work.state.deadlines.cancel('lookup', call.id);
      break;
    case 'awaiting-speech':
      work.state.deadlines.cancel('speech', call.id);
      break;
    case 'outside':
      endOutside(work, call, by === 'caller' ? 'caller-left' : 'failed', by === 'unknown' ? by : 'callplane');
      break;
    case 'in-flow':
    case 'leaving':
    case 'dialling':
    case 'reaching-agent':
    case 'calling-out':
    case 'joining':
      break;
  }
}

function dropPlayback(work: Work, call: Call, playback: string): void {
  work.state.playbacks.delete(playback);
  work.state.deadlines.cancel('playback', call.id);
}

/**
 * `unknown`: the leg went in a gap, so the instant is a bound, and he may have hung up himself before we did. Of somebody
 * who was leaving the place is known all the same.
 */
function howItEnded(call: Call, isKnown: boolean): { endedBy: EndedBy; endPlace: EndPlace } {
  const { activity } = call;
  if (activity.kind === 'leaving')
    return { endedBy: isKnown ? activity.by : 'unknown', endPlace: activity.place };
  return { endedBy: isKnown ? 'caller' : 'unknown', endPlace: isKnown ? placeOf(call) : 'gap' };
}

function placeOf(call: Call): EndPlace {
  switch (call.activity.kind) {
    case 'waiting':
    case 'connecting':
    case 'briefing':
      return call.activity.visit.queue === null ? 'ring' : 'queue';
    case 'talking':
      return 'conversation';
    case 'outside':
      return call.activity.outside.stage.kind === 'talking' ? 'conversation' : 'outside';
    case 'playing':
      return call.activity.place;
    case 'in-menu':
    case 'collecting':
      return 'menu';
    case 'rating':
      return 'rating';
    case 'leaving-message':
      return 'voicemail';
    case 'looking-up':
    case 'awaiting-speech':
    case 'in-flow':
    case 'dialling':
    case 'reaching-agent':
    case 'calling-out':
    case 'joining':
    case 'leaving':
      return 'flow';
  }
}

function factOf(work: Work, call: Call, endedBy: EndedBy, endPlace: EndPlace): CallFact {
  return {
    call: call.id,
    direction: 'inbound',
    from: call.from,
    fromName: call.fromName,
    dialled: call.dialled,
    tags: call.tags,
    marks: call.marks,
    arrivedAt: call.arrivedAt,
    answeredAt: call.answeredAt,
    firstOfferedAt: call.firstOfferedAt,
    endedAt: work.now,
    endedBy,
    endPlace,
    lastExit: call.lastExit,
    waitMs: call.waitMs,
    conversations: call.conversations,
    talkMs: call.talkMs,
    closed: call.closed,
    inHours: call.inHours,
    informationHeard: call.informationHeard,
    planVersion: call.plan,
  };
}

/** Nothing of the call is left. */
export function forgetCall(work: Work, call: Call): void {
  const { state } = work;
  letGo(work, call.id);
  state.calls.delete(call.id);
  state.secrets.delete(call.id);
  state.index.beingShed.delete(call.id);
  state.index.unmade.delete(call.id);
  if (call.plan === state.planInForce) return;
  for (const other of state.calls.values()) if (other.plan === call.plan) return;
  state.plans.delete(call.plan);
}
