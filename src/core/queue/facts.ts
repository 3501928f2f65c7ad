import type { AgentId, QueueId } from '../plan.js';
import type { CallId, Instant, VisitId } from '../signal.js';

/** metrics.md, Queue visits; `ran-out` is a ring step's last wave or limit. */
export type VisitExit =
  | 'answered'
  | 'hung-up'
  | 'wait-limit'
  | 'key'
  | 'full'
  | 'nobody'
  /** He asked to be called back. */
  | 'callback'
  /** He has left a message. */
  | 'voicemail'
  | 'removed'
  | 'failed'
  | 'unknown'
  | 'ran-out';

/** One stay in one queue (queue set) or in one ring step (queue null, step set). */
export interface VisitFact {
  readonly visit: VisitId;
  readonly call: CallId;
  readonly queue: QueueId | null;
  readonly step: string | null;
  readonly enteredAt: Instant;
  readonly endedAt: Instant;
  readonly exit: VisitExit;
  /** Age carried over from earlier visits of the same call, and from a call that the caller dropped just before. */
  readonly carriedMs: number;
  readonly waitMs: number;
  readonly agent: AgentId | null;
  readonly offers: number;
  readonly planVersion: string;
}

/** A stay that is over; `position`: of a caller who waited in a queue when he left it, 1 was next. */
export interface VisitEnded extends VisitFact {
  readonly kind: 'visit-ended';
  readonly position?: number;
}
