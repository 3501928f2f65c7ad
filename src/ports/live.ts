import type { CallbackOrigin } from '../core/callback/callback.js';
import type { Actor } from '../core/change.js';
import type { AgentStateName } from '../core/milestone.js';
import type { PartnerId } from '../core/partner/partner.js';
import type { AgentId, Phone, QueueId, StrategyName } from '../core/plan.js';
import type {
  Answer,
  CallbackId,
  CallId,
  Instant,
  PhoneState,
  RecordingId,
  Request,
  VoicemailId,
} from '../core/signal.js';
import type { NewCalls } from './telephony.js';

/** What an agent does now; what is told apart from `talking` here is stored as `talking`. */
export type LiveAgentState =
  | AgentStateName
  /** Talks, and has put his caller on hold. */
  | 'on-hold'
  /** Talks, and asks somebody else meanwhile. */
  | 'consulting';

/** An agent as he is now. */
export interface AgentView {
  readonly agent: AgentId;
  readonly name: string;
  readonly teams: readonly string[];
  /** null: he signs in at any, and is signed in at none. */
  readonly phone: Phone | null;
  readonly phoneState: PhoneState;
  readonly state: LiveAgentState;
  /** Reason of a pause; null otherwise. */
  readonly reason: string | null;
  /** When this state began. */
  readonly since: Instant;
  /** When the wrap-up, or a pause for a time, ends by itself; null: it does not, or it is neither. */
  readonly until: Instant | null;
  /** The call that is offered or talked to; null: none. */
  readonly call: CallId | null;
  /** Offers missed in a row. */
  readonly missedInRow: number;
  /** Until when his PIN is locked by wrong ones; null: it is not. */
  readonly pinLockedUntil: Instant | null;
  /** What he can say of the conversation that he is in, or that his wrap-up follows; null: nothing is asked. */
  readonly outcome: OutcomeView | null;
}

export interface OutcomeView {
  readonly codes: readonly string[];
  /** The wrap-up cannot be ended before a code is set. */
  readonly required: boolean;
  /** The code that is set; null: none yet. */
  readonly set: string | null;
}

/** A queue as it is now. */
export interface QueueView {
  readonly queue: QueueId;
  /** Teams of its agents, in the order of the alphabet. */
  readonly teams: readonly string[];
  readonly strategy: StrategyName;
  /** In the order in which they are served. */
  readonly waiting: readonly WaitingView[];
  readonly agents: {
    readonly signedIn: number;
    /** May be offered a call of this queue now. */
    readonly available: number;
    readonly talking: number;
  };
  /** Left out: its callers go to no partner. */
  readonly overflow?: OverflowView;
}
/** When callers of a queue go to a partner, and how many are there, from whichever queue. */
export interface OverflowView {
  readonly partner: PartnerId;
  readonly state: 'open' | 'closed';
  /** null: it is closed. */
  readonly since: Instant | null;
  readonly lines: number;
  readonly ringing: number;
  readonly talking: number;
  /** Lines on which somebody rings, talks, or has hung up this moment. */
  readonly inUse: number;
  /** It has not taken a caller, and nobody rings there before this; null: it does not rest. */
  readonly restsUntil: Instant | null;
}
export interface WaitingView {
  readonly call: CallId;
  /** From 1. */
  readonly position: number;
  readonly enteredAt: Instant;
  readonly state: 'waiting' | 'ringing';
  /** He is to be called back, and waits at home; null: he waits on the line. */
  readonly callback: CallbackId | null;
}

/** Somebody who is to be called back. */
export interface CallbackView {
  readonly callback: CallbackId;
  /** In E.164. */
  readonly number: string;
  readonly name: string | null;
  readonly queue: QueueId;
  readonly origin: CallbackOrigin;
  /** The call in which it was asked for; null: in none. */
  readonly askedIn: CallId | null;
  readonly askedAt: Instant;
  /** How often it was asked for. */
  readonly asks: number;
  /** His place in line counts from then on. */
  readonly since: Instant;
  /** null: as soon as it is his turn. */
  readonly notBefore: Instant | null;
  readonly expiresAt: Instant;
  readonly tries: number;
  readonly state: CallbackState;
  /** Place in the queue, from 1; null: in none. */
  readonly position: number | null;
  /** The call that is made, or is to be made; null: none yet. */
  readonly call: CallId | null;
  /** Messages that he has left and that stand in the list, the oldest first: who calls him back can hear them before. */
  readonly voicemails: readonly VoicemailId[];
}
/**
 * `resting`: not to be called now; `held`: he is in a call of his own; `waiting`: in line; `ringing`: agents are rung;
 * `calling`: an agent has answered and calls him.
 */
export type CallbackState = 'resting' | 'held' | 'waiting' | 'ringing' | 'calling';

/** A message that somebody left, to be heard. */
export interface VoicemailView {
  readonly voicemail: VoicemailId;
  readonly box: string;
  /** The queue that calls back whoever comes to the box; null: none does. */
  readonly queue: QueueId | null;
  readonly call: CallId;
  /** null: hidden. */
  readonly from: string | null;
  readonly name: string | null;
  readonly leftAt: Instant;
  /** Length of the file; null: it is not known. */
  readonly durationMs: number | null;
  /** Its file below the folder of recordings, without extension. */
  readonly recording: RecordingId;
  /** The callback of whoever left it; null: he is not called back. */
  readonly callback: CallbackId | null;
  /** null: nobody has heard it. */
  readonly heardAt: Instant | null;
  readonly heardBy: string | null;
}

/** A call as it is now. */
export interface CallView {
  readonly call: CallId;
  /** null: hidden. */
  readonly from: string | null;
  readonly dialled: string;
  /** What the call is made for; null: somebody has called. */
  readonly callback: CallbackId | null;
  readonly arrivedAt: Instant;
  readonly state: CallStage;
  /** When it came to where it is; null: since a moment ago. */
  readonly since: Instant | null;
  /** In which he is, whose agent talks with him, or from which he came to the number outside; null: none. */
  readonly queue: QueueId | null;
  /** Place in the queue, from 1; null: in none. */
  readonly position: number | null;
  /** The agent who talks to the caller; null: none. */
  readonly agent: AgentId | null;
  /** The partner who talks to him; left out: none does. */
  readonly partner?: PartnerId;
  /** The agent who has sent him to the number outside; null: none. */
  readonly sentBy: AgentId | null;
  /** The number outside that is rung for the caller, talks with him, or is asked about him by his agent; null: none. */
  readonly outside: string | null;
  /** What is being done with the file of the conversation; null: it is not to be recorded, or there is none. */
  readonly recording: RecordingState | null;
}
/** `failed`: the conversation should be recorded and is not, or not to its end. */
export type RecordingState = 'recording' | 'paused' | 'failed';
export type CallStage =
  'flow' | 'menu' | 'prompt' | 'waiting' | 'ringing' | 'talking' | 'rating' | 'voicemail' | 'ending';

/** A calendar as it is now. */
export interface HoursView {
  readonly hours: string;
  readonly open: boolean;
  /** Set by hand; null: it goes by its times. */
  readonly switch: SwitchView | null;
}
export interface SwitchView {
  readonly to: 'open' | 'closed';
  readonly since: Instant;
  /** null: until somebody switches it back. */
  readonly until: Instant | null;
  readonly by: string;
}

/** An emergency message that new callers hear first. */
export interface MessageView {
  /** As in the routing file; null: all numbers. */
  readonly number: string | null;
  readonly prompt: string;
  readonly since: Instant;
  /** null: until somebody ends it. */
  readonly until: Instant | null;
  readonly by: string;
}

export type ReloadResult =
  | { readonly ok: true; readonly version: string; readonly changed: boolean }
  | { readonly ok: false; readonly faults: readonly ReloadFault[] };
export interface ReloadFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * `degraded`: calls are handled, something else is not; `draining`: calls that are here are handled, new ones are sent
 * elsewhere, as somebody wished; `not-ready`: calls are not handled; `standby`: another installation handles them, this
 * one is ready to take over.
 */
export interface Readiness {
  readonly state: 'ready' | 'degraded' | 'draining' | 'not-ready' | 'standby';
  /** What is missing, in words; empty when ready. */
  readonly reasons: readonly string[];
}

/** What a person may see and ask of the line while it runs. */
export interface LiveOperations {
  /** Carries the request to the core; the answer comes when its record is durable. */
  ask(request: Request, by: Actor): Promise<Answer>;
  agents(): readonly AgentView[];
  queues(): readonly QueueView[];
  calls(): readonly CallView[];
  callbacks(): readonly CallbackView[];
  /** The newest first. */
  voicemails(): readonly VoicemailView[];
  hours(): readonly HoursView[];
  messages(): readonly MessageView[];
  /** Reads the routing file again, all or nothing. `by`: who asked, for the record. */
  reload(by: Actor): Promise<ReloadResult>;
  readiness(): Readiness;
  /** Lets the standby lead; `ok`: it has begun, and this installation sends nothing more. `by`: who asked. */
  handOver(by: Actor): HandOverResult;
  /** Sends new calls elsewhere, or lets them in again; calls that are here are handled as always. `by`: who asked. */
  drain(newCalls: NewCalls, by: Actor): Promise<DrainResult>;
}

export type HandOverResult = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/** `callsLeft`: calls that are not over. Not `ok`: nothing has changed, and `detail` says why. */
export type DrainResult =
  { readonly ok: true; readonly callsLeft: number } | { readonly ok: false; readonly detail: string };
