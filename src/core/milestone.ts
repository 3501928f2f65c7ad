import type { Change } from './change.js';
import type { Resolution } from './afterwards.js';
import type { AgentId, QueueId } from './plan.js';
import type { DecisionFact } from './ringing/decision.js';
import type { OfferEnded, OfferFact, OfferResult } from './ringing/facts.js';
import type { VisitEnded, VisitExit, VisitFact } from './queue/facts.js';
import type { CallbackAsked, CallbackAttemptFact, CallbackFact } from './callback/facts.js';
import type { OutgoingFact } from './outgoing/facts.js';
import type { RecordingFact } from './recording/facts.js';
import type { ReviewFact } from './reviewing.js';
import type { HoldFact, TransferEvent, TransferFact } from './transfer/transfer.js';
import type { VoicemailFact, VoicemailMark } from './voicemail/facts.js';
import type {
  CallId,
  ConversationId,
  Instant,
  LegId,
  OfferId,
  RatingId,
  RecordingId,
  VisitId,
} from './signal.js';

export type { HoldFact, RecordingFact, ReviewFact, TransferFact };
export type { RecordingFailure } from './recording/failure.js';
export type { CallbackAsked, CallbackAttemptFact, CallbackFact, DecisionFact };
export type { OfferEnded, OfferFact, OfferResult };
export type { OutgoingFact, VisitEnded, VisitExit, VisitFact, VoicemailFact, VoicemailMark };

/**
 * Something worth keeping: the raw material of facts. Whatever ends (a call, a visit, an offer, a
 * conversation, an agent's state) is told once, complete, when it is over; it holds no threshold.
 */
export type Milestone =
  | CallArrived
  | ({ readonly kind: 'call-ended' } & CallFact)
  | VisitEnded
  | ({ readonly kind: 'offer-decided' } & DecisionFact)
  | OfferEnded
  | ({ readonly kind: 'conversation-ended' } & ConversationFact)
  | ({ readonly kind: 'callback-asked' } & CallbackAsked)
  | ({ readonly kind: 'callback-attempt-ended' } & CallbackAttemptFact)
  | ({ readonly kind: 'callback-ended' } & CallbackFact)
  | ({ readonly kind: 'outgoing-ended' } & OutgoingFact)
  | ({ readonly kind: 'transfer-ended' } & TransferFact)
  | ({ readonly kind: 'hold-ended' } & HoldFact)
  | ({ readonly kind: 'recording-ended' } & RecordingFact)
  | ({ readonly kind: 'voicemail-ended' } & VoicemailFact)
  | ({ readonly kind: 'voicemail-marked' } & VoicemailMark)
  | ({ readonly kind: 'call-reviewed' } & ReviewFact)
  | ({ readonly kind: 'rating-ended' } & RatingFact)
  | ({ readonly kind: 'outcome-settled' } & OutcomeFact)
  | ({ readonly kind: 'agent-state-ended' } & AgentStateFact)
  | ({ readonly kind: 'agent-state-began' } & AgentStateBegan)
  | CallEvent
  | PlanInForce
  | ({ readonly kind: 'changed' } & Change)
  | Gap;

export interface CallArrived {
  readonly kind: 'call-arrived';
  readonly call: CallId;
  readonly leg: LegId;
  readonly from: string | null;
  readonly dialled: string;
  readonly at: Instant;
  readonly planVersion: string;
}

/** Where a call was when it ended. */
export type EndPlace =
  /** The dialplan kept it, or took it on: told by its own records, never by us. */
  | 'dialplan'
  /** He talked with an agent, or with a number outside. */
  | 'conversation'
  | 'queue'
  | 'ring'
  | 'menu'
  /** Was asked for a rating. */
  | 'rating'
  /** Was leaving a message. */
  | 'voicemail'
  /** A phone outside rang for him. */
  | 'outside'
  | 'prompt'
  /** The emergency message. */
  | 'message'
  | 'flow'
  | 'unallocated'
  /** Turned away: the caller's number is blocked. */
  | 'blocked'
  /** Not taken in, because there was more than could be handled. */
  | 'shed'
  | 'failed'
  | 'gap';
export type EndedBy = 'caller' | 'agent' | 'callplane' | 'unknown';

/** The same of a whole call: `outside`, he talked with a number outside. */
export type CallExit = VisitExit | 'outside';

export interface CallFact {
  readonly call: CallId;
  /** `outbound`: an agent has made it, or it was made to connect a caller with a number outside. */
  readonly direction: 'inbound' | 'outbound';
  readonly from: string | null;
  readonly fromName: string | null;
  readonly dialled: string;
  readonly tags: readonly string[];
  readonly marks: readonly string[];
  readonly arrivedAt: Instant;
  readonly answeredAt: Instant | null;
  /** The call reached a queue or a ring step, admitted or not. */
  readonly firstOfferedAt: Instant | null;
  readonly endedAt: Instant;
  readonly endedBy: EndedBy;
  readonly endPlace: EndPlace;
  /**
   * How the last queue visit or ring step was left, or that he was promised a callback, left a message or talked with
   * a number outside, and nobody answered after; null: neither.
   */
  readonly lastExit: CallExit | null;
  /** Sum of the waits in queues and ring steps. */
  readonly waitMs: number;
  readonly conversations: number;
  readonly talkMs: number;
  /** Went through a branch marked `closed: true`. */
  readonly closed: boolean;
  /** The number's calendar was open when the call arrived. */
  readonly inHours: boolean;
  /** The largest share (0..1) heard of an `information: true` prompt; null: none was played. */
  readonly informationHeard: number | null;
  readonly planVersion: string;
}

export interface ConversationFact {
  readonly conversation: ConversationId;
  readonly call: CallId;
  readonly visit: VisitId;
  readonly offer: OfferId;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  /** Both were in the bridge. */
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly talkMs: number;
  /** The caller's wait in this visit. */
  readonly waitMs: number;
  /** The agent's phone: offer to answer. */
  readonly ringMs: number;
  readonly endedBy: EndedBy;
}

/** How a question for a rating ended. */
export type RatingResult =
  /** A key of the scale was pressed. */
  | 'rated'
  /** The last try was met with silence, or with a key that is no score. */
  | 'silent'
  | 'wrong-key'
  | 'hung-up'
  /** The call went in a gap, or we failed. */
  | 'unknown';

/** A caller was asked to rate the conversation that he had just had. */
export interface RatingFact {
  readonly rating: RatingId;
  readonly call: CallId;
  readonly conversation: ConversationId;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  /** The file of the conversation; null: it was not to be recorded. */
  readonly recording: RecordingId | null;
  /** Name of the question. */
  readonly question: string;
  readonly lowest: number;
  readonly highest: number;
  readonly askedAt: Instant;
  readonly endedAt: Instant;
  /** How often the prompt began. */
  readonly tries: number;
  readonly result: RatingResult;
  /** From `lowest` to `highest`; null: none was given. */
  readonly score: number | null;
}

/** What came of a conversation of a queue that asks for it, once nothing can change it any more. */
export interface OutcomeFact {
  readonly conversation: ConversationId;
  readonly call: CallId;
  readonly queue: QueueId;
  readonly agent: AgentId;
  /** When the conversation began. */
  readonly startedAt: Instant;
  /** When the wrap-up was over, or, without one, the conversation. */
  readonly settledAt: Instant;
  /** A code of the queue; null: not set. */
  readonly outcome: string | null;
  /** The queue counts this code as a success. */
  readonly success: boolean;
  /** What the code says of the caller's question; null: nothing. */
  readonly resolution: Resolution | null;
  /** The code says that the call was for nobody here. Missing in journals of earlier versions: it does not. */
  readonly wrongNumber?: boolean;
  /** The queue demanded a code. */
  readonly required: boolean;
  /** When the code was set last; null: never. */
  readonly setAt: Instant | null;
  readonly setBy: 'keys' | 'request' | null;
}

/** A partition of time; the first that fits (metrics.md, Agent states). */
export type AgentStateName =
  | 'signed-out'
  | 'talking'
  | 'offered'
  | 'wrap-up'
  | 'paused'
  | 'busy-elsewhere'
  | 'unreachable'
  | 'available';

export interface AgentStateFact {
  readonly agent: AgentId;
  readonly state: AgentStateName;
  /** Reason of a pause; null otherwise. */
  readonly reason: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** The conversation that a wrap-up follows; null otherwise. */
  readonly conversation: ConversationId | null;
  readonly queue: QueueId | null;
  /** For a wrap-up: ended by the agent or by its limit; for a pause: set by whom is in `call_events`. */
  readonly endedBy: 'agent' | 'limit' | 'event';
}

/** The state an agent is in now; the next one of the same agent replaces it. */
export type AgentStateBegan = Omit<AgentStateFact, 'to' | 'endedBy'>;

/** One stage of a call, in order, for the story of a call. */
export interface CallEvent {
  readonly kind: 'call-event';
  readonly call: CallId;
  readonly at: Instant;
  readonly event: CallEventName;
  /** Small facts of the event, by name: `menu`, `key`, `try`, `queue`, `prompt`, `heardMs`, `agent` … */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}
export type CallEventName =
  | 'shed'
  /** The caller's number is in the directory. */
  | 'recognised'
  | 'answered'
  | 'prompt-played'
  | 'menu-entered'
  | 'menu-key'
  | 'menu-wrong-key'
  | 'menu-silence'
  | 'menu-given-up'
  | 'collect-entered'
  | 'collected'
  | 'collect-wrong'
  | 'collect-given-up'
  /** The agent has hung up, and the caller goes on. */
  | 'after-call'
  | 'rate-entered'
  | 'rated'
  | 'rate-wrong-key'
  | 'rate-silence'
  | 'rate-given-up'
  /** The agent has said what came of his conversation. */
  | 'outcome-set'
  /** There is no conversation to rate. */
  | 'rate-skipped'
  | 'lookup-asked'
  | 'looked-up'
  | 'notified'
  | 'variable-set'
  | 'language-set'
  | 'priority-set'
  | 'record-set'
  | 'needs-set'
  /** He dropped a call while he waited, and has called again in time. */
  | 'age-kept'
  /** A value that cannot be spoken. */
  | 'not-said'
  /** A text of the call's own: a value is missing, or the engine did not speak it. */
  | 'text-not-spoken'
  /** Sound ended before its end, and whoever heard it is still there. */
  | 'prompt-broke-off'
  /** A key that nothing was waiting for. */
  | 'key-ignored'
  | 'condition'
  | 'flow-entered'
  | 'queue-entered'
  /** A waiting caller has pressed a key that his queue knows. */
  | 'queue-key'
  /** Not let in, and by which limit. */
  | 'not-let-in'
  /** The estimate that a caller had when he came, and what he waited. */
  | 'estimate-proved'
  | 'ring-entered'
  /** The caller has no agent of this kind: nobody is rung, and the next step follows. */
  | 'ring-skipped'
  | 'announced'
  /** He will be called back. */
  | 'callback-asked'
  /** He will not: why not. */
  | 'callback-refused'
  /** Whoever has answered is asked to take the call by key. */
  | 'confirm-asked'
  | 'confirmed'
  /** The agent hears what it is about. */
  | 'briefed'
  /** An agent makes a call. */
  | 'outgoing-asked'
  /** The client's phone is rung. */
  | 'dialled'
  /** A number outside is rung for the caller, talks with him, is rung or talks no more; or may not be called. */
  | 'dial-asked'
  | 'dial-connected'
  | 'dial-over'
  | 'dial-refused'
  | 'offered'
  /** He rings at a partner, and waits on. */
  | 'overflowed'
  | 'connected'
  | TransferEvent
  | 'recording-started'
  | 'recording-paused'
  | 'recording-resumed'
  /** The caller may leave a message. */
  | 'voicemail-entered'
  | 'voicemail-started'
  | 'left';

export interface PlanInForce {
  readonly kind: 'plan-in-force';
  readonly version: string;
  readonly at: Instant;
  readonly by: string;
  /** The plan as JSON. */
  readonly plan: string;
}

/** Events may have been lost between these instants. */
export interface Gap {
  readonly kind: 'gap';
  readonly from: Instant;
  readonly to: Instant;
  readonly cause: string;
}
