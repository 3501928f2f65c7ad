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
}

const MANNERS: Readonly<Record<OverloadSign, Manner>> = {
  // A count that nothing but calls changes: exact, and the place of a call that ends is given away at once.
  'open-calls': { raisedAfterMs: 0, clearBelow: 1, clearedAfterMs: 0 },
  // A burst goes through; what stands for half a second is a queue that grows.
  'in-flight': { raisedAfterMs: 500, clearBelow: 0.5, clearedAfterMs: 0 },
  // One long pause is over when it is seen.
  'loop-delay': { raisedAfterMs: 2_000, clearBelow: 0.5, clearedAfterMs: 2_000 },
  memory: { raisedAfterMs: 0, clearBelow: 0.9, clearedAfterMs: 0 },
};

/** `rising` and `falling`: it has looked otherwise since then, but not for long enough. */
type SignState =
  | { readonly kind: 'calm' }
  | { readonly kind: 'rising'; readonly since: Instant }
  | { readonly kind: 'raised' }
  | { readonly kind: 'falling'; readonly since: Instant };

/** What is believed of each sign. */
export type Overload = Readonly<Record<OverloadSign, SignState>>;

const CALM: SignState = { kind: 'calm' };
export const NO_OVERLOAD: Overload = {
  'open-calls': CALM,
  'in-flight': CALM,
  'loop-delay': CALM,
  memory: CALM,
};

/** What is to be believed after a look at the figures; `now` never goes backwards. Pure. */
export function lookForOverload(
  before: Overload,
  load: Load,
  limits: OverloadLimits,
  now: Instant,
): Overload {
  const after = (sign: OverloadSign): SignState =>
    next(before[sign], load[sign], limits[sign], MANNERS[sign], now);
  return {
    'open-calls': after('open-calls'),
    'in-flight': after('in-flight'),
    'loop-delay': after('loop-delay'),
    memory: after('memory'),
  };
}

/** By what it shows that no new call can be taken in; none: they can. */
export function raisedSigns(overload: Overload): readonly OverloadSign[] {
  return OVERLOAD_SIGNS.filter((sign) => isRaised(overload[sign]));
}

function isRaised({ kind }: SignState): boolean {
  return kind === 'raised' || kind === 'falling';
}

function next(
  before: SignState,
  figure: number,
  limit: number | null,
  manner: Manner,
  now: Instant,
): SignState {
  if (limit === null) return CALM;
  if (isRaised(before)) {
    if (figure >= limit * manner.clearBelow) return { kind: 'raised' };
    const since = before.kind === 'falling' ? before.since : now;
    return now - since >= manner.clearedAfterMs ? CALM : { kind: 'falling', since };
  }
  if (figure < limit) return CALM;
  const since = before.kind === 'rising' ? before.since : now;
  return now - since >= manner.raisedAfterMs ? { kind: 'raised' } : { kind: 'rising', since };
}
