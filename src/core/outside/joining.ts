import type { Call } from '../call/call.js';
import { answer, silence } from '../call/sound.js';
import { takeBridge } from '../legs.js';
import { isToBeRecorded, recordingName } from '../recording/recording.js';
import { beginRecording } from '../recording/recordings.js';
import type { QueueId } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { BridgeId, LegId, RecordingId } from '../signal.js';
import { callOn, mint, planInForce } from '../state.js';
import { takenOutside } from '../transfer/settling.js';
import { tell, type Work } from '../work.js';
import { notConnected } from './ending.js';
import type { Outside, OutsideStage, OutsideTalk } from './outside.js';

/** Both legs must be in the bridge within this time after the answer. */
const CONNECT_WITHIN_MS = 3_000;

type Joining = Extract<OutsideStage, { kind: 'joining' }>;

/** The number outside that a call is to be connected with, or is; null: with none. */
export function outsideOf({ activity }: Call): Outside | null {
  return activity.kind === 'outside' ? activity.outside : null;
}

/** It has answered: both come into a bridge. Told again, it has no effect. */
export function outsideAnswers(work: Work, leg: LegId, call: Call | undefined): void {
  const outside = call === undefined ? null : outsideOf(call);
  if (call === undefined || outside?.leg !== leg || outside.stage.kind !== 'ringing') return;
  const { state, now } = work;
  state.deadlines.cancel('dial', call.id);
  outside.answeredAt = now;
  answer(work, call);
  silence(work, call);
  const bridge = takeBridge(work, [call.leg, leg]);
  outside.stage = { kind: 'joining', bridge: bridge.id, joined: [] };
  sendJoin(work, call, outside, bridge.create);
}

function sendJoin(work: Work, call: Call, { leg, stage }: Outside, create: boolean): void {
  if (stage.kind !== 'joining') return;
  work.commands.push({ kind: 'connect', bridge: stage.bridge, create, legs: [call.leg, leg] });
  work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
}

/** After a gap: the connection may never have been sent. `isThere`: Asterisk has the bridge. */
export function joinOutsideAgain(work: Work, call: Call, isThere: (bridge: BridgeId) => boolean): void {
  const outside = outsideOf(call);
  if (outside?.stage.kind !== 'joining') return;
  sendJoin(work, call, outside, !isThere(outside.stage.bridge));
}

/** While Asterisk is not heard nobody knows whether both legs are in the bridge. */
export function outsideJoinDue(work: Work, call: Call): void {
  if (work.state.telephony.kind === 'lost')
    work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
  else joinFailed(work, call);
}

/** One of the two or the bridge is not there. */
export function joinFailed(work: Work, call: Call): void {
  notConnected(work, call, 'failed', 'callplane');
  work.commands.push({ kind: 'verify-leg', leg: call.leg });
}

/** A leg is in its bridge; they talk when both are. */
export function outsideJoined(work: Work, leg: LegId, bridge: BridgeId): void {
  const call = callOn(work.state, work.state.legs.get(leg));
  const outside = call === undefined ? null : outsideOf(call);
  if (call === undefined || outside === null || outside.stage.kind !== 'joining') return;
  const { stage } = outside;
  if (stage.bridge !== bridge || (leg !== call.leg && leg !== outside.leg)) return;
  if (!stage.joined.includes(leg)) stage.joined.push(leg);
  if (stage.joined.length === 2) beginTalk(work, call, outside, stage);
}

function beginTalk(work: Work, call: Call, outside: Outside, { bridge: id }: Joining): void {
  const { state, now } = work;
  state.deadlines.cancel('connect', call.id);
  const bridge = state.bridges.get(id);
  if (bridge !== undefined) bridge.isProven = true;
  const conversation = mint(state, 'conversation');
  // Whoever takes a caller over goes on with what was being recorded.
  const recordedAs = outside.origin === 'transfer' ? (call.transfer?.recordedAs ?? null) : null;
  const recording = wantedRecording(work, call, recordedAs, conversation);
  const talk: OutsideTalk = { id: conversation, bridge: id, startedAt: now, recording };
  outside.stage = { kind: 'talking', talk };
  if (call.lastExit !== 'callback') call.lastExit = 'outside';
  // Nobody of ours is to be rated for what others say.
  call.lastTalk = null;
  takenOutside(work, call, outside.origin);
  tell(work, call, 'dial-connected', { outgoing: outside.call, conversation });
  if (recording !== null) beginRecording(work, call, { ...talk, queue: null, agent: null }, recording);
}

/** The name of the file that the talk goes into; null: it is not to be recorded. */
function wantedRecording(work: Work, call: Call, queue: QueueId | null, id: string): RecordingId | null {
  const inForce = planInForce(work.state);
  if (!isToBeRecorded(call, { inForce, ofCall: callPlan(work.state, call) }, queue, null)) return null;
  return recordingName(inForce.company.timezone, { id, startedAt: work.now });
}
