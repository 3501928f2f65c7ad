import type { WrapUp } from '../agent/agent.js';
import type { Visit } from '../call/call.js';
import type { Outside } from '../outside/outside.js';
import type { AgentId, QueueId } from '../plan.js';
import type { CallId, ConversationId, Instant, LegId, OfferId } from '../signal.js';
import type { Target } from './rule.js';

export type TransferId = string;

/** The mark of a caller who hung up while he was handed over. */
export const ABANDONED_AFTER_TRANSFER = 'abandoned-after-transfer';

/** Who or what asked for a transfer. */
export type TransferBy =
  | 'request'
  | 'keys'
  /** The transfer key of a phone. */
  | 'phone';

/** A caller is being handed over: from the wish until somebody has him, or he is back. */
export interface Transfer {
  readonly id: TransferId;
  readonly kind: 'blind' | 'consult';
  readonly by: TransferBy;
  readonly from: AgentId;
  readonly conversation: ConversationId;
  /** Of the conversation that he is handed over from. */
  readonly queue: QueueId | null;
  /** The queue whose word on recording held there. */
  readonly recordedAs: QueueId | null;
  readonly target: Target;
  /** Who is rung, in order; empty for a queue or a flow. */
  readonly agents: readonly AgentId[];
  readonly reason: string | null;
  readonly askedAt: Instant;
  /** When the target answered a consultation. */
  answeredAt: Instant | null;
  /** When the agent left the caller. */
  handedOverAt: Instant | null;
  /** The notes of whoever is rung again, which he goes on with should he not have the caller back; null: he has none. */
  notes: WrapUp | null;
  /** Phones that rang in vain for whoever was to be asked; those of a caller who was handed over are told by his visit. */
  offers: number;
}

/** The agent speaks, or is about to speak, with somebody whom he asks; the caller hears music. */
export interface Consultation {
  readonly since: Instant;
  /** Becomes the caller's when he is handed over before anybody has answered. */
  readonly visit: Visit;
  /** The second call of the agent's phone, on which he asks; null: he asks on the one that he has with the caller. */
  readonly line: LegId | null;
  /** The phone that rings or has answered. */
  asked: Asked | null;
  /** The number outside that is rung or has answered, and then is `joining`; left out: nobody outside is asked. */
  outside?: Outside;
}

export interface Asked {
  readonly offer: OfferId;
  readonly agent: AgentId;
  readonly leg: LegId;
  answeredAt: Instant | null;
  /** It stands in the bridge. */
  isJoined: boolean;
}

/** The caller is out of the bridge and hears music. */
export interface Hold {
  readonly since: Instant;
  readonly why: 'hold' | 'consult';
  /** How often he was taken out of the bridge. */
  removals: number;
}

/** How a transfer ended. */
export type TransferResult =
  /** Somebody of the target talks with the caller. */
  | 'connected'
  /** He talks again with whoever wanted to hand him over. */
  | 'returned'
  /** Nobody of the target had him, and he was not left alone: somebody else talks with him. */
  | 'elsewhere'
  /** Nobody whom the agent wanted to ask answered: the caller is back. */
  | 'refused'
  | 'cancelled'
  | 'caller-left'
  /** The flow that he was to go to has begun. */
  | 'in-flow'
  /** Nobody has taken him: he has left a message, or is called back. */
  | 'voicemail'
  | 'callback'
  /** The call was over before anybody had him. */
  | 'nobody';

/** A transfer that is over. */
export interface TransferFact {
  readonly transfer: TransferId;
  readonly call: CallId;
  readonly way: 'blind' | 'consult';
  readonly by: TransferBy;
  readonly agent: AgentId;
  readonly conversation: ConversationId;
  readonly queue: QueueId | null;
  /** `agent:boris`, `queue:sales`, `flow:closed`, `chain:head`, or `outside`: a number. */
  readonly target: string;
  readonly reason: string | null;
  /** Place in the chain of whoever took him, from 1; null: it was no chain, or nobody of it did. */
  readonly level: number | null;
  readonly takenBy: AgentId | null;
  /** Phones that were rung for who was to be asked, where the caller was not handed over to any of them. */
  readonly offers: number;
  readonly askedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly handedOverAt: Instant | null;
  readonly endedAt: Instant;
  readonly result: TransferResult;
}

/** A time in which a caller heard music in the middle of a conversation. */
export interface HoldFact {
  readonly call: CallId;
  readonly conversation: ConversationId;
  readonly agent: AgentId;
  readonly queue: QueueId | null;
  readonly why: 'hold' | 'consult';
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}

/** Stages of a call that is handed over or put on hold. */
export type TransferEvent =
  /** The caller is to be handed over. */
  | 'transfer-asked'
  /** What an agent has keyed, or what his phone has asked for, could not be done. */
  | 'transfer-refused'
  /** Whoever is asked before has answered. */
  | 'consulted'
  /** The agent has left the caller. */
  | 'handed-over'
  | 'transfer-over'
  /** The caller hears music, and then the agent again. */
  | 'held'
  | 'resumed';
