import type {
  CallbackAttemptFact,
  CallEvent,
  CallFact,
  ConversationFact,
  DecisionFact,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  VisitFact,
  VoicemailFact,
} from '../core/milestone.js';
import type { AgentId, QueueId } from '../core/plan.js';
import type { DecisionDetail, LeftOut, LeftOutReason } from '../core/ringing/decision.js';
import type { CallId, Instant } from '../core/signal.js';
import type { CallInProgress } from './facts.js';

/** One agent who could be rung, as somebody may see him. */
export interface ToldRanked {
  /** null: an agent of another team, who was not rung. */
  readonly agent: AgentId | null;
  /** As in `Ranked`; left out: he is of another team. */
  readonly figure?: number | null;
  readonly idleMs?: number | null;
}

/** Agents who could not be rung: how many, and the first of them as far as somebody may see them. */
export interface ToldLeftOut extends LeftOut {
  /** How many of the first are of other teams; left out: none. */
  readonly ofOtherTeams?: number;
}

/** Whom a wave rang and why, as somebody may see it. */
export interface ToldDecision extends Omit<DecisionFact, 'detail'> {
  readonly detail: Pick<DecisionDetail, 'counting' | 'whose'> & {
    readonly ranked: readonly ToldRanked[];
    readonly leftOut: Readonly<Partial<Record<LeftOutReason, ToldLeftOut>>>;
  };
}

/** Everything that is stored of one call, each list in the order of time. */
export interface CallRecord {
  readonly call: CallId;
  /** null: it is not over, or it is for a callback: of that only what happened in it is stored. */
  readonly over: CallFact | null;
  /** null: somebody has called, or it is not over. */
  readonly outgoing: OutgoingFact | null;
  readonly open: CallInProgress | null;
  readonly stages: readonly CallEvent[];
  readonly visits: readonly VisitFact[];
  readonly decisions: readonly ToldDecision[];
  readonly offers: readonly OfferFact[];
  /** Agents rung for a callback in it. */
  readonly attempts: readonly CallbackAttemptFact[];
  readonly conversations: readonly ConversationFact[];
  readonly recordings: readonly RecordingFact[];
  readonly ratings: readonly RatingFact[];
  readonly outcomes: readonly OutcomeFact[];
  readonly voicemails: readonly VoicemailFact[];
}

/** Reads what is stored of one call. */
export interface CallRecordReader {
  /** null: nothing is stored of such a call. */
  callRecord(call: CallId): Promise<CallRecord | null>;
}

/** Whose part of a call somebody may see: of these queues and agents. */
export type StoryReach =
  'everything' | { readonly queues: readonly QueueId[]; readonly agents: readonly AgentId[] };

/** One thing that happened in a call, in words. */
export interface StoryStep {
  readonly at: Instant;
  readonly text: string;
  /** What there is to say about it, line by line. */
  readonly more: readonly string[];
}

/** The recording of a talk in a call. */
export type ToldRecording = Pick<
  RecordingFact,
  'recording' | 'conversation' | 'queue' | 'agent' | 'startedAt' | 'durationMs' | 'result'
>;

/** The story of a call as it is told to somebody. */
export interface CallStory {
  readonly call: CallId;
  readonly from: string | null;
  /** null: nothing of the call itself is stored, as of those for callbacks. */
  readonly dialled: string | null;
  readonly arrivedAt: Instant | null;
  /** null: it is not over, or not ours to tell. */
  readonly endedAt: Instant | null;
  /** It is over, and not one that was made for a callback: of those only what happened in them is stored. */
  readonly isStoredWhole: boolean;
  /** Who talked in it, as far as somebody may see them. */
  readonly talked: readonly AgentId[];
  /** The company's, in which the story is told. */
  readonly zone: string;
  readonly steps: readonly StoryStep[];
  readonly decisions: readonly ToldDecision[];
  /** In the order of time. */
  readonly recordings: readonly ToldRecording[];
}

/** Tells the story of a call. */
export interface Stories {
  /** null: there is no such call, or nothing of it is in reach. */
  storyOf(call: CallId, reach: StoryReach): Promise<CallStory | null>;
}

/** Nobody can read what is stored now. */
export class BooksAway extends Error {
  override readonly name = 'BooksAway';
}
