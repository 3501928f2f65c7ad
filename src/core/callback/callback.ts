import type { Language, QueueId } from '../plan.js';
import type { Requirement } from '../needs.js';
import type { ByAgent } from '../outgoing/outgoing.js';
import type { CallbackId, CallId, Instant } from '../signal.js';

/** Somebody who is to be called back. There is at most one for a number, so he is never called by two at once. */
export interface Callback {
  readonly id: CallbackId;
  /** In E.164. */
  readonly number: string;
  readonly name: string | null;
  /** The queue whose agents call him. */
  queue: QueueId;
  origin: CallbackOrigin;
  /** The call in which it was asked for; null: it was asked for from outside. */
  readonly call: CallId | null;
  readonly askedAt: Instant;
  /** How often it was asked for. */
  asks: number;
  /** Since when he waits: his place in line. Whatever happens meanwhile, it stays as old as it is. */
  since: Instant;
  /** He is not called before then, on the clock on the wall; null: as soon as it is his turn. */
  notBefore: Instant | null;
  readonly language: Language;
  readonly priority: number;
  readonly needs: readonly Requirement[];
  /** How often he was called. */
  tries: number;
  /** When it was promised last. */
  wishedAt: Instant;
  /** How often his phone was called in vain since then. */
  inVain: number;
  /** The pause after a try that did not reach him; null: none. */
  restUntil: Instant | null;
  /** Nobody begins to call him from then on. */
  expiresAt: Instant;
  /** How much of its time his queue gives a callback when he next may be called; null: that time runs. */
  leftMs: number | null;
  stage: CallbackStage;
}

/**
 * Who asked: the caller himself, another system, or we ourselves for somebody who hung up waiting or came to a voicemail
 * box.
 */
export type CallbackOrigin = 'caller' | 'request' | 'abandon' | 'voicemail';

export type CallbackStage =
  /** Not to be called now: it is too early, out of hours, or just after a try. */
  | { readonly kind: 'resting' }
  /** He is in a call of his own. */
  | { readonly kind: 'held'; readonly call: CallId }
  /** The call that is for him stands in line, is rung for, or is made. */
  | { readonly kind: 'in-line'; readonly call: CallId };

/** How a callback ended. */
export type CallbackEnd = 'reached' | 'expired' | 'cancelled' | 'refused' | 'tries-used';

/** What is special about a call that we make: for whom it is. */
export type Outbound = ForCallback | ByAgent;

/** A call for somebody who is to be called back. */
export interface ForCallback {
  readonly callback: CallbackId;
  /** An agent has answered for it; null: none yet. */
  attempt: Attempt | null;
}

/** Null: the call is made for nobody who is to be called back. */
export function forCallback({ outbound }: { readonly outbound: Outbound | null }): ForCallback | null {
  return outbound === null || outbound.callback === null ? null : outbound;
}

export interface Attempt {
  /** When the client's phone was rung; null: it was not yet. */
  dialledAt: Instant | null;
  clientAnsweredAt: Instant | null;
  /** What was told of the agent's offer. */
  offer: AttemptOffer | null;
  talk: { readonly conversation: string; readonly talkMs: number } | null;
}

export interface AttemptOffer {
  readonly offer: string;
  readonly agent: string;
  readonly queue: string;
  readonly offeredAt: Instant;
  readonly endedAt: Instant;
}

/** What became of the client's phone. */
export type AttemptResult =
  | 'answered'
  | 'busy'
  | 'no-answer'
  | 'refused'
  | 'failed'
  /** The agent hung up while the client's phone rang. */
  | 'agent-cancelled'
  /** The client called himself, or somebody cancelled. */
  | 'withdrawn';
