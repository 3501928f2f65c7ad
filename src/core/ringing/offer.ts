import type { AgentId, QueueId } from '../plan.js';
import type { CallId, Instant, LegId, OfferId, VisitId } from '../signal.js';

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
}
