import type { OfferResult } from '../milestone.js';
import type { AgentId, QueueId } from '../plan.js';
import type { CallbackId, CallId, ConversationId, Instant, OfferId } from '../signal.js';
import type { AttemptResult, CallbackEnd, CallbackOrigin } from './callback.js';

/** Somebody is to be called back; the newest of the same callback replaces the one before. */
export interface CallbackAsked {
  readonly callback: CallbackId;
  /** In E.164. */
  readonly number: string;
  readonly name: string | null;
  readonly queue: QueueId;
  readonly origin: CallbackOrigin;
  /** The call in which it was first asked for; null: in none. */
  readonly call: CallId | null;
  readonly askedAt: Instant;
  readonly notBefore: Instant | null;
}

/** A callback that is over, or was refused from the beginning. */
export interface CallbackFact extends Omit<CallbackAsked, 'number'> {
  /** When it was refused: of an abandon as the line gave it, else in E.164; null: hidden, or it could not be read so. */
  readonly number: string | null;
  /** How often it was asked for. */
  readonly asks: number;
  /** How often the client was called. */
  readonly tries: number;
  readonly endedAt: Instant;
  readonly end: CallbackEnd;
  /** Why it was refused; null: it was not. */
  readonly reason: string | null;
  /** Who reached him; null: nobody did. */
  readonly agent: AgentId | null;
}

/** One agent rung for a callback, and what came of it. */
export interface CallbackAttemptFact {
  readonly attempt: OfferId;
  readonly callback: CallbackId;
  /** The call that was made, or was to be made. */
  readonly call: CallId;
  readonly queue: QueueId;
  readonly agent: AgentId;
  readonly offeredAt: Instant;
  /** When the agent answered or stopped being rung. */
  readonly offerEndedAt: Instant;
  readonly offerResult: OfferResult;
  /** When the client's phone was rung; null: it was not. */
  readonly dialledAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant;
  /** What became of the client's phone; null: it was not rung. */
  readonly result: AttemptResult | null;
  readonly conversation: ConversationId | null;
  readonly talkMs: number;
}
