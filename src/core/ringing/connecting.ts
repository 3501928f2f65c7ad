import { rememberAgent } from '../agent/last-agents.js';
import { type Call, type Connecting, type Conversation, hasAgent, type Visit } from '../call/call.js';
import { answer, setBackdrop, silence } from '../call/sound.js';
import { hangUp, removeBridge, takeBridge } from '../legs.js';
import { isPartner, nameInFacts } from '../partner/partner.js';
import { closeVisit, leaveByExit } from '../queue/leaving.js';
import { isToBeRecorded, recordingName } from '../recording/recording.js';
import { beginRecording } from '../recording/recordings.js';
import { scheduleAnnouncement, stopAnnouncement } from '../queue/announcements.js';
import { askToConfirm, confirmKey, confirmRuleOf } from './confirming.js';
import { hearRingStep } from './ring-step.js';
import { beginWhisper, whisperRuleOf } from './whispering.js';
import { callPlan, queueRule, ruleOf } from './rule.js';
import { callOn, mint, offerOn, planInForce } from '../state.js';
import type { WrapUp } from '../agent/agent.js';
import type { OpenOutcome } from '../agent/outcome.js';
import { wrapUpRuleOf } from '../agent/wrap-up.js';
import type { AgentId, QueueId, WrapUpRule } from '../plan.js';
import type { BridgeId, ConversationId, LegId, OfferId, RecordingId } from '../signal.js';
import { askedAnswers, askedAt, askedJoined } from '../transfer/consulting.js';
import { takeNotes } from '../transfer/returning.js';
import { takenOver } from '../transfer/settling.js';
import { agentOf, callOf, tell, type Work } from '../work.js';
import { allOffers, closeOffer, withdrawOffer } from './offers.js';
import type { Offer } from './offer.js';

/** Both legs must be in the bridge within this time after the agent's answer. */
export const CONNECT_WITHIN_MS = 3_000;

/** Whether this leg is the agent's side of what the call is connecting or talking through. */
export function hasWon(call: Call | undefined, leg: LegId): boolean {
  const activity = call?.activity;
  if (activity !== undefined && hasAgent(activity)) return activity.agentLeg === leg;
  if (askedAt(call, leg)?.answeredAt != null) return true;
  return activity?.kind === 'talking' && activity.conversation.agentLeg === leg;
}

/**
 * An agent's phone answered. The first answer wins, here and now, before anything is sent: the caller and
 * the winner are connected first, the others are told afterwards (performance.md §4). Any other answer is late,
 * except the winner's own, told again.
 */
export function agentAnswered(work: Work, leg: LegId, offerId: OfferId): void {
  const known = work.state.legs.get(leg);
  if (hasWon(callOn(work.state, known), leg)) return;
  const offer = work.state.offers.get(offerId);
  const call = offer === undefined ? undefined : work.state.calls.get(offer.call);
  const asked = offer === undefined ? null : askedAt(call, offer.leg);
  if (call !== undefined && asked !== null) {
    askedAnswers(work, call, asked);
    return;
  }
  if (offer === undefined || call === undefined || call.activity.kind !== 'waiting') {
    hangUp(work, leg, 'answered-elsewhere');
    return;
  }
  const confirm = confirmRuleOf(work.state, offer);
  if (offer.confirming !== null) return;
  if (confirm === null) agentHasCall(work, call, offer, call.activity.visit);
  else askToConfirm(work, call, offer, confirm);
}

/** A key of an agent who is asked to take a call by it. */
export function agentConfirms(work: Work, leg: LegId, key: string): void {
  const known = work.state.legs.get(leg);
  const offer = known?.role === 'agent' ? offerOn(work.state, known) : undefined;
  const call = offer === undefined ? undefined : work.state.calls.get(offer.call);
  if (offer === undefined || call?.activity.kind !== 'waiting') return;
  if (confirmKey(work, leg, key) === 'taken') agentHasCall(work, call, offer, call.activity.visit);
}

/** The first who takes it wins. */
function agentHasCall(work: Work, call: Call, offer: Offer, visit: Visit): void {
  const others = allOffers(visit).filter((id) => id !== offer.id);
  if (call.outbound !== null) beginAttempt(work, call, offer, visit);
  else if (!isPartner(offer.agent) && whisperRuleOf(work, call, visit) !== null)
    beginWhisper(work, call, offer, visit);
  else connect(work, call, offer, { visit, answeredAt: work.now });
  for (const other of others) withdrawOffer(work, other, 'lost-race');
}

/** A call that we make: before the client is called the agent hears what it is about. */
function beginAttempt(work: Work, call: Call, offer: Offer, visit: Visit): void {
  if (call.outbound === null || call.outbound.callback === null) return;
  work.state.deadlines.cancel('offer', offer.id);
  call.outbound.attempt = { dialledAt: null, clientAnsweredAt: null, offer: null, talk: null };
  const { leg: agentLeg } = offer;
  call.activity = {
    ...{ kind: 'briefing', visit, offer: offer.id, agentLeg, answeredAt: work.now, playback: null },
  };
  work.turns.push({ turn: 'brief-agent', call: call.id });
}

/** Brings both into a bridge; `answeredAt`: when the agent's phone did. */
export function connect(
  work: Work,
  call: Call,
  offer: Offer,
  { visit, answeredAt }: Pick<Connecting, 'visit' | 'answeredAt'>,
): void {
  const { state, now } = work;
  stopAnnouncement(work, call, visit);
  state.deadlines.cancel('announce', call.id);
  state.deadlines.cancel('music', call.id);
  state.deadlines.cancel('offer', offer.id);
  answer(work, call);
  // Asterisk loses the end of music or ringing that comes while the channel's bridge just sends 20 ms of it, and the
  // caller would hear it through the whole talk; before he is in a bridge nothing of it is lost.
  silence(work, call);
  const bridge = takeBridge(work, [call.leg, offer.leg]);
  call.activity = {
    kind: 'connecting',
    visit,
    offer: offer.id,
    agentLeg: offer.leg,
    answeredAt,
    bridge: bridge.id,
    joined: [],
  };
  work.commands.push({
    kind: 'connect',
    bridge: bridge.id,
    create: bridge.create,
    legs: [call.leg, offer.leg],
  });
  state.deadlines.set('connect', call.id, now + CONNECT_WITHIN_MS);
}

/**
 * After a gap: the connection may never have been sent. `isThere`: Asterisk has the bridge.
 */
export function connectAgain(work: Work, call: Call, isThere: boolean): void {
  if (call.activity.kind !== 'connecting') return;
  const { bridge, agentLeg } = call.activity;
  work.commands.push({ kind: 'connect', bridge, create: !isThere, legs: [call.leg, agentLeg] });
  work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
}

/** While Asterisk is not heard nobody knows whether both legs are in the bridge. */
export function connectDue(work: Work, callId: string): void {
  if (work.state.telephony.kind === 'lost')
    work.state.deadlines.set('connect', callId, work.now + CONNECT_WITHIN_MS);
  else connectFailed(work, callId);
}

/** A leg is in its bridge; the conversation begins when both are. */
export function legJoined(work: Work, leg: LegId, bridge: BridgeId): void {
  const known = work.state.legs.get(leg);
  const call = callOn(work.state, known);
  if (call !== undefined) askedJoined(call, leg, bridge);
  if (call?.activity.kind !== 'connecting' || call.activity.bridge !== bridge) return;
  const { activity } = call;
  if (leg !== call.leg && leg !== activity.agentLeg) return;
  if (!activity.joined.includes(leg)) activity.joined.push(leg);
  if (activity.joined.length === 2) beginConversation(work, call, activity);
}

function beginConversation(work: Work, call: Call, activity: Connecting): void {
  const { state, now } = work;
  const { visit } = activity;
  const offer = state.offers.get(activity.offer);
  if (offer === undefined) return;
  const id = mint(state, 'conversation');
  // Whoever takes a caller over goes on with what was being recorded.
  const recordedAs = visit.queue ?? call.transfer?.recordedAs ?? null;
  const notes = takeNotes(call, offer.agent);
  const conversation: Conversation = {
    id,
    visit: visit.id,
    offer: offer.id,
    queue: visit.queue,
    agent: offer.agent,
    agentLeg: activity.agentLeg,
    bridge: activity.bridge,
    startedAt: now,
    waitMs: now - visit.enteredAt,
    ringMs: activity.answeredAt - offer.offeredAt,
    wrapUp: wrapUpAfter(work, call, visit, { agent: offer.agent, notes }),
    recording: wantedRecording(work, call, recordedAs, { id, agent: offer.agent }),
    recordedAs,
    outcome: notes?.outcome ?? askedOutcome(work, call, visit.queue, { id, agent: offer.agent }),
    ...{ hold: null, consultation: null, consultMs: 0, isRecordingHeld: false, keyed: { keys: '', at: 0 } },
  };
  state.deadlines.cancel('connect', call.id);
  const bridge = state.bridges.get(activity.bridge);
  if (bridge !== undefined) bridge.isProven = true;
  closeOffer(work, offer, 'answered', activity.answeredAt);
  call.activity = { kind: 'talking', conversation };
  call.conversations += 1;
  closeVisit(work, call, visit, 'answered', offer.agent);
  const agent = agentOf(work, offer.agent);
  agent.work = { kind: 'talking', call: call.id, conversation: conversation.id };
  agent.missedInRow = 0;
  const queue = visit.queue === null ? undefined : state.queues.get(visit.queue);
  if (!isPartner(offer.agent)) {
    if (queue !== undefined) queue.lastServed = offer.agent;
    if (visit.step !== null) state.servedBySteps.set(visit.step, offer.agent);
    rememberAgent(state, call.fromE164, offer.agent, work.now);
  }
  work.turns.push({ turn: 'client-reached', call: call.id });
  const taker = nameInFacts(offer.agent);
  takenOver(work, call, visit.step, taker);
  tell(work, call, 'connected', { agent: taker, conversation: conversation.id });
  if (conversation.recording !== null) beginRecording(work, call, conversation, conversation.recording);
}

/** What follows a talk for whoever has had it; nobody at a partner writes notes for us. */
function wrapUpAfter(
  work: Work,
  call: Call,
  visit: Visit,
  { agent, notes }: { readonly agent: AgentId; readonly notes: WrapUp | null },
): WrapUpRule {
  if (isPartner(agent)) return { timeMs: 0, extendToMs: 0 };
  return notes === null ? ruleOf(work, call, visit).wrapUp : wrapUpRuleOf(notes);
}

/** What is to be said of the conversation afterwards; null: its queue asks for nothing. */
function askedOutcome(
  { state, now }: Work,
  call: Call,
  queue: QueueId | null,
  { id, agent }: { readonly id: ConversationId; readonly agent: AgentId },
): OpenOutcome | null {
  const rule = queue === null ? undefined : queueRule(state, call, queue).outcomes;
  if (queue === null || rule === undefined || isPartner(agent)) return null;
  return {
    ...{ conversation: id, call: call.id, queue, agent, startedAt: now, rule },
    ...{ code: null, setAt: null, setBy: null, starAt: null },
  };
}

/** The name of the file that the conversation goes into; null: it is not to be recorded. */
function wantedRecording(
  work: Work,
  call: Call,
  queue: QueueId | null,
  { id, agent }: { readonly id: ConversationId; readonly agent: AgentId },
): RecordingId | null {
  const inForce = planInForce(work.state);
  const plans = { inForce, ofCall: callPlan(work.state, call) };
  if (!isToBeRecorded(call, plans, queue, agent)) return null;
  return recordingName(inForce.company.timezone, { id, startedAt: work.now });
}

/**
 * The agent's leg or the bridge failed between answer and conversation: the caller keeps his place, his age and
 * his next announcement, and is rung for again.
 */
export function connectFailed(work: Work, callId: string): void {
  const call = callOf(work, callId);
  if (call.activity.kind !== 'connecting') return;
  if (call.outbound !== null) {
    work.turns.push({ turn: 'attempt-over', call: callId, result: 'failed' });
    return;
  }
  const { visit, offer: offerId, agentLeg, bridge } = call.activity;
  backToWaiting(work, call, call.activity);
  const offer = work.state.offers.get(offerId);
  if (offer !== undefined) closeOffer(work, offer, 'failed');
  hangUp(work, agentLeg, 'normal');
  work.commands.push({ kind: 'verify-leg', leg: call.leg });
  removeBridge(work, bridge);
  if (visit.queue !== null && planInForce(work.state).queues[visit.queue] === undefined) {
    leaveByExit(work, callId, 'removed');
    return;
  }
  restoreSound(work, call, visit);
  scheduleAnnouncement(work, call, visit);
  work.turns.push({ turn: 'ring-next', call: callId });
}

function backToWaiting(work: Work, call: Call, activity: Connecting): void {
  work.state.deadlines.cancel('connect', call.id);
  call.activity = { kind: 'waiting', visit: activity.visit };
}

/** Music or ringing begins anew, whatever was heard before. */
export function restoreSound(work: Work, call: Call, visit: Visit): void {
  call.backdrop = 'silence';
  if (visit.queue === null) {
    hearRingStep(work, call);
    return;
  }
  const rule = queueRule(work.state, call, visit.queue);
  setBackdrop(work, call, rule.hear, rule.waiting.music);
}

/** The caller left between the agent's answer and the conversation: the agent is not to blame. */
export function callerLeftConnecting(work: Work, call: Call): void {
  if (call.activity.kind !== 'connecting') return;
  const { activity } = call;
  backToWaiting(work, call, activity);
  const offer = work.state.offers.get(activity.offer);
  if (offer !== undefined) closeOffer(work, offer, 'caller-left');
  hangUp(work, activity.agentLeg, 'normal');
}
