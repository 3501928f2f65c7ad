import type { Instant } from '../../core/signal.js';
import type { Ratio } from '../ratio.js';
import type { Kind, Slice } from '../slicing/items.js';
import type { Words } from '../words.js';
import type { Settling } from './settled.js';

/** What a figure is, which decides how it is written. */
export type Unit = 'count' | 'duration' | 'share' | 'mean' | 'score' | 'instant';

/** A figure as computed: a number (milliseconds where it is a time), or a ratio of two. */
export type Figure =
  | { readonly unit: 'count' | 'duration'; readonly value: number | null }
  /** A share of two counts or two times, a mean of milliseconds, or a mean of scores. */
  | { readonly unit: 'share' | 'mean' | 'score'; readonly ratio: Ratio }
  | { readonly unit: 'instant'; readonly value: Instant | null };

/** One figure that a report can have as a column: what it means, and how it comes from facts. */
export interface Indicator {
  readonly label: Words;
  /** What it is good for, in a sentence. */
  readonly about: Words;
  readonly formula: string;
  readonly unit: Unit;
  /** Whether the figures of two periods add up to that of both; of a ratio, its two numbers do. */
  readonly additive: 'additive' | 'computed-anew';
  /** Of one that is computed anew: from what parts of a period leave, where that is enough; left out: only from all facts. */
  readonly settling?: Settling;
  /** The facts it is made of. `waits`: calls or visits, whichever the report counts. */
  readonly needs: readonly (Kind | 'waits')[];
  readonly compute: (slice: Slice) => Figure;
}
