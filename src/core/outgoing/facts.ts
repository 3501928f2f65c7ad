import type { NumberRefusal } from '../callback/policy.js';
import type { EndedBy } from '../milestone.js';
import type { AgentId } from '../plan.js';
import type { CallId, ConversationId, Instant } from '../signal.js';
import type { MadeBy, OutgoingResult } from './outgoing.js';

/** Why a call that an agent asks for is not made: what the dial policy says, or what holds now. */
export type OutgoingRefusal =
  | NumberRefusal
  /** Outside the hours of the policy, or new calls go elsewhere. */
  | 'closed'
  /** Somebody else calls this number just now. */
  | 'being-called'
  /** The agent does something else; of what is dialled at a phone. */
  | 'agent-busy'
  /** Agents make no calls. */
  | 'switched-off';

/** A call that an agent made, or wanted to make, or that was made for a caller, once it is over. */
export interface OutgoingFact {
  readonly call: CallId;
  /** null: no agent has made it. */
  readonly agent: AgentId | null;
  readonly origin: MadeBy;
  /** The caller whom it was to connect; null: an agent has made it. */
  readonly forCall: CallId | null;
  /** In E.164; what was dialled, where it could not be read so, and of a code its first key only. */
  readonly number: string;
  /** What was shown to whoever was called; null: what the trunk shows by itself, or the number of the caller. */
  readonly shown: string | null;
  /** When it was asked for. */
  readonly askedAt: Instant;
  /** When the phone outside was rung; null: it was not. */
  readonly dialledAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant;
  /** `caller`: whoever was called. */
  readonly endedBy: EndedBy;
  readonly result: OutgoingResult;
  /** Why it was blocked; null: it was not. */
  readonly refusal: OutgoingRefusal | null;
  /** null: agent and outside party were never connected. */
  readonly conversation: ConversationId | null;
  readonly talkStartedAt: Instant | null;
  readonly talkEndedAt: Instant | null;
  readonly talkMs: number;
  readonly planVersion: string;
}
