import type { AgentId, QueueId } from '../plan.js';
import type { CallId, Instant, LegId, OfferId, PlaybackId, VisitId } from '../signal.js';

/** One agent rung for one call. */
export interface Offer {
  readonly id: OfferId;
  readonly call: CallId;
  readonly visit: VisitId;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  readonly leg: LegId;
  readonly wave: number;
  readonly offeredAt: Instant;
  /** Somebody has answered and is asked to take the call by key; null: nobody is. */
  confirming: PlaybackId | null;
}
