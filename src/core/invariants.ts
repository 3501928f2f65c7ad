import { type Agent, isSignedIn, NO_PHONE } from './agent/agent.js';
import { isFree, shownState } from './agent/availability.js';
import { checkCodes } from './codes/invariants.js';
import { checkCallbacks, mayBeUnmade } from './callback/invariants.js';
import { type Call, type Conversation, hasAgent } from './call/call.js';
import { InvariantBroken, must } from './must.js';
import type { Deadline, DeadlineKind } from './deadlines.js';
import { isServable } from './queue/admission.js';
import { checkOutside, isRung, numberOf } from './outside/invariants.js';
import { outsideOf } from './outside/joining.js';
import { checkOutgoing } from './outgoing/invariants.js';
import { checkVoicemails } from './voicemail/invariants.js';
import { checkOverflow } from './partner/invariants.js';
import { isLineOfPartner } from './partner/partner.js';
import { allOffers } from './ringing/offers.js';
import type { Offer } from './ringing/offer.js';
import type { Queue } from './queue/queue.js';
import { isBefore } from './queue/queue.js';
import { callOn, type Leg, type State } from './state.js';
import { askedOutside } from './transfer/asking-outside.js';
import { isHangingUp } from './transfer/returning.js';
import type { Asked } from './transfer/transfer.js';

export { InvariantBroken };

/** Checks everything that must hold after every step; throws `InvariantBroken` with what does not. */
export function assertInvariants(state: State): void {
  for (const call of state.calls.values()) checkCall(state, call);
  for (const offer of state.offers.values()) checkOffer(state, offer);
  for (const agent of state.agents.values()) checkAgent(state, agent);
  for (const queue of state.queues.values()) checkQueue(state, queue);
  for (const [id, leg] of state.legs) checkLeg(state, id, leg);
  checkBridges(state);
  checkRecordings(state);
  checkPlaybacks(state);
  checkConversations(state);
  checkCallbacks(state);
  checkVoicemails(state);
  checkCodes(state);
  checkPhoneUsers(state);
  checkOverflow(state);
  for (const [hours, { until }] of state.hoursSwitches)
    must(until === null || state.deadlines.has('hours-switch', hours), `the switch of ${hours} never ends`);
  for (const [key, { until }] of state.messages)
    must(until === null || state.deadlines.has('message', key), `the message of ${key} never ends`);
  for (const key of state.dropped.keys())
    must(state.deadlines.has('redial', key), `the age of ${key} is kept for ever`);
  for (const call of state.secrets.keys())
    must(state.calls.has(call) || state.codeCalls.has(call), `a secret of ${call}, which is not there`);
  for (const deadline of state.deadlines.all()) checkDeadline(state, deadline);
}

/** Who uses a phone is who is signed in at it: so a snapshot tells, too. */
function checkPhoneUsers({ agents, index }: State): void {
  for (const [phone, users] of index.signedInAt)
    for (const id of users) {
      const agent = agents.get(id);
      must(agent?.phone === phone && isSignedIn(agent), `${id} is kept at ${phone}, where he is not`);
    }
  for (const agent of agents.values())
    if (isSignedIn(agent) && !isLineOfPartner(agent))
      must(index.signedInAt.get(agent.phone)?.has(agent.id) === true, `${agent.id} is signed in at no phone`);
}

/** Nothing is awaited of what is not there any more. */
function checkDeadline(state: State, { kind, id }: Deadline): void {
  must(isThere(state, kind, id), `deadline ${kind} of ${id}, which is not there`);
}

const PLAYED_TO: readonly string[] = [
  ...['playing', 'in-menu', 'collecting', 'rating', 'leaving-message', 'waiting', 'briefing'],
];

function isThere(state: State, kind: DeadlineKind, id: string): boolean {
  const activity = state.calls.get(id)?.activity.kind;
  switch (kind) {
    case 'playback':
      return PLAYED_TO.includes(activity ?? '');
    case 'menu':
      return activity === 'in-menu';
    case 'collect':
      return activity === 'collecting';
    case 'rating':
      return activity === 'rating';
    case 'announce':
    case 'music':
      return activity === 'waiting';
    case 'opening':
    case 'widening':
    case 'nobody-fits':
    case 'wait-limit':
    case 'ring-limit':
      return ['waiting', 'briefing', 'dialling', 'connecting'].includes(activity ?? '');
    case 'connect':
      return activity === 'connecting' || activity === 'joining' || activity === 'outside';
    case 'dial':
      return ['dialling', 'calling-out', 'reaching-agent'].includes(activity ?? '') || isRung(state, id);
    case 'callback':
      return state.callbacks.has(id);
    case 'lookup':
      return activity === 'looking-up';
    case 'speech':
      return activity === 'awaiting-speech';
    case 'offer':
      return state.offers.has(id);
    case 'wrap-up':
      return state.agents.get(id)?.work.kind === 'wrap-up';
    case 'rest':
      return state.agents.has(id);
    case 'pause':
      return state.agents.get(id)?.pause?.until !== undefined;
    case 'pin-lock':
      return (state.agents.get(id)?.pin.lockedUntil ?? null) !== null;
    case 'code':
      return state.codeCalls.has(id);
    case 'nobody':
    case 'overflow':
      return (state.queues.get(id)?.waiting.length ?? 0) > 0;
    case 'voicemail':
      return state.voicemails.has(id);
    case 'recording':
      return state.recordings.has(id);
    case 'leg-gone':
      return state.legs.has(id);
    case 'hours-switch':
      return state.hoursSwitches.has(id);
    case 'message':
      return state.messages.has(id);
    case 'redial':
      return state.dropped.has(id);
    case 'phone-lost':
      return state.phones.get(id)?.state === 'unreachable';
    // Removing a bridge that is forgotten already may be tried again; a phone may have lost its last user.
    case 'bridge-idle':
    case 'phone-trails':
      return true;
  }
}

/** Where keys are awaited, and by which deadline their silence is measured. */
const SILENCES: Readonly<Partial<Record<Call['activity']['kind'], DeadlineKind>>> = {
  'in-menu': 'menu',
  collecting: 'collect',
  rating: 'rating',
};

function checkCall(state: State, call: Call): void {
  checkOutgoing(state, call);
  checkOutside(state, call);
  const { activity } = call;
  const { deadlines } = state;
  must(
    callOn(state, state.legs.get(call.leg)) === call || mayBeUnmade(state, call),
    `call ${call.id} has no leg`,
  );
  must(state.plans.has(call.plan), `call ${call.id} has lost its plan`);
  must(activity.kind !== 'in-flow', `call ${call.id} is nowhere`);
  if (activity.kind === 'briefing')
    must(
      deadlines.has('playback', call.id) || state.telephony.kind === 'lost',
      `what the agent of call ${call.id} hears has no deadline`,
    );
  const isPrompting = 'playback' in activity && activity.playback !== null;
  if (isPrompting) must(deadlines.has('playback', call.id), `prompt of call ${call.id} has no deadline`);
  const silence = SILENCES[activity.kind];
  if (silence !== undefined && !isPrompting)
    must(deadlines.has(silence, call.id), `the keys of call ${call.id} are awaited without a deadline`);
  if (activity.kind === 'rating')
    must(call.lastTalk !== null, `call ${call.id} is asked to rate a conversation that it never had`);
  if (activity.kind === 'looking-up')
    must(deadlines.has('lookup', call.id), `look-up of call ${call.id} has no deadline`);
  if (activity.kind === 'awaiting-speech')
    must(deadlines.has('speech', call.id), `speech of call ${call.id} has no deadline`);
  if (activity.kind === 'connecting')
    must(deadlines.has('connect', call.id), `connection of call ${call.id} has no deadline`);
  if (activity.kind === 'leaving')
    must(deadlines.has('leg-gone', call.leg), `hang-up of call ${call.id} has no deadline`);
  must(
    state.index.beingShed.has(call.id) === (activity.kind === 'leaving' && activity.place === 'shed'),
    `call ${call.id}: index of calls that are turned away is wrong`,
  );
  checkTransfer(state, call);
  const waitsIn = activity.kind === 'waiting' || activity.kind === 'connecting' ? activity.visit : null;
  must(
    state.ringSteps.has(call.id) === (waitsIn !== null && waitsIn.queue === null),
    `call ${call.id}: ring step and index differ`,
  );
  if (waitsIn?.queue === null && activity.kind === 'waiting' && state.telephony.kind === 'up') {
    const isRung = waitsIn.offers.length > 0 || isHangingUp(state, call);
    must(isRung, `call ${call.id} stands in a ring step where nobody rings`);
  }
}

function checkOffer(state: State, offer: Offer): void {
  const agent = state.agents.get(offer.agent);
  const activity = state.calls.get(offer.call)?.activity;
  must(
    agent?.work.kind === 'offered' && agent.work.offer === offer.id,
    `offer ${offer.id} is not what its agent does`,
  );
  must(state.legs.has(offer.leg), `offer ${offer.id} has no leg`);
  if (activity !== undefined && hasAgent(activity)) {
    must(activity.offer === offer.id, `offer ${offer.id} stands beside the one that is being connected`);
    must(offer.confirming === null, `offer ${offer.id} is taken and still asked for`);
  } else if (activity?.kind === 'talking') {
    checkAsked(state, offer, activity.conversation.consultation?.asked ?? null);
  } else {
    must(
      activity?.kind === 'waiting' && allOffers(activity.visit).includes(offer.id),
      `offer ${offer.id} belongs to no waiting call`,
    );
    must(state.deadlines.has('offer', offer.id), `offer ${offer.id} has no deadline`);
  }
}

/** Whoever is rung beside a talk is asked there, and rings not for ever. */
function checkAsked(state: State, offer: Offer, asked: Asked | null): void {
  must(asked?.offer === offer.id, `offer ${offer.id} is asked by nobody`);
  const isBounded = asked?.answeredAt !== null || state.deadlines.has('offer', offer.id);
  must(isBounded, `offer ${offer.id} has no deadline`);
}

/** A caller is on hold outside of every bridge, and is handed over only where somebody wants him to be. */
function checkTransfer(state: State, call: Call): void {
  const { activity, transfer } = call;
  const talk = activity.kind === 'talking' ? activity.conversation : null;
  if (talk !== null) {
    const isOutside = state.legs.get(call.leg)?.bridge === null;
    must(isOutside === (talk.hold !== null), `call ${call.id} is on hold in its bridge, or outside of it`);
    const { consultation } = talk;
    const asks = consultation !== null;
    must(asks === (transfer !== null), `call ${call.id} asks somebody for no transfer`);
    must(!asks || talk.hold !== null, `call ${call.id} hears what another is asked`);
    const isAsked = consultation?.asked !== null || askedOutside(call) !== null;
    must(isAsked || state.telephony.kind === 'lost', `call ${call.id} asks nobody`);
  }
  if (transfer === null || talk !== null) return;
  must(transfer.handedOverAt !== null, `call ${call.id} is handed over by nobody`);
  const sender = state.agents.get(transfer.from)?.work;
  const isRung = sender?.kind === 'offered' && sender.call === call.id;
  must(transfer.notes === null || isRung, `notes about call ${call.id} are nobody's`);
}

function checkAgent(state: State, agent: Agent): void {
  const { work } = agent;
  if (work.kind === 'offered')
    must(state.offers.has(work.offer), `agent ${agent.id} has an offer that does not exist`);
  if (work.kind === 'calling')
    must(state.calls.has(work.call), `agent ${agent.id} makes a call that is not there`);
  if (work.kind === 'wrap-up')
    must(state.deadlines.has('wrap-up', agent.id), `wrap-up of agent ${agent.id} has no deadline`);
  if (work.kind === 'talking') {
    const activity = state.calls.get(work.call)?.activity;
    const isTrue = activity?.kind === 'talking' && activity.conversation.id === work.conversation;
    must(
      isTrue && activity.conversation.agent === agent.id,
      `agent ${agent.id} talks in a conversation that is not there`,
    );
  }
  for (const leg of agent.legs)
    must(state.legs.has(leg), `agent ${agent.id} keeps leg ${leg}, which is gone`);
  must(agent.presence.kind === 'signed-out' || agent.phone !== NO_PHONE, `agent ${agent.id} is nowhere`);
  if (work.kind !== 'none')
    must(agent.presence.kind !== 'signed-out', `agent ${agent.id} is signed out and works`);
  must(
    agent.shown.state === shownState(state, agent),
    `agent ${agent.id} shows ${agent.shown.state} and is ${shownState(state, agent)}`,
  );
  must(
    state.index.freeAgents.has(agent.id) === isFree(state, agent),
    `agent ${agent.id}: index of free agents is wrong`,
  );
}

function checkQueue(state: State, queue: Queue): void {
  const seen = new Set<string>();
  queue.waiting.forEach((place, index) => {
    const activity = state.calls.get(place.call)?.activity;
    const isHere = activity?.kind === 'waiting' || (activity !== undefined && hasAgent(activity));
    must(
      isHere && activity.visit.queue === queue.id,
      `queue ${queue.id} keeps a place for ${place.call}, who is not there`,
    );
    must(!seen.has(place.call), `call ${place.call} stands twice in queue ${queue.id}`);
    seen.add(place.call);
    const before = queue.waiting[index - 1];
    must(
      before === undefined || isBefore(before, place),
      `queue ${queue.id} is out of order at ${place.call}`,
    );
  });
  for (const call of state.calls.values()) {
    const { activity } = call;
    const stands = (activity.kind === 'waiting' || hasAgent(activity)) && activity.visit.queue === queue.id;
    if (stands) must(seen.has(call.id), `call ${call.id} waits in queue ${queue.id} without a place`);
  }
  checkServed(state, queue);
}

/** Nobody waits unserved beside a free agent of the queue. */
function checkServed(state: State, queue: Queue): void {
  if (state.telephony.kind === 'lost' || (state.index.free.get(queue.id)?.size ?? 0) === 0) return;
  for (const place of queue.waiting) {
    const call = state.calls.get(place.call);
    if (call?.activity.kind !== 'waiting' || call.activity.visit.offers.length > 0) continue;
    must(
      !isServable(state, call, call.activity.visit, state.lastAt),
      `call ${place.call} waits in queue ${queue.id} although an agent is free`,
    );
  }
}

function checkLeg(state: State, id: string, leg: Leg): void {
  if (leg.role === 'code') {
    must(state.codeCalls.has(id), `leg ${id} has dialled no code`);
    return;
  }
  if (leg.role === 'caller') {
    must(state.calls.get(leg.call)?.leg === id, `leg ${id} belongs to no call`);
    return;
  }
  if (leg.role === 'outside') {
    const call = state.calls.get(leg.call);
    const isHeld = call !== undefined && numberOf(call)?.leg === id;
    must(isHeld || state.deadlines.has('leg-gone', id), `leg ${id} outside has no deadline`);
    return;
  }
  must(
    state.agents.get(leg.agent)?.legs.includes(id) === true,
    `leg ${id} is not known to agent ${leg.agent}`,
  );
  const activity = state.calls.get(leg.call)?.activity;
  const talk = activity?.kind === 'talking' ? activity.conversation : null;
  const isTalking = talk?.agentLeg === id || talk?.consultation?.line === id;
  const isHis = activity !== undefined && 'agentLeg' in activity && activity.agentLeg === id;
  const isOffered = leg.offer === null ? isHis : state.offers.has(leg.offer);
  const isBounded = isTalking || isOffered || state.deadlines.has('leg-gone', id);
  must(isBounded, `leg ${id} has no deadline`);
}

function checkBridges(state: State): void {
  for (const id of state.freeBridges) {
    must(state.bridges.get(id)?.legs.length === 0, `free bridge ${id} is not empty`);
    must(state.deadlines.has('bridge-idle', id), `free bridge ${id} is never given back`);
  }
  for (const [id, bridge] of state.bridges) {
    for (const leg of bridge.legs)
      must(state.legs.get(leg)?.bridge === id, `bridge ${id} holds leg ${leg}, which is gone`);
    if (bridge.recording !== null)
      must(state.recordings.get(bridge.recording)?.bridge === id, `bridge ${id} is recorded by nobody`);
    if (bridge.legs.length === 0) must(state.freeBridges.includes(id), `bridge ${id} is empty and forgotten`);
  }
}

/** What a call is in that may be recorded; null: nothing. */
function recordedTalk({ calls }: State, id: string): Pick<Conversation, 'id' | 'recording'> | null {
  const call = calls.get(id);
  if (call === undefined) return null;
  if (call.activity.kind === 'talking') return call.activity.conversation;
  const stage = outsideOf(call)?.stage;
  return stage?.kind === 'talking' ? stage.talk : null;
}

/** A recording that goes on belongs to the conversation that it records; what is awaited of it is not for ever. */
function checkRecordings(state: State): void {
  for (const [id, { call, conversation, stage }] of state.recordings) {
    const talk = recordedTalk(state, call);
    const isHeld = talk?.id === conversation;
    must(
      isHeld ? talk.recording === id && stage.kind !== 'ending' : stage.kind === 'ending',
      `recording ${id} is ${stage.kind} and its conversation ${isHeld ? 'goes on' : 'is over'}`,
    );
    const isAwaited = stage.kind !== 'running' && stage.kind !== 'paused';
    must(!isAwaited || state.deadlines.has('recording', id), `recording ${id} has no deadline`);
  }
}

function checkPlaybacks(state: State): void {
  for (const [playback, callId] of state.playbacks) {
    const activity = state.calls.get(callId)?.activity;
    const isHeard =
      (activity !== undefined && 'playback' in activity && activity.playback === playback) ||
      (activity?.kind === 'waiting' && activity.visit.announcements.playing === playback);
    must(isHeard, `playback ${playback} is heard by nobody`);
  }
}

function checkConversations(state: State): void {
  const talking = new Set<string>();
  for (const { activity } of state.calls.values()) {
    if (activity.kind !== 'talking') continue;
    const { agent } = activity.conversation;
    must(!talking.has(agent), `agent ${agent} is in two conversations`);
    talking.add(agent);
    must(
      state.agents.get(agent)?.work.kind === 'talking',
      `agent ${agent} does not know of his conversation`,
    );
  }
}
