import type { CallbackOrigin } from '../core/callback/callback.js';
import type { Actor } from '../core/change.js';
import type { AgentStateName } from '../core/milestone.js';
import type { AgentId, Phone, QueueId, StrategyName } from '../core/plan.js';
import type { Answer, CallbackId, CallId, Instant, PhoneState, Request } from '../core/signal.js';
import type { NewCalls } from './telephony.js';

/** An agent as he is now. */
export interface AgentView {
  readonly agent: AgentId;
  readonly name: string;
  readonly teams: readonly string[];
  readonly phone: Phone;
  readonly phoneState: PhoneState;
  readonly state: AgentStateName;
  /** Reason of a pause; null otherwise. */
  readonly reason: string | null;
  /** When this state began. */
  readonly since: Instant;
  /** When the wrap-up ends by itself; null in every other state. */
  readonly until: Instant | null;
  /** The call that is offered or talked to; null: none. */
  readonly call: CallId | null;
  /** Offers missed in a row. */
  readonly missedInRow: number;
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
}
/**
 * `resting`: not to be called now; `held`: he is in a call of his own; `waiting`: in line; `ringing`: agents are rung;
 * `calling`: an agent has answered and calls him.
 */
export type CallbackState = 'resting' | 'held' | 'waiting' | 'ringing' | 'calling';

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
  readonly queue: QueueId | null;
  /** Place in the queue, from 1; null: in none. */
  readonly position: number | null;
  /** The agent who talks to the caller; null: none. */
  readonly agent: AgentId | null;
  /** What is being done with the file of the conversation; null: it is not to be recorded, or there is none. */
  readonly recording: RecordingState | null;
}
/** `failed`: the conversation should be recorded and is not, or not to its end. */
export type RecordingState = 'recording' | 'paused' | 'failed';
export type CallStage = 'flow' | 'menu' | 'prompt' | 'waiting' | 'ringing' | 'talking' | 'rating' | 'ending';

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
