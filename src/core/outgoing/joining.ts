import { rememberAgent } from '../agent/last-agents.js';
import type { Call, Conversation } from '../call/call.js';
import { takeBridge } from '../legs.js';
import { isToBeRecorded, recordingName } from '../recording/recording.js';
import { beginRecording } from '../recording/recordings.js';
import { callPlan } from '../ringing/rule.js';
import type { BridgeId, ConversationId, LegId, RecordingId } from '../signal.js';
import { callOn, mint, planInForce } from '../state.js';
import { agentOf, tell, type Work } from '../work.js';
import { endOutgoing, isOutgoing, type OutgoingCall } from './ending.js';
import type { Joining } from './outgoing.js';

/** Both legs must be in the bridge within this time after the answer. */
const CONNECT_WITHIN_MS = 3_000;

/** The outside party has answered: both come into a bridge. Told again, it has no effect. */
export function outsideAnswered(work: Work, call: OutgoingCall): void {
  if (call.activity.kind !== 'calling-out') return;
  const { agentLeg } = call.activity;
  const { state, now } = work;
  state.deadlines.cancel('dial', call.id);
  call.answeredAt = now;
  const bridge = takeBridge(work, [call.leg, agentLeg]);
  call.activity = { kind: 'joining', agentLeg, bridge: bridge.id, joined: [] };
  readyAgent(work, call, agentLeg);
  sendJoin(work, call, call.activity, bridge.create);
}

/** The phone that has dialled is answered; one that we have rung hears no more ringing. */
function readyAgent(work: Work, { outbound }: OutgoingCall, agentLeg: LegId): void {
  const kind = outbound.origin === 'phone' ? 'answer' : 'stop-ringback';
  work.commands.push({ kind, leg: agentLeg });
}

function sendJoin(work: Work, call: OutgoingCall, { bridge, agentLeg }: Joining, create: boolean): void {
  work.commands.push({ kind: 'connect', bridge, create, legs: [call.leg, agentLeg] });
  work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
}

/** After a gap: the connection may never have been sent. `isThere`: Asterisk has the bridge. */
export function joinAgain(work: Work, call: OutgoingCall, isThere: boolean): void {
  if (call.activity.kind !== 'joining') return;
  readyAgent(work, call, call.activity.agentLeg);
  sendJoin(work, call, call.activity, !isThere);
}

/** While Asterisk is not heard nobody knows whether both legs are in the bridge. */
export function joinDue(work: Work, call: Call): void {
  if (call.activity.kind !== 'joining') return;
  if (work.state.telephony.kind === 'lost')
    work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
  else endOutgoing(work, call.id, 'failed', 'callplane');
}

/** A leg is in its bridge; the conversation begins when both are. */
export function outgoingJoined(work: Work, leg: LegId, bridge: BridgeId): void {
  const known = work.state.legs.get(leg);
  const call = callOn(work.state, known);
  if (call === undefined || !isOutgoing(call) || call.activity.kind !== 'joining') return;
  const { activity } = call;
  if (activity.bridge !== bridge || (leg !== call.leg && leg !== activity.agentLeg)) return;
  if (!activity.joined.includes(leg)) activity.joined.push(leg);
  if (activity.joined.length === 2) beginTalk(work, call, activity);
}

function beginTalk(work: Work, call: OutgoingCall, activity: Joining): void {
  const { state, now } = work;
  const conversation = newConversation(work, call, activity);
  state.deadlines.cancel('connect', call.id);
  const bridge = state.bridges.get(activity.bridge);
  if (bridge !== undefined) bridge.isProven = true;
  call.activity = { kind: 'talking', conversation };
  call.conversations += 1;
  const agent = agentOf(work, call.outbound.agent);
  agent.work = { kind: 'talking', call: call.id, conversation: conversation.id };
  work.touched.add(agent.id);
  rememberAgent(state, call.fromE164, agent.id, now);
  work.turns.push({ turn: 'client-reached', call: call.id });
  tell(work, call, 'connected', { agent: agent.id, conversation: conversation.id });
  if (conversation.recording !== null) beginRecording(work, call, conversation, conversation.recording);
}

function newConversation(work: Work, call: OutgoingCall, { agentLeg, bridge }: Joining): Conversation {
  const { state, now } = work;
  const id = mint(state, 'conversation');
  const { agent, dialledAt } = call.outbound;
  return {
    ...{ id, visit: null, offer: null, queue: null, agent, agentLeg, bridge, startedAt: now },
    ...{ waitMs: 0, ringMs: (call.answeredAt ?? now) - (dialledAt ?? now) },
    wrapUp: planInForce(state).phones?.outgoing?.wrapUp ?? { timeMs: 0, extendToMs: 0 },
    ...{ hold: null, consultation: null, consultMs: 0, isRecordingHeld: false, keyed: { keys: '', at: 0 } },
    recording: wantedRecording(work, call, id),
    recordedAs: null,
    outcome: null,
  };
}

/** The name of the file that the talk goes into; null: it is not to be recorded. */
function wantedRecording(work: Work, call: OutgoingCall, id: ConversationId): RecordingId | null {
  const inForce = planInForce(work.state);
  const plans = { inForce, ofCall: callPlan(work.state, call) };
  const word = inForce.phones?.outgoing?.record ?? null;
  if (!isToBeRecorded(call, plans, null, call.outbound.agent, word)) return null;
  return recordingName(inForce.company.timezone, { id, startedAt: work.now });
}
