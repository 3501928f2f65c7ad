import { outsideOf } from './outside/joining.js';
import type { BridgeId, Existing, ExistingLeg, LegId } from './signal.js';
import { callOn, type Leg, offerOn, type State } from './state.js';
import { askedOutside } from './transfer/asking-outside.js';
import type { Consultation } from './transfer/transfer.js';

/** Something in which Asterisk and we differ. */
export type Astray =
  /** Asterisk has a leg of ours that we do not know. */
  | { readonly what: 'stray-leg'; readonly leg: ExistingLeg }
  /** We know a leg that Asterisk does not have. */
  | { readonly what: 'missing-leg'; readonly leg: LegId }
  /** The phone has answered, and we still let it ring. */
  | { readonly what: 'unheard-answer'; readonly leg: LegId }
  /** A leg whose partner does not stand with it in their bridge, though both exist. */
  | { readonly what: 'lonely-leg'; readonly leg: LegId }
  /** A caller who is on hold, and stands in the bridge. */
  | { readonly what: 'overhearing-leg'; readonly leg: LegId }
  | { readonly what: 'stray-bridge'; readonly bridge: BridgeId }
  | { readonly what: 'missing-bridge'; readonly bridge: BridgeId };

/** The same difference has the same name, at every look. */
export function nameOfAstray(astray: Astray): string {
  switch (astray.what) {
    case 'stray-leg':
      return `${astray.what} ${astray.leg.leg}`;
    case 'missing-leg':
    case 'unheard-answer':
    case 'lonely-leg':
    case 'overhearing-leg':
      return `${astray.what} ${astray.leg}`;
    case 'stray-bridge':
    case 'missing-bridge':
      return `${astray.what} ${astray.bridge}`;
  }
}

/**
 * In what Asterisk and we differ, at one look; changes nothing. What is just being made or ended differs for a moment:
 * only what is found again some seconds later is astray.
 */
export function findAstray(state: State, existing: Existing): readonly Astray[] {
  const there = new Map(existing.legs.map((leg) => [leg.leg, leg]));
  return [
    ...strayLegs(state, there),
    ...knownLegs(state, there, existing),
    ...bridgesAstray(state, existing),
  ];
}

function strayLegs(state: State, there: ReadonlyMap<LegId, ExistingLeg>): readonly Astray[] {
  return [...there.values()]
    .filter(({ leg }) => !state.legs.has(leg))
    .map((leg) => ({ what: 'stray-leg', leg }));
}

function knownLegs(
  state: State,
  there: ReadonlyMap<LegId, ExistingLeg>,
  existing: Existing,
): readonly Astray[] {
  const bridgeOf = new Map(existing.bridges.flatMap(({ id, legs }) => legs.map((leg) => [leg, id] as const)));
  return [...state.legs].flatMap(([leg, known]): readonly Astray[] => {
    const found = there.get(leg);
    if (found === undefined) return [{ what: 'missing-leg', leg }];
    if (found.up && isWaitedFor(state, known)) return [{ what: 'unheard-answer', leg }];
    if (isOverhearing(state, leg, bridgeOf)) return [{ what: 'overhearing-leg', leg }];
    const talk = talkOf(state, callOn(state, known)?.id ?? '');
    const isOutside = talk !== null && isAmiss(talk, leg, there, bridgeOf);
    return isOutside ? [{ what: 'lonely-leg', leg }] : [];
  });
}

function isWaitedFor(state: State, leg: Leg): boolean {
  const kind = callOn(state, leg)?.activity.kind;
  if (leg.role === 'code') return false;
  if (leg.role === 'caller') return kind === 'dialling' || kind === 'calling-out';
  if (leg.role === 'outside') return isRungOutside(state, leg);
  if (leg.offer === null) return kind === 'reaching-agent';
  const standing = offerOn(state, leg);
  // Whoever is asked for a key has been heard.
  if (standing === undefined || standing.confirming !== null) return false;
  const call = state.calls.get(standing.call);
  const asked = call?.activity.kind === 'talking' ? call.activity.conversation.consultation?.asked : null;
  return call?.activity.kind === 'waiting' || (asked?.offer === standing.id && asked.answeredAt === null);
}

function isRungOutside(state: State, leg: Leg): boolean {
  const call = callOn(state, leg);
  const outside = call === undefined ? null : (outsideOf(call) ?? askedOutside(call));
  return outside?.stage.kind === 'ringing' && state.legs.get(outside.leg) === leg;
}

function isOverhearing(state: State, leg: LegId, bridgeOf: ReadonlyMap<LegId, BridgeId>): boolean {
  const call = callOn(state, state.legs.get(leg));
  if (call?.leg !== leg || call.activity.kind !== 'talking') return false;
  const { hold, bridge } = call.activity.conversation;
  return hold !== null && bridgeOf.get(leg) === bridge;
}

/** Who is to stand together, and where. */
interface Talk {
  readonly parties: readonly LegId[];
  readonly bridge: BridgeId;
}

/** Of a call: whoever is on hold or is only rung stands nowhere. */
export function talkOf(state: State, id: string): Talk | null {
  const call = state.calls.get(id);
  if (call === undefined) return null;
  const outside = outsideOf(call);
  if (outside?.stage.kind === 'talking')
    return { parties: [call.leg, outside.leg], bridge: outside.stage.talk.bridge };
  if (call.activity.kind !== 'talking') return null;
  const { agentLeg, bridge, hold, consultation } = call.activity.conversation;
  const beside = consultation === null ? [] : askedTogether(consultation);
  const others = [...(hold === null ? [call.leg] : []), ...beside];
  return { parties: [agentLeg, ...others], bridge };
}

/** Who stands with an agent in the bridge as he asks. */
function askedTogether({ asked, outside, line }: Consultation): readonly LegId[] {
  const own = line === null ? [] : [line];
  if (asked?.answeredAt != null) return [asked.leg, ...own];
  return outside?.stage.kind === 'joining' ? [outside.leg, ...own] : [];
}

/** One of several who are all there stands elsewhere. */
function isAmiss(
  { parties, bridge }: Talk,
  leg: LegId,
  there: ReadonlyMap<LegId, ExistingLeg>,
  bridgeOf: ReadonlyMap<LegId, BridgeId>,
): boolean {
  const isOneOf = parties.length > 1 && parties.includes(leg);
  return isOneOf && parties.every((party) => there.has(party)) && bridgeOf.get(leg) !== bridge;
}

function bridgesAstray(state: State, existing: Existing): readonly Astray[] {
  const there = new Set(existing.bridges.map(({ id }) => id));
  const stray = [...there].filter((id) => !state.bridges.has(id));
  const missing = state.freeBridges.filter((id) => !there.has(id));
  return [
    ...stray.map((bridge): Astray => ({ what: 'stray-bridge', bridge })),
    ...missing.map((bridge): Astray => ({ what: 'missing-bridge', bridge })),
  ];
}
