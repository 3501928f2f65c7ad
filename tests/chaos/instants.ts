import type { CallFact, Gap, OfferFact } from '../../src/core/milestone.js';
import type { FarCall, FarRing } from '../support/far-end/records.js';
import { type Absence, JUST_NOW_MS, SAME_INSTANT_MS } from './tolerances.js';

/** Who comes without a line hears ringing, and the dialplan knocks again so often … */
const KNOCKS_EVERY_MS = 2_000;
/** … and for so long. */
const KNOCKS_FOR_MS = 20_000;

/**
 * An instant of the books beside that of the far end's record: the same, or another one that is marked as a bound (an end
 * that is not known, or the very instant at which a gap ended), or another one that says nothing of it.
 */
export interface Judged {
  readonly verdict: 'exact' | 'marked' | 'unmarked';
  readonly told: string;
}

const EXACT: Judged = { verdict: 'exact', told: '' };

/** Compares instants with the far end's record. */
export class Instants {
  constructor(
    private readonly gaps: readonly Gap[],
    private readonly absences: readonly Absence[],
  ) {}

  /** When a call ended. */
  end({ id, from, endedAt }: FarCall, fact: CallFact): Judged {
    if (endedAt === null || isSame(fact.endedAt, endedAt)) return EXACT;
    const isMarked = fact.endedBy === 'unknown' || fact.endPlace === 'gap';
    const told = `${from ?? id} ended ${fact.endedAt - endedAt} ms earlier than stored (${fact.endPlace}, ${fact.endedBy})`;
    return { verdict: isMarked ? 'marked' : 'unmarked', told };
  }

  /** When a caller came. He who knocked at the door for a while has come when he was let in. */
  arrival({ id, from, placedAt }: FarCall, { arrivedAt }: CallFact): Judged {
    if (isSame(arrivedAt, placedAt) || this.#isLetIn(placedAt, arrivedAt)) return EXACT;
    const told = `${from ?? id} came ${arrivedAt - placedAt} ms earlier than stored`;
    return { verdict: this.#isBound(arrivedAt, placedAt) ? 'marked' : 'unmarked', told };
  }

  /** When an agent answered, of the rings for the same caller at the same phone. */
  answer({ agent, call, endedAt }: OfferFact, rings: readonly FarRing[]): Judged {
    const laterMs = rings.flatMap(({ outcome, stoppedAt }) =>
      outcome === 'answered' && stoppedAt !== null ? endedAt - stoppedAt : [],
    );
    const [nearest] = laterMs.sort((one, other) => Math.abs(one) - Math.abs(other));
    // One that nobody has answered is wrong in another way, and told there.
    if (nearest === undefined || isSame(nearest, 0)) return EXACT;
    const told = `${agent} answered ${call} ${nearest} ms earlier than stored`;
    return { verdict: this.#isBound(endedAt, endedAt - nearest) ? 'marked' : 'unmarked', told };
  }

  /** The stored instant is the end of a gap, in which, or in one that adjoins it, the true one lies. */
  #isBound(stored: number, truly: number): boolean {
    let began = stored;
    for (let last = this.#gapEnding(began); last !== undefined; last = this.#gapEnding(began))
      began = last.from;
    return began < stored && truly >= began - SAME_INSTANT_MS && truly <= stored;
  }

  #gapEnding(at: number): Gap | undefined {
    return this.gaps.find(({ from, to }) => to === at && from < at);
  }

  #isLetIn(placedAt: number, arrivedAt: number): boolean {
    const knockedMs = arrivedAt - placedAt;
    return (
      this.#gapEnding(arrivedAt) === undefined &&
      knockedMs > 0 &&
      knockedMs <= KNOCKS_FOR_MS + SAME_INSTANT_MS &&
      this.absences.some(
        ({ at, backAt }) =>
          placedAt >= at - JUST_NOW_MS &&
          placedAt <= backAt &&
          arrivedAt <= backAt + KNOCKS_EVERY_MS + SAME_INSTANT_MS,
      )
    );
  }
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= SAME_INSTANT_MS;
}
