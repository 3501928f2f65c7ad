import type { Instant, OverloadSign } from './signal.js';

/** The signs, in the order in which a refused call names them. */
export const OVERLOAD_SIGNS: readonly OverloadSign[] = ['open-calls', 'in-flight', 'loop-delay', 'memory'];

/**
 * One figure for each sign: calls that are handled; steps that wait for the disk and requests that Asterisk has not
 * answered; how late the event loop is, in milliseconds; memory in use, in percent of what there is.
 */
export type Load = Readonly<Record<OverloadSign, number>>;

/** From which figure on a sign shows; null: it is not watched. */
export type OverloadLimits = Readonly<Record<OverloadSign, number | null>>;

/** A sign that is there or not: while it is, all new calls are refused. So that it neither takes fright at a moment nor flickers: */
interface Wall {
  readonly kind: 'wall';
  /** The limit must have been reached at every look for so long. */
  readonly raisedAfterMs: number;
  /** It goes when the figure is below this share of the limit … */
  readonly clearBelow: number;
  /** … and has been so at every look for so long. */
  readonly clearedAfterMs: number;
}

/** A sign that turns some away, more and more of them for as long as its mean is above the limit, and fewer while it is below. */
interface Valve {
  readonly kind: 'valve';
  readonly raisedAfterMs: number;
  /** The figure is a mean over so long. */
  readonly meanOverMs: number;
  /** At twice the limit the share of refused calls grows by this in a second, at nothing it falls by as much … */
  readonly perSecond: number;
  /** … and it grows at most so many times as fast. */
  readonly fastest: number;
}

const MANNERS: Readonly<Record<OverloadSign, Wall | Valve>> = {
  // A count that nothing but calls changes: exact, and the place of a call that ends is given away at once.
  'open-calls': { kind: 'wall', raisedAfterMs: 0, clearBelow: 1, clearedAfterMs: 0 },
  // Commands come in bursts, also while far too many wait: it is the mean that tells a queue that grows. A machine that stood
  // still for a moment has served what came meanwhile before this time is over.
  'in-flight': { kind: 'valve', raisedAfterMs: 1_000, meanOverMs: 300, perSecond: 0.5, fastest: 4 },
  // One long pause is over when it is seen.
  'loop-delay': { kind: 'wall', raisedAfterMs: 2_000, clearBelow: 0.5, clearedAfterMs: 2_000 },
  memory: { kind: 'wall', raisedAfterMs: 0, clearBelow: 0.9, clearedAfterMs: 0 },
};

/** With fewer open calls nobody is refused by a valve: a burst of commands is then one of them all acting at once. */
const FEW_CALLS = 60;

/** `rising` and `falling`: it has looked otherwise since then, but not for long enough. */
type SignState =
  | { readonly kind: 'calm' }
  | { readonly kind: 'rising'; readonly since: Instant }
  | { readonly kind: 'raised' }
  | { readonly kind: 'falling'; readonly since: Instant };

interface Belief {
  readonly state: SignState;
  /** The share of new calls that are refused because of it now, 0 to 1. */
  readonly share: number;
  /** Of a valve: how far it is shut, 0 to 1; a wall is or is not. */
  readonly shut: number;
  /** The figure, or of a valve its mean. */
  readonly figure: number;
}

/** What is believed of each sign. */
export interface Overload {
  readonly signs: Readonly<Record<OverloadSign, Belief>>;
  /** null: not yet. */
  readonly lookedAt: Instant | null;
  /** What of a refusal is still owed: with a share of a quarter every fourth call pays it. */
  readonly owed: number;
}

const CALM: Belief = { state: { kind: 'calm' }, share: 0, shut: 0, figure: 0 };
export const NO_OVERLOAD: Overload = {
  signs: { 'open-calls': CALM, 'in-flight': CALM, 'loop-delay': CALM, memory: CALM },
  lookedAt: null,
  owed: 0,
};

/** What is to be believed after a look at the figures; `now` never goes backwards. Pure. */
export function lookForOverload(
  before: Overload,
  load: Load,
  limits: OverloadLimits,
  now: Instant,
): Overload {
  const passedMs = now - (before.lookedAt ?? now);
  const after = (sign: OverloadSign): Belief => {
    const [limit, manner, belief] = [limits[sign], MANNERS[sign], before.signs[sign]];
    if (limit === null) return CALM;
    return manner.kind === 'wall'
      ? behindWall(belief, load[sign], limit, manner, now)
      : throughValve(belief, load, sign, { limit, manner, now, passedMs });
  };
  const signs = {
    'open-calls': after('open-calls'),
    'in-flight': after('in-flight'),
    'loop-delay': after('loop-delay'),
    memory: after('memory'),
  };
  return { ...before, signs, lookedAt: now };
}

/** By what it shows that new calls are refused, all or some; none: every call is taken in. */
export function signsOf({ signs }: Overload): readonly OverloadSign[] {
  return OVERLOAD_SIGNS.filter((sign) => signs[sign].share > 0);
}

/** Whether the next new call is refused, and by what that shows; null: it is taken in. Pure. */
export function nextCall(overload: Overload): {
  readonly overload: Overload;
  readonly refusedBy: OverloadSign | null;
} {
  const shareOf = (sign: OverloadSign): number => overload.signs[sign].share;
  const sign = OVERLOAD_SIGNS.reduce((worst, each) => (shareOf(each) > shareOf(worst) ? each : worst));
  const owed = shareOf(sign) === 0 ? 0 : overload.owed + shareOf(sign);
  if (owed < 1) return { overload: { ...overload, owed }, refusedBy: null };
  return { overload: { ...overload, owed: owed - 1 }, refusedBy: sign };
}

function isRaised({ kind }: SignState): boolean {
  return kind === 'raised' || kind === 'falling';
}

function behindWall(before: Belief, figure: number, limit: number, wall: Wall, now: Instant): Belief {
  const state = nextState(before.state, figure, limit, wall, now);
  const shut = isRaised(state) ? 1 : 0;
  return { state, share: shut, shut, figure };
}

function nextState(before: SignState, figure: number, limit: number, wall: Wall, now: Instant): SignState {
  if (!isRaised(before)) return rising(before, figure >= limit, wall.raisedAfterMs, now);
  if (figure >= limit * wall.clearBelow) return { kind: 'raised' };
  const since = before.kind === 'falling' ? before.since : now;
  return now - since >= wall.clearedAfterMs ? { kind: 'calm' } : { kind: 'falling', since };
}

function rising(before: SignState, isReached: boolean, afterMs: number, now: Instant): SignState {
  if (!isReached) return { kind: 'calm' };
  const since = before.kind === 'rising' ? before.since : now;
  return now - since >= afterMs ? { kind: 'raised' } : { kind: 'rising', since };
}

/** It is raised until it stands open again. */
function throughValve(
  before: Belief,
  load: Load,
  sign: OverloadSign,
  look: {
    readonly limit: number;
    readonly manner: Valve;
    readonly now: Instant;
    readonly passedMs: number;
  },
): Belief {
  const { limit, manner, now, passedMs } = look;
  const figure = before.figure + (load[sign] - before.figure) * (1 - Math.exp(-passedMs / manner.meanOverMs));
  const areFew = load['open-calls'] < FEW_CALLS;
  const above = areFew ? -1 : Math.min(manner.fastest, figure / limit - 1);
  if (!isRaised(before.state)) {
    const state = rising(before.state, above >= 0, manner.raisedAfterMs, now);
    return { state, share: 0, shut: 0, figure };
  }
  const shut = Math.min(1, Math.max(0, before.shut + (above * manner.perSecond * passedMs) / 1_000));
  const state: SignState = shut > 0 || above >= 0 ? before.state : { kind: 'calm' };
  return { state, share: areFew ? 0 : shut, shut, figure };
}
