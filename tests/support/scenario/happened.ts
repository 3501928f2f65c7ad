import type {
  AgentStateFact,
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallFact,
  ConversationFact,
  HoldFact,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  TransferFact,
  VisitFact,
  VoicemailFact,
} from '../../../src/core/milestone.js';

/**
 * What happened in one run of a scenario, in virtual time or on a real Asterisk: what the far end heard and did,
 * and what Callplane stored. All instants are milliseconds since second 0 of the scenario; names are those of the
 * scenario file.
 */
export interface Happened {
  readonly callers: ReadonlyMap<string, CallerStory>;
  /** By agent. */
  readonly phones: ReadonlyMap<string, PhoneStory>;
  /** Phones outside that Callplane called, by the digits of their numbers. */
  readonly clients: ReadonlyMap<string, PhoneStory>;
  readonly facts: HappenedFacts;
  readonly refusals: readonly Refusal[];
  /** The files of recordings. */
  readonly files: readonly RecordedSound[];
}

/** How long a party is heard in the file of a recording; pauses are not in the file. */
export interface RecordedSound {
  readonly recording: string;
  readonly what: string;
  readonly lengthMs: number;
}

export interface CallerStory {
  /** The number shown; null: hidden. */
  readonly from: string | null;
  readonly calledAt: number;
  readonly endedAt: number | null;
  /** `far-end`: the caller hung up himself. */
  readonly endedBy: 'far-end' | 'callplane' | null;
  /** Set when the call was refused before it was answered. */
  readonly refusedAs: string | null;
  readonly heard: readonly Heard[];
}

/**
 * One stretch of one sound. `what`: `music`, `ringing`, `speech` (an announcement made of Asterisk's own sounds), a
 * prompt's name, an agent's name, or `caller N`.
 */
export interface Heard {
  readonly what: string;
  readonly fromAt: number;
  readonly toAt: number;
}

export interface PhoneStory {
  readonly rings: readonly Ring[];
  /** What it heard of the transfers that it asked for. */
  readonly referAnswers: readonly { readonly answer: string; readonly at: number }[];
  readonly heard: readonly Heard[];
}

export interface Ring {
  /** The caller whose number the phone showed; null: hidden or unknown. */
  readonly caller: string | null;
  /** The name that the phone showed; null: none. */
  readonly shownName: string | null;
  readonly fromAt: number;
  readonly toAt: number;
  readonly answered: boolean;
}

export interface HappenedFacts {
  readonly calls: readonly CallFact[];
  readonly visits: readonly VisitFact[];
  readonly offers: readonly OfferFact[];
  readonly conversations: readonly ConversationFact[];
  readonly recordings: readonly RecordingFact[];
  readonly voicemails: readonly VoicemailFact[];
  readonly ratings: readonly RatingFact[];
  readonly outcomes: readonly OutcomeFact[];
  readonly transfers: readonly TransferFact[];
  readonly holds: readonly HoldFact[];
  readonly callbacks: readonly CallbackFact[];
  readonly outgoing: readonly OutgoingFact[];
  readonly callbackAttempts: readonly CallbackAttemptFact[];
  readonly agentStates: readonly AgentStateFact[];
  /** The stages of the calls. */
  readonly events: readonly CallEvent[];
}

/** A request of an agent that was refused. */
export interface Refusal {
  readonly agent: string;
  readonly at: number;
  readonly code: string;
}

/** The stored call of a caller; undefined: none. */
export function callOf(happened: Happened, caller: string): CallFact | undefined {
  const story = happened.callers.get(caller);
  if (story === undefined) return undefined;
  return happened.facts.calls.find(
    (call) => call.from === story.from && call.arrivedAt >= story.calledAt - 1000,
  );
}
