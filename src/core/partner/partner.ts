import type { Agent } from '../agent/agent.js';
import { untriedPin } from '../codes/pin.js';
import type { AgentId, Phone } from '../plan.js';
import type { Instant } from '../signal.js';

export type PartnerId = string;

/** A centre outside that takes callers of our queues. */
export interface PlannedPartner {
  readonly id: PartnerId;
  readonly name: string;
  /** In E.164. */
  readonly number: string;
  /** What Asterisk rings. */
  readonly phone: Phone;
  /** The number that is shown there; null: what the trunk shows by itself. */
  readonly shown: string | null;
  /** So many callers are with it, or ring there, at once at most. */
  readonly lines: number;
  /** How long one caller rings there. */
  readonly ringMs: number;
  /** Nobody rings there for so long after it has not taken a caller. */
  readonly restMs: number;
}

/** When callers of a queue go to a partner. */
export interface OverflowRule {
  readonly to: PartnerId;
  /** It opens when one of them is exceeded … */
  readonly opens: OverflowLimits;
  /** … and closes when none of them is. The same are named as in `opens`, and none of them is higher. */
  readonly closes: OverflowLimits;
}

export interface OverflowLimits {
  /** More callers than this wait; null: that does not matter. */
  readonly waiting: number | null;
  /** Somebody has waited for so long; null: that does not matter. */
  readonly longestMs: number | null;
}

/** One of a partner's lines while a caller rings or talks there; it stands among the agents as long. */
export type PartnerLine = Agent & { readonly partner: PartnerId };

/** Names of agents have no colon. */
const PREFIX = 'partner:';
const BEFORE_LINE = '#';

export function isLineOfPartner(agent: Agent | undefined): agent is PartnerLine {
  return agent?.partner !== undefined;
}

/** Whether an id is none of an agent: that of a line, also of one that is free again, or of a partner in facts. */
export function isPartner(id: AgentId | null): boolean {
  return id?.startsWith(PREFIX) === true;
}

export function lineId(partner: PartnerId, line: number): AgentId {
  return `${PREFIX}${partner}${BEFORE_LINE}${line}`;
}

/** How facts name whoever took a call: an agent by his id, whichever line of a partner as `partner:night-desk`. */
export function nameInFacts(id: AgentId): string {
  return isPartner(id) ? (id.split(BEFORE_LINE)[0] ?? id) : id;
}

/** The partner whose line, or whose name in facts, this is; null: it is an agent. */
export function partnerOf(id: AgentId): PartnerId | null {
  return isPartner(id) ? nameInFacts(id).slice(PREFIX.length) : null;
}

/** How facts name a partner. */
export function partnerInFacts(partner: PartnerId): AgentId {
  return `${PREFIX}${partner}`;
}

/** A line on which a caller is about to ring. */
export function newLine(id: AgentId, { id: partner, phone }: PlannedPartner, now: Instant): PartnerLine {
  return {
    ...{ id, partner, phone, presence: { kind: 'signed-in', since: now }, work: { kind: 'none' } },
    ...{ pause: null, pin: untriedPin(), legs: [], restUntil: null, missedInRow: 0, idleSince: null },
    ...{ shiftStartedAt: null, history: [], credits: {} },
    shown: { state: 'available', reason: null, since: now, conversation: null, queue: null },
  };
}
