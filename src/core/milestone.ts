import type { Change } from './change.js';
import type { Resolution } from './afterwards.js';
import type { AgentId, QueueId } from './plan.js';
import type { CallbackAsked, CallbackAttemptFact, CallbackFact } from './callback/facts.js';
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

export type { CallbackAsked, CallbackAttemptFact, CallbackFact };

/**
 * Something worth keeping: the raw material of facts. Whatever ends (a call, a visit, an offer, a
 * conversation, an agent's state) is told once, complete, when it is over; it holds no threshold.
 */
export type Milestone =
  | CallArrived
  | ({ readonly kind: 'call-ended' } & CallFact)
  | ({ readonly kind: 'visit-ended' } & VisitFact)
  | ({ readonly kind: 'offer-ended' } & OfferFact)
  | ({ readonly kind: 'conversation-ended' } & ConversationFact)
  | ({ readonly kind: 'callback-asked' } & CallbackAsked)
  | ({ readonly kind: 'callback-attempt-ended' } & CallbackAttemptFact)
  | ({ readonly kind: 'callback-ended' } & CallbackFact)
  | ({ readonly kind: 'recording-ended' } & RecordingFact)
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
  | 'conversation'
  | 'queue'
  | 'ring'
  | 'menu'
  /** Was asked for a rating. */
  | 'rating'
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

export interface CallFact {
  readonly call: CallId;
  readonly direction: 'inbound';
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
  /** How the last queue visit or ring step was left, or that he was promised a callback and nobody answered after; null: neither. */
  readonly lastExit: VisitExit | null;
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

export type OfferResult =
  | 'answered'
  | 'no-answer'
  | 'busy'
  | 'declined'
  | 'unreachable'
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

/** Why the file of a conversation is not what it should be. */
export type RecordingFailure =
  /** Asterisk could not make the file: the folder is missing or may not be written. */
  | 'refused'
  /** A file of this name is there already. */
  | 'exists'
  /** The conversation was over before the recording could begin. */
  | 'no-bridge'
  /** The file closed before the conversation was over: the disk is full, or somebody stopped it. */
  | 'broke-off'
  /** A pause could not be kept, so the recording was stopped. */
  | 'not-paused'
  /** It could not be resumed after a pause, so the rest is missing. */
  | 'not-resumed'
  /** Asterisk knows of no such file. */
  | 'not-found'
  /** Asterisk did not say what became of it. */
  | 'no-answer';

/** The recording of one conversation. */
export interface RecordingFact {
  readonly recording: RecordingId;
  readonly call: CallId;
  readonly conversation: ConversationId;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  readonly startedAt: Instant;
  /** When it was known to be over. */
  readonly endedAt: Instant;
  /** Length of the file as Asterisk tells it, in whole seconds; null: it did not tell. */
  readonly durationMs: number | null;
  readonly result: 'recorded' | 'failed';
  /** null: it did not fail. */
  readonly failure: RecordingFailure | null;
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
  | 'needs-set'
  /** He dropped a call while he waited, and has called again in time. */
  | 'age-kept'
  /** A value that cannot be spoken. */
  | 'not-said'
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
  /** The agent hears what it is about. */
  | 'briefed'
  /** The client's phone is rung. */
  | 'dialled'
  | 'offered'
  | 'connected'
  | 'recording-started'
  | 'recording-paused'
  | 'recording-resumed'
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
