import type { BridgeId, Existing, ExistingLeg, LegId } from './signal.js';
import type { Leg, State } from './state.js';

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
    const talk = talkOf(state, known.call);
    const isOutside = talk !== null && there.has(talk.agentLeg) && bridgeOf.get(leg) !== talk.bridge;
    return isOutside ? [{ what: 'lonely-leg', leg }] : [];
  });
}

function isWaitedFor(state: State, leg: Leg): boolean {
  if (leg.role === 'caller') return state.calls.get(leg.call)?.activity.kind === 'dialling';
  const standing = state.offers.get(leg.offer);
  return standing !== undefined && state.calls.get(standing.call)?.activity.kind === 'waiting';
}

function talkOf(state: State, call: string): { readonly agentLeg: LegId; readonly bridge: BridgeId } | null {
  const activity = state.calls.get(call)?.activity;
  return activity?.kind === 'talking' ? activity.conversation : null;
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
