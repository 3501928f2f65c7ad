import type { AgentId, BlockId, QueueId } from '../plan.js';
import type { BridgeId, CallId, ConversationId, Instant, LegId, RecordingId } from '../signal.js';

/** A number outside, which is rung for a caller or talks with him. */
export interface Outside {
  /** Under which it stands in the facts: a call of its own, that we make. */
  readonly call: CallId;
  readonly leg: LegId;
  /** In E.164. */
  readonly number: string;
  /** What is shown there; null: what the trunk shows by itself, or the caller's own number. */
  readonly shown: string | null;
  readonly dialledAt: Instant;
  readonly origin: 'flow' | 'transfer';
  /** The class of music. */
  readonly music: string;
  /** What the caller hears while it rings. */
  readonly hear: 'music' | 'ringing';
  /** Where the caller goes whom nobody there talks with. */
  readonly otherwise: BlockId;
  /** Whose caller he is: of the queue that he came from, or of the agent who has sent him. Left out: nobody's. */
  readonly sentBy?: SentBy;
  answeredAt: Instant | null;
  stage: OutsideStage;
}

export interface SentBy {
  readonly queue: QueueId | null;
  /** null: the file has sent him. */
  readonly agent: AgentId | null;
}

export type OutsideStage =
  | { readonly kind: 'ringing' }
  /** It has answered; both legs are on their way into the bridge. */
  | { readonly kind: 'joining'; readonly bridge: BridgeId; joined: LegId[] }
  | { readonly kind: 'talking'; readonly talk: OutsideTalk };

/** Caller and number outside are in the bridge. */
export interface OutsideTalk {
  readonly id: ConversationId;
  readonly bridge: BridgeId;
  readonly startedAt: Instant;
  /** The file it goes into; null: it is not to be recorded. */
  readonly recording: RecordingId | null;
}

/** The caller is connected with a number outside, or is to be. */
export interface WithOutside {
  readonly kind: 'outside';
  readonly outside: Outside;
}
