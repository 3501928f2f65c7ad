import type { Agent } from './agent/agent.js';
import { isFree, shownState } from './agent/availability.js';
import { checkCallbacks, mayBeUnmade } from './callback/invariants.js';
import { type Call, hasAgent } from './call/call.js';
import { InvariantBroken, must } from './must.js';
import type { Deadline, DeadlineKind } from './deadlines.js';
import { isServable } from './queue/admission.js';
import type { Offer } from './ringing/offer.js';
import type { Queue } from './queue/queue.js';
import { isBefore } from './queue/queue.js';
import type { Leg, State } from './state.js';

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
  for (const [hours, { until }] of state.hoursSwitches)
    must(until === null || state.deadlines.has('hours-switch', hours), `the switch of ${hours} never ends`);
  for (const [key, { until }] of state.messages)
    must(until === null || state.deadlines.has('message', key), `the message of ${key} never ends`);
  for (const key of state.dropped.keys())
    must(state.deadlines.has('redial', key), `the age of ${key} is kept for ever`);
  for (const call of state.secrets.keys())
    must(state.calls.has(call), `a secret of call ${call}, which is not there`);
  for (const deadline of state.deadlines.all()) checkDeadline(state, deadline);
}

/** Nothing is awaited of what is not there any more. */
function checkDeadline(state: State, { kind, id }: Deadline): void {
  must(isThere(state, kind, id), `deadline ${kind} of ${id}, which is not there`);
}

function isThere(state: State, kind: DeadlineKind, id: string): boolean {
  const activity = state.calls.get(id)?.activity.kind;
  switch (kind) {
    case 'playback':
      return ['playing', 'in-menu', 'collecting', 'rating', 'waiting', 'briefing'].includes(activity ?? '');
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
      return activity === 'connecting';
    case 'dial':
      return activity === 'dialling';
    case 'callback':
      return state.callbacks.has(id);
    case 'lookup':
      return activity === 'looking-up';
    case 'offer':
      return state.offers.has(id);
    case 'wrap-up':
      return state.agents.get(id)?.work.kind === 'wrap-up';
    case 'rest':
      return state.agents.has(id);
    case 'nobody':
      return (state.queues.get(id)?.waiting.length ?? 0) > 0;
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
  const { activity } = call;
  const { deadlines } = state;
  must(state.legs.get(call.leg)?.call === call.id || mayBeUnmade(state, call), `call ${call.id} has no leg`);
  must(state.plans.has(call.plan), `call ${call.id} has lost its plan`);
  must(activity.kind !== 'in-flow', `call ${call.id} is nowhere`);
  const isPrompting = 'playback' in activity && activity.playback !== null;
  if (isPrompting) must(deadlines.has('playback', call.id), `prompt of call ${call.id} has no deadline`);
  const silence = SILENCES[activity.kind];
  if (silence !== undefined && !isPrompting)
    must(deadlines.has(silence, call.id), `the keys of call ${call.id} are awaited without a deadline`);
  if (activity.kind === 'rating')
    must(call.lastTalk !== null, `call ${call.id} is asked to rate a conversation that it never had`);
  if (activity.kind === 'looking-up')
    must(deadlines.has('lookup', call.id), `look-up of call ${call.id} has no deadline`);
  if (activity.kind === 'connecting')
    must(deadlines.has('connect', call.id), `connection of call ${call.id} has no deadline`);
  if (activity.kind === 'leaving')
    must(deadlines.has('leg-gone', call.leg), `hang-up of call ${call.id} has no deadline`);
  must(
    state.index.beingShed.has(call.id) === (activity.kind === 'leaving' && activity.place === 'shed'),
    `call ${call.id}: index of calls that are turned away is wrong`,
  );
  const waitsIn = activity.kind === 'waiting' || activity.kind === 'connecting' ? activity.visit : null;
  must(
    state.ringSteps.has(call.id) === (waitsIn !== null && waitsIn.queue === null),
    `call ${call.id}: ring step and index differ`,
  );
  if (waitsIn?.queue === null && activity.kind === 'waiting' && state.telephony.kind === 'up') {
    must(waitsIn.offers.length > 0, `call ${call.id} stands in a ring step where nobody rings`);
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
  } else {
    must(
      activity?.kind === 'waiting' && activity.visit.offers.includes(offer.id),
      `offer ${offer.id} belongs to no waiting call`,
    );
    must(state.deadlines.has('offer', offer.id), `offer ${offer.id} has no deadline`);
  }
}

function checkAgent(state: State, agent: Agent): void {
  const { work } = agent;
  if (work.kind === 'offered')
    must(state.offers.has(work.offer), `agent ${agent.id} has an offer that does not exist`);
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
  if (leg.role === 'caller') {
    must(state.calls.get(leg.call)?.leg === id, `leg ${id} belongs to no call`);
    return;
  }
  must(
    state.agents.get(leg.agent)?.legs.includes(id) === true,
    `leg ${id} is not known to agent ${leg.agent}`,
  );
  const activity = state.calls.get(leg.call)?.activity;
  const isTalking = activity?.kind === 'talking' && activity.conversation.agentLeg === id;
  const isBounded = isTalking || state.offers.has(leg.offer) || state.deadlines.has('leg-gone', id);
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

/** A recording that goes on belongs to the conversation that it records; what is awaited of it is not for ever. */
function checkRecordings(state: State): void {
  for (const [id, { call, conversation, stage }] of state.recordings) {
    const activity = state.calls.get(call)?.activity;
    const isHeld = activity?.kind === 'talking' && activity.conversation.id === conversation;
    must(
      isHeld ? activity.conversation.recording === id && stage.kind !== 'ending' : stage.kind === 'ending',
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
