import type { AgentId } from '../plan.js';
import type { BridgeId, ConversationId, Instant, LegId } from '../signal.js';
import type { CodesRule } from '../codes/rule.js';
import type { EndedBy } from '../milestone.js';

/** How an agent asks for a call: at his phone, or with a click in another program. */
export type OutgoingOrigin = 'phone' | 'click';

/** What else makes a call: a step that connects a caller with a number outside, or an agent who sends him there. */
export type MadeBy = OutgoingOrigin | 'flow' | 'transfer';

/** What is special about a call that an agent makes. */
export interface ByAgent {
  readonly callback: null;
  readonly agent: AgentId;
  readonly origin: OutgoingOrigin;
  /** What is shown to whoever is called; null: what the trunk shows by itself. */
  readonly shown: string | null;
  /** When the phone outside was rung; null: it was not yet. */
  dialledAt: Instant | null;
  talk: OutgoingTalk | null;
}

/** Agent and outside party were in the bridge, and are no more. */
export interface OutgoingTalk {
  readonly conversation: ConversationId;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly endedBy: EndedBy;
}

/** What became of a call that an agent makes. */
export type OutgoingResult =
  | 'answered'
  | 'busy'
  | 'no-answer'
  | 'refused'
  | 'failed'
  | 'blocked-by-policy'
  /** The agent hung up before anybody answered, or did not answer his own phone. */
  | 'agent-cancelled'
  /** The caller for whom it was made hung up before anybody answered. */
  | 'caller-left';

/** Of a call that was clicked: the agent's own phone rings first. */
export interface ReachingAgent {
  readonly kind: 'reaching-agent';
  readonly agentLeg: LegId;
}

/** The phone outside rings, the agent hears it. */
export interface CallingOut {
  readonly kind: 'calling-out';
  readonly agentLeg: LegId;
}

/** It has answered; both legs are on their way into the bridge. */
export interface Joining {
  readonly kind: 'joining';
  readonly agentLeg: LegId;
  readonly bridge: BridgeId;
  joined: LegId[];
}

/** How calls that agents make are made; what may be called says the dial policy. */
export interface OutgoingRule {
  /** How long the phone outside rings. */
  readonly ringMs: number;
  /** Whether the talks are recorded; null: the agent says. */
  readonly record: boolean | null;
  readonly wrapUp: { readonly timeMs: number; readonly extendToMs: number };
}

/** What agents may do at their phones beside answering them. */
export interface PhonesRule {
  /** Left out: they make no calls. */
  readonly outgoing?: OutgoingRule;
  /** Left out: they dial no codes. */
  readonly codes?: CodesRule;
}
