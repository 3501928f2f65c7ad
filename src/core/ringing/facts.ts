import type { AgentId, QueueId } from '../plan.js';
import type { CallId, Instant, LegId, OfferId, VisitId } from '../signal.js';

export type OfferResult =
  | 'answered'
  | 'no-answer'
  | 'busy'
  | 'declined'
  | 'unreachable'
  /** Somebody answered, and nobody took the call by key. */
  | 'not-confirmed'
  | 'caller-left'
  | 'lost-race'
  | 'withdrawn'
  | 'failed';

export interface OfferFact {
  readonly offer: OfferId;
  readonly call: CallId;
  readonly visit: VisitId;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  readonly wave: number;
  readonly offeredAt: Instant;
  readonly endedAt: Instant;
  readonly result: OfferResult;
}

/** An offer that is over; `leg`: the channel to the agent's phone, where there was one. */
export interface OfferEnded extends OfferFact {
  readonly kind: 'offer-ended';
  readonly leg?: LegId;
}
