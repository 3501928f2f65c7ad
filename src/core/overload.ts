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

/** How a sign comes and goes, so that it neither takes fright at a moment nor flickers. */
interface Manner {
  /** The limit must have been reached at every look for so long. */
  readonly raisedAfterMs: number;
  /** It goes when the figure is below this share of the limit … */
  readonly clearBelow: number;
  /** … and has been so at every look for so long. */
  readonly clearedAfterMs: number;
  /** From refusing nobody to refusing everybody, for as long as the limit is reached; 0: at once. */
  readonly shutsOverMs: number;
  /** And back, once the sign has gone. */
  readonly opensOverMs: number;
}

const MANNERS: Readonly<Record<OverloadSign, Manner>> = {
  // A count that nothing but calls changes: exact, and the place of a call that ends is given away at once.
  'open-calls': { raisedAfterMs: 0, clearBelow: 1, clearedAfterMs: 0, shutsOverMs: 0, opensOverMs: 0 },
  // A burst goes through; what stands for a second is a queue that grows, and so many are refused that it does not.
  'in-flight': {
    raisedAfterMs: 1_000,
    clearBelow: 0.5,
    clearedAfterMs: 0,
    shutsOverMs: 2_000,
    opensOverMs: 10_000,
  },
  // One long pause is over when it is seen.
  'loop-delay': {
    raisedAfterMs: 2_000,
    clearBelow: 0.5,
    clearedAfterMs: 2_000,
    shutsOverMs: 0,
    opensOverMs: 0,
  },
  memory: { raisedAfterMs: 0, clearBelow: 0.9, clearedAfterMs: 0, shutsOverMs: 0, opensOverMs: 0 },
};

/** `rising` and `falling`: it has looked otherwise since then, but not for long enough. */
type SignState =
  | { readonly kind: 'calm' }
  | { readonly kind: 'rising'; readonly since: Instant }
  | { readonly kind: 'raised' }
  | { readonly kind: 'falling'; readonly since: Instant };

interface Belief {
  readonly state: SignState;
  /** The share of new calls that are refused because of it, 0 to 1. */
  readonly share: number;
}

/** What is believed of each sign. */
export interface Overload {
  readonly signs: Readonly<Record<OverloadSign, Belief>>;
  /** null: not yet. */
  readonly lookedAt: Instant | null;
  /** What of a refusal is still owed: with a share of a quarter every fourth call pays it. */
  readonly owed: number;
}

const CALM: Belief = { state: { kind: 'calm' }, share: 0 };
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
    const limit = limits[sign];
    if (limit === null) return CALM;
    const state = nextState(before.signs[sign].state, load[sign], limit, MANNERS[sign], now);
    const isAtLimit = load[sign] >= limit;
    return { state, share: nextShare(before.signs[sign].share, state, isAtLimit, MANNERS[sign], passedMs) };
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

function nextState(
  before: SignState,
  figure: number,
  limit: number,
  manner: Manner,
  now: Instant,
): SignState {
  if (isRaised(before)) {
    if (figure >= limit * manner.clearBelow) return { kind: 'raised' };
    const since = before.kind === 'falling' ? before.since : now;
    return now - since >= manner.clearedAfterMs ? { kind: 'calm' } : { kind: 'falling', since };
  }
  if (figure < limit) return { kind: 'calm' };
  const since = before.kind === 'rising' ? before.since : now;
  return now - since >= manner.raisedAfterMs ? { kind: 'raised' } : { kind: 'rising', since };
}

/** Up while the limit is reached, down when the sign has gone; in between it is as it should be. */
function nextShare(
  before: number,
  state: SignState,
  isAtLimit: boolean,
  { shutsOverMs, opensOverMs }: Manner,
  passedMs: number,
): number {
  if (!isRaised(state)) return opensOverMs === 0 ? 0 : Math.max(0, before - passedMs / opensOverMs);
  if (shutsOverMs === 0) return 1;
  return isAtLimit ? Math.min(1, before + passedMs / shutsOverMs) : before;
}
