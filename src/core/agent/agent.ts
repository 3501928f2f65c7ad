import type { AgentId, Phone, QueueId } from '../plan.js';
import type { PinStanding } from '../codes/pin.js';
import type { OpenOutcome } from './outcome.js';
import type { AgentStateName } from '../milestone.js';
import type { PartnerId } from '../partner/partner.js';
import type { CallId, ConversationId, Instant, LegId, OfferId } from '../signal.js';

/** Of whoever signs in at any phone, while he is signed out. */
export const NO_PHONE: Phone = '';

export interface Agent {
  readonly id: AgentId;
  /** Where he is, or will be; `NO_PHONE`: he has none of his own, and is signed in at none. */
  phone: Phone;
  presence: Presence;
  work: AgentWork;
  pause: Pause | null;
  pin: PinStanding;
  /** Legs of ours to this agent's phone that are not gone yet. */
  legs: LegId[];
  /** No offers until this rest is declared over; null: none. */
  restUntil: Instant | null;
  missedInRow: number;
  /** End of the last conversation and its wrap-up; null: never had one. */
  idleSince: Instant | null;
  /** First sign-in after four hours or more signed out. */
  shiftStartedAt: Instant | null;
  /** Conversations that are over, oldest first, as far back as the longest counting window of the plan looks. */
  history: TalkRecord[];
  /** What a newcomer was credited with, by queue, for the window that began at `from`. */
  credits: Record<QueueId, Credit>;
  shown: ShownState;
  /** It is a line of this partner, and nobody of ours; left out: an agent. */
  readonly partner?: PartnerId;
}

export type Presence =
  | { readonly kind: 'signed-out'; readonly since: Instant | null }
  | { readonly kind: 'signed-in'; readonly since: Instant }
  /** Asked to sign out while talking. */
  | { readonly kind: 'signing-out'; readonly since: Instant };

export type AgentWork =
  | { readonly kind: 'none' }
  | { readonly kind: 'offered'; readonly offer: OfferId; readonly call: CallId }
  /** He makes a call, and nobody has answered it yet. */
  | { readonly kind: 'calling'; readonly call: CallId }
  | { readonly kind: 'talking'; readonly call: CallId; readonly conversation: ConversationId }
  | WrapUp;

export interface WrapUp {
  readonly kind: 'wrap-up';
  readonly conversation: ConversationId;
  readonly queue: QueueId | null;
  readonly since: Instant;
  readonly until: Instant;
  /** No extension goes beyond. */
  readonly limit: Instant;
  /** null: the queue asks for none. */
  readonly outcome: OpenOutcome | null;
}

export interface Pause {
  readonly reason: string;
  readonly since: Instant;
  /** `callplane`: after missed offers. */
  readonly by: 'agent' | 'callplane';
  /** It ends by itself then; left out: when somebody ends it. */
  readonly until?: Instant;
}

/** A conversation that counts, or several of one minute and one queue. */
export interface TalkRecord {
  /** Of several the last one's. */
  readonly endedAt: Instant;
  /** Of all of them. */
  readonly talkMs: number;
  readonly queue: QueueId | null;
  readonly talks: number;
}

export interface Credit {
  readonly from: Instant;
  readonly calls: number;
  readonly talkMs: number;
}

/** The state whose interval is running. */
export interface ShownState {
  readonly state: AgentStateName;
  readonly reason: string | null;
  readonly since: Instant;
  readonly conversation: ConversationId | null;
  readonly queue: QueueId | null;
}

export function isSignedIn(agent: Agent): boolean {
  return agent.presence.kind !== 'signed-out';
}
