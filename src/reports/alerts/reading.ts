import type { Plan, QueueId } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { PresentReader, WaitingCaller } from '../../ports/alerts.js';
import type { UsualHours } from './usual-hours.js';

/**
 * What a look at one queue (or, with an empty subject, at the company) came to. `holds`: the limit is passed. `unknown`: it
 * cannot be said, so nothing changes. `off`: it is not looked at now. Figure and limit are in the unit of the condition.
 */
export type Reading =
  | { readonly kind: 'holds'; readonly subject: string; readonly figure: number; readonly limit: number }
  | {
      readonly kind: 'calm';
      readonly subject: string;
      readonly figure: number | null;
      readonly limit: number;
    }
  | { readonly kind: 'unknown'; readonly subject: string }
  | { readonly kind: 'off'; readonly subject: string };

/** What is there to look at, at one moment. */
export interface Present {
  readonly reader: PresentReader;
  readonly plan: Plan;
  readonly now: Instant;
  readonly waiting: readonly WaitingCaller[];
  /** Queues that the alert looks at. */
  readonly queues: readonly QueueId[];
  readonly usual: UsualHours;
}

/** Above a limit. */
export function above(subject: string, figure: number, limit: number): Reading {
  return { kind: figure > limit ? 'holds' : 'calm', subject, figure, limit };
}
