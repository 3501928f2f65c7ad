import type { Briefing, Call, Visit } from '../call/call.js';
import { mediaOf } from '../flow/media.js';
import { PLAYBACK_STARTS_WITHIN_MS } from '../flow/prompt.js';
import { hangUp } from '../legs.js';
import type { OfferResult } from '../milestone.js';
import type { Language, WhisperRule } from '../plan.js';
import { scheduleAnnouncement, stopAnnouncement } from '../queue/announcements.js';
import { leaveByExit } from '../queue/leaving.js';
import { waitedMedia } from '../speech/waited.js';
import { mint, planInForce } from '../state.js';
import { callOf, tell, type Work } from '../work.js';
import { connect, restoreSound } from './connecting.js';
import type { Offer } from './offer.js';
import { closeOffer } from './offers.js';
import { callPlan, queueRule } from './rule.js';

/** What the agent hears before he has the caller; null: nothing. */
export function whisperRuleOf({ state }: Work, call: Call, { queue }: Visit): WhisperRule | null {
  return queue === null ? null : (queueRule(state, call, queue).whisper ?? null);
}

/** The agent has the call and hears what it is about; the caller hears what he heard, but for announcements. */
export function beginWhisper(work: Work, call: Call, offer: Offer, visit: Visit): void {
  const { deadlines } = work.state;
  if (visit.announcements.playing !== null) {
    stopAnnouncement(work, call, visit);
    restoreSound(work, call, visit);
  } else if (deadlines.has('music', call.id)) restoreSound(work, call, visit);
  deadlines.cancel('announce', call.id);
  deadlines.cancel('music', call.id);
  deadlines.cancel('offer', offer.id);
  const { leg: agentLeg } = offer;
  call.activity = {
    ...{ kind: 'briefing', visit, offer: offer.id, agentLeg, answeredAt: work.now, playback: null },
  };
  whisper(work, call);
}

/** After a gap it begins again; where there is nothing to be heard any more the two are connected. */
export function whisper(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind !== 'briefing') return;
  stopWhisper(work, call, activity);
  const { language } = planInForce(work.state).company;
  const rule = whisperRuleOf(work, call, activity.visit);
  const media = rule === null ? [] : mediaOfWhisper(work, call, activity.visit, rule, language);
  if (media.length === 0) {
    connectBoth(work, call, activity);
    return;
  }
  activity.playback = mint(work.state, 'play');
  work.state.playbacks.set(activity.playback, call.id);
  work.commands.push({
    ...{ kind: 'play', leg: activity.agentLeg, playback: activity.playback, media, language },
  });
  work.state.deadlines.set('playback', call.id, work.now + PLAYBACK_STARTS_WITHIN_MS);
  tell(work, call, 'briefed', { prompt: rule?.prompt ?? null });
}

/** The caller has waited in all his queues. */
function mediaOfWhisper(
  { state, now }: Work,
  call: Call,
  visit: Visit,
  { prompt, waited }: WhisperRule,
  language: Language,
): readonly string[] {
  const said = prompt === null ? null : mediaOf(callPlan(state, call), planInForce(state), prompt, language);
  return [...(said ?? []), ...(waited ? waitedMedia(call.waitMs + now - visit.enteredAt, language) : [])];
}

/** It was heard, or could not be. */
export function whisperOver(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind !== 'briefing') return;
  activity.playback = null;
  // Nobody would hear of the connection; after the gap it is whispered again.
  if (work.state.telephony.kind === 'up') connectBoth(work, call, activity);
}

function connectBoth(work: Work, call: Call, activity: Briefing): void {
  const offer = work.state.offers.get(activity.offer);
  if (offer !== undefined) connect(work, call, offer, activity);
}

function stopWhisper(work: Work, call: Call, activity: Briefing): void {
  if (activity.playback === null) return;
  work.state.playbacks.delete(activity.playback);
  work.state.deadlines.cancel('playback', call.id);
  work.commands.push({ kind: 'stop-playback', leg: activity.agentLeg, playback: activity.playback });
  activity.playback = null;
}

/** The agent hangs up while he hears it: he has declined, and the caller, who has kept his place, is rung for again. */
export function whisperedAgentGone(work: Work, callId: string, result: OfferResult): void {
  const call = callOf(work, callId);
  const visit = backToWaiting(work, call, result);
  if (visit === null) return;
  if (visit.queue !== null && planInForce(work.state).queues[visit.queue] === undefined) {
    leaveByExit(work, callId, 'removed');
    return;
  }
  restoreSound(work, call, visit);
  scheduleAnnouncement(work, call, visit);
  work.turns.push({ turn: 'ring-next', call: callId });
}

/** The caller left while the agent heard it: the agent is not to blame. */
export function callerLeftWhisper(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind !== 'briefing') return;
  backToWaiting(work, call, 'caller-left');
  hangUp(work, activity.agentLeg, 'normal');
}

function backToWaiting(work: Work, call: Call, result: OfferResult): Visit | null {
  const { activity } = call;
  if (activity.kind !== 'briefing') return null;
  stopWhisper(work, call, activity);
  call.activity = { kind: 'waiting', visit: activity.visit };
  const offer = work.state.offers.get(activity.offer);
  if (offer !== undefined) closeOffer(work, offer, result);
  return activity.visit;
}
