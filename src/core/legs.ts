import type { HangUpReason } from './command.js';
import { type Leg, mint } from './state.js';
import type { BridgeId, LegId } from './signal.js';
import { agentOf, type Work } from './work.js';

/** Our hang-up must show its effect within this time, else it is repeated and verified. */
const HANG_UP_WITHIN_MS = 5_000;
const HANG_UPS_AT_MOST = 6;
/** A phone's state follows the end of our leg within this time, else it is read anew. */
const PHONE_FOLLOWS_WITHIN_MS = 500;
const BRIDGE_IDLE_MS = 10_000;

/** Hangs a leg up and sees to it that it really goes; nothing happens for one that is gone. */
export function hangUp(work: Work, id: LegId, reason: HangUpReason): void {
  if (!work.state.legs.has(id)) return;
  work.commands.push({ kind: 'hang-up', leg: id, reason });
  mustGo(work, id);
}

/** Gives a caller to the dialplan's emergency destination; one who does not go there is hung up. */
export function sendOn(work: Work, id: LegId): void {
  work.commands.push({ kind: 'send-on', leg: id });
  mustGo(work, id);
}

function mustGo(work: Work, id: LegId): void {
  work.state.deadlines.set('leg-gone', id, work.now + HANG_UP_WITHIN_MS);
}

/** The hang-up has shown no effect: once more, and ask; after several times the leg is taken for gone. */
export function hangUpAgain(work: Work, id: LegId): 'asked-again' | 'given-up' {
  const leg = work.state.legs.get(id);
  if (leg === undefined) return 'asked-again';
  leg.hangUps += 1;
  if (leg.hangUps >= HANG_UPS_AT_MOST) {
    neverReuseBridge(work, leg);
    return 'given-up';
  }
  hangUp(work, id, 'normal');
  work.commands.push({ kind: 'verify-leg', leg: id });
  return 'asked-again';
}

/** Nobody knows whether the leg still stands in its bridge: nobody else may come into it. */
function neverReuseBridge(work: Work, leg: Leg): void {
  const bridge = leg.bridge === null ? undefined : work.state.bridges.get(leg.bridge);
  if (bridge !== undefined) bridge.isProven = false;
}

/** Forgets a leg that is gone, and frees what it held: the agent's phone, its place in a bridge. */
export function forgetLeg(work: Work, id: LegId): Leg | null {
  const { state } = work;
  const leg = state.legs.get(id);
  if (leg === undefined) return null;
  state.legs.delete(id);
  state.deadlines.cancel('leg-gone', id);
  if (leg.bridge !== null) leaveBridge(work, leg.bridge, id);
  if (leg.role === 'agent') freePhone(work, leg.agent, id);
  return leg;
}

function freePhone(work: Work, agentId: string, leg: LegId): void {
  const agent = agentOf(work, agentId);
  agent.legs = agent.legs.filter((one) => one !== leg);
  const seen = work.state.phones.get(agent.phone);
  if (seen !== undefined && (seen.state === 'in-use' || seen.state === 'ringing')) {
    seen.trails = true;
    work.state.deadlines.set('phone-trails', agent.phone, work.now + PHONE_FOLLOWS_WITHIN_MS);
    for (const user of work.state.index.signedInAt.get(agent.phone) ?? []) work.touched.add(user);
  }
  work.touched.add(agentId);
}

/** A bridge for two legs: one that nobody is in any more, or a new one. */
export function takeBridge(
  work: Work,
  legs: readonly [LegId, LegId],
): { readonly id: BridgeId; readonly create: boolean } {
  const { state } = work;
  // The one that rested longest: in a steady load none rests long enough to be given back.
  const reused = state.freeBridges.shift();
  const id = reused ?? mint(state, 'bridge');
  state.deadlines.cancel('bridge-idle', id);
  state.bridges.set(id, { legs: [...legs], isProven: false, recording: null });
  for (const leg of legs) {
    const known = state.legs.get(leg);
    if (known !== undefined) known.bridge = id;
  }
  return { id, create: reused === undefined };
}

/** A bridge that nobody is in any more may be used again, when it was seen to work and is not recorded any more. */
function leaveBridge(work: Work, id: BridgeId, leg: LegId): void {
  const bridge = work.state.bridges.get(id);
  if (bridge === undefined) return;
  bridge.legs.splice(bridge.legs.indexOf(leg), 1);
  if (bridge.legs.length > 0) return;
  if (!bridge.isProven || bridge.recording !== null) {
    removeBridge(work, id);
    return;
  }
  work.state.freeBridges.push(id);
  work.state.deadlines.set('bridge-idle', id, work.now + BRIDGE_IDLE_MS);
}

/**
 * A leg whose partner has gone comes out of their bridge. Asterisk takes its time over it, so nobody may come into that
 * bridge any more.
 */
export function takeOut(work: Work, id: LegId): void {
  const leg = work.state.legs.get(id);
  const bridge = leg?.bridge ?? null;
  if (leg === undefined || bridge === null) return;
  work.commands.push({ kind: 'leave-bridge', leg: id, bridge });
  neverReuseBridge(work, leg);
  leaveBridge(work, bridge, id);
  leg.bridge = null;
}

/** A leg comes into a bridge that somebody stands in. */
export function bringIn({ state, commands }: Work, id: LegId, bridge: BridgeId): void {
  const leg = state.legs.get(id);
  const known = state.bridges.get(bridge);
  if (leg === undefined || known === undefined) return;
  leg.bridge = bridge;
  known.legs.push(id);
  commands.push({ kind: 'join-bridge', leg: id, bridge });
}

/** The bridge could not be removed, or nobody knows: once more, unless a sweep comes first. */
export function removeBridgeLater(work: Work, id: BridgeId): void {
  if (!work.state.bridges.has(id)) work.state.deadlines.set('bridge-idle', id, work.now + BRIDGE_IDLE_MS);
}

/** Gives a bridge back to Asterisk that nobody has used for a while, or that may not be used again. */
export function removeBridge(work: Work, id: BridgeId): void {
  const { state } = work;
  const bridge = state.bridges.get(id);
  state.bridges.delete(id);
  for (const leg of bridge?.legs ?? []) {
    const known = state.legs.get(leg);
    if (known !== undefined) known.bridge = null;
  }
  const free = state.freeBridges.indexOf(id);
  if (free >= 0) state.freeBridges.splice(free, 1);
  state.deadlines.cancel('bridge-idle', id);
  work.commands.push({ kind: 'remove-bridge', bridge: id });
}

/** A bridge that nobody is in and that Asterisk does not have any more. */
export function forgetBridge(work: Work, id: BridgeId): void {
  const { state } = work;
  const free = state.freeBridges.indexOf(id);
  if (free >= 0) state.freeBridges.splice(free, 1);
  state.bridges.delete(id);
  state.deadlines.cancel('bridge-idle', id);
}
