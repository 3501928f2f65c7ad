import type { QueueId } from './plan.js';

/** All that is named must hold. */
export interface Condition {
  /** Calendar that must be open. */
  readonly inHours: string | null;
  /** Calendar that must be closed. */
  readonly outside: string | null;
  /** The number dialled, as `dialledKey`s, must be one of these. */
  readonly dialled: readonly string[] | null;
  /** Left out, as everything below: not asked. */
  readonly caller?: CallerCondition;
  readonly variable?: VariableCondition;
  readonly queue?: QueueCondition;
  /** `MM-DD` or `YYYY-MM-DD` in the company's time zone; the day must be one of them. */
  readonly dates?: readonly string[];
  /** Holds for this share of the calls, 0 to 1. */
  readonly chance?: number;
}

export type CallerCondition =
  | { readonly is: 'hidden' }
  | { readonly is: 'shown' }
  /** The number begins with one of these: digits only. */
  | { readonly is: 'prefix'; readonly prefixes: readonly string[] }
  /** In the directory, or not in it: so is who hides his number. */
  | { readonly is: 'known' }
  | { readonly is: 'unknown' }
  /** In the directory with one of these tags, or in one of these groups. */
  | { readonly is: 'tag'; readonly tags: readonly string[] }
  | { readonly is: 'group'; readonly groups: readonly string[] };

/** A value that is no number is neither above nor below anything. */
export type VariableCondition =
  | { readonly name: string; readonly is: readonly string[] }
  | { readonly name: string; readonly above: number }
  | { readonly name: string; readonly below: number };

/** A figure of a queue, as it is when the call comes to the step; one that is not known is neither above nor below. */
export type QueueCondition = { readonly name: QueueId; readonly figure: QueueFigure } & Bound;

export type QueueFigure =
  /** Callers on the line who wait there. */
  | 'waiting'
  /** Agents of the queue who are signed in, paused ones too. */
  | 'signed-in'
  /** Those of them who are not paused, and whose phones are theirs to use. */
  | 'serving'
  /** How long whoever came now would wait, in milliseconds; not known with few conversations, or after poor estimates. */
  | 'estimate';

export type Bound = { readonly above: number } | { readonly below: number };
