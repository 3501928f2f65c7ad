import type {
  AgentStateBegan,
  AgentStateFact,
  AgentStateName,
  CallbackAsked,
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallEventName,
  CallFact,
  ConversationFact,
  Gap,
  HoldFact,
  Milestone,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  ReviewFact,
  TransferFact,
  VisitFact,
  VoicemailFact,
  VoicemailMark,
} from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { CallId, Instant, LegId } from '../core/signal.js';
import type { JournalRecord } from './journal.js';

/** Writes facts. */
export interface FactRecorder {
  /** Sequence up to which the facts are stored; 0: none. */
  position(): Promise<number>;
  /**
   * Stores the facts of these records and moves the position from `after` to the last record's sequence, in one
   * transaction. Written again it has no effect. Throws when the position is not `after`.
   */
  record(after: number, records: readonly JournalRecord[]): Promise<void>;
}

/** By this mark a call is known whose facts were read from what another program had kept. */
export const IMPORTED = 'imported';

/** Writes what another program had kept. */
export interface HistoryRecorder {
  /** Stores these facts beside the journal's, whose position stays where it is; told again it has no effect. */
  recordHistory(milestones: readonly Milestone[]): Promise<void>;
}

/** Writes what others than the line tell of callers. */
export interface DialplanRecorder {
  /** Stores what the dialplan and the watchdog did by themselves; told again it has no effect. */
  recordDialplan(told: DialplanTold): Promise<void>;
}

/** A call, or the rest of one, that the dialplan handled by itself; instants to the second. */
export interface DialplanCall {
  readonly leg: LegId;
  /** null: hidden. */
  readonly from: string | null;
  readonly dialled: string;
  readonly arrivedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant;
}

/** What the watchdog did with a leg while no line was there. */
export interface LegRescue {
  readonly leg: LegId;
  readonly at: Instant;
  readonly did: 'sent-to-emergency' | 'hung-up';
  /** null: hidden, or no caller's leg. */
  readonly from: string | null;
  readonly dialled: string | null;
}

/** What others than the line tell of callers. */
export interface DialplanTold {
  readonly calls: readonly DialplanCall[];
  readonly rescues: readonly LegRescue[];
}

/** Half open: from inclusive, to exclusive. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** A call that is not over. */
export interface CallInProgress {
  readonly call: CallId;
  readonly from: string | null;
  readonly dialled: string;
  readonly arrivedAt: Instant;
}

/** The same with the plan that it came under. */
export interface OpenCall extends CallInProgress {
  readonly planVersion: string;
}

/** What calls are made of, each list in the order of time or, of many calls, nearly so. */
export interface CallParts {
  readonly visits: readonly VisitFact[];
  readonly offers: readonly OfferFact[];
  readonly conversations: readonly ConversationFact[];
  readonly transfers: readonly TransferFact[];
  readonly recordings: readonly RecordingFact[];
}

/**
 * Which calls are wanted, by what finds a few among all. `ending`: the client's number, as it was written, ends so: its last four
 * digits, or all where there are fewer; `?` is every number with other signs. `agent`: one of these talked in it, or made it.
 */
export type WantedCalls =
  | { readonly by: 'ending'; readonly endings: readonly string[] }
  | { readonly by: 'agent'; readonly agents: readonly AgentId[] }
  | { readonly by: 'call'; readonly calls: readonly CallId[] };

/** Names that facts bear, each once. */
export interface NamesInFacts {
  readonly queues: readonly string[];
  readonly agents: readonly string[];
  /** Numbers that were dialled. */
  readonly numbers: readonly string[];
  readonly tags: readonly string[];
  /** Versions of the plans that its calls came under. */
  readonly plans: readonly string[];
}

/** Somebody was called back and talked with. */
export interface CalledBack {
  /** In E.164. */
  readonly number: string;
  readonly at: Instant;
}

/** A callback that is not over, as it stands. */
export interface OpenCallback extends Omit<CallbackAsked, 'number'> {
  /** In E.164, or what it was replaced by; null: it was deleted, as its time is over. */
  readonly number: string | null;
}

/** Answers questions about the past; each list in the order of time. */
export interface FactReader {
  /** Calls from outside that arrived in the period and are over, those that the dialplan handled by itself among them. */
  calls(period: Period): Promise<readonly CallFact[]>;
  /** Of the same those that were not over yet when the period was. */
  callsGoingOn(period: Period): Promise<readonly CallFact[]>;
  /** Of these calls at least those that are wanted. */
  callsWanted(wanted: WantedCalls, period: Period): Promise<readonly CallFact[]>;
  /** What these calls were made of, whenever it happened; recordings that have been deleted since are left out. */
  partsOf(calls: readonly CallId[]): Promise<CallParts>;
  /** The names in what happened in the period, whichever call it was of, and of the agents who had a state in it. */
  namesIn(period: Period): Promise<NamesInFacts>;
  /** Calls that arrived in the period and are not over. */
  openCalls(period: Period): Promise<readonly OpenCall[]>;
  /** Visits of queues and ring steps that began in the period. */
  visits(period: Period): Promise<readonly VisitFact[]>;
  /** Offers made in the period. */
  offers(period: Period): Promise<readonly OfferFact[]>;
  /** Conversations that began in the period. */
  conversations(period: Period): Promise<readonly ConversationFact[]>;
  /** Who was reached in the period by a call of ours; no conversation of `conversations`. */
  calledBack(period: Period): Promise<readonly CalledBack[]>;
  /** Calls that agents asked for, or that were made to connect callers, in the period and that are over; none of them is among `calls`. */
  outgoing(period: Period): Promise<readonly OutgoingFact[]>;
  /** Of the same at least those that are wanted. */
  outgoingWanted(wanted: WantedCalls, period: Period): Promise<readonly OutgoingFact[]>;
  /** Callbacks that were asked for in the period and are over. */
  callbacks(period: Period): Promise<readonly CallbackFact[]>;
  /** Agents who were rung for callbacks in the period, and what came of it. */
  callbackAttempts(period: Period): Promise<readonly CallbackAttemptFact[]>;
  /** Callbacks that are not over. */
  openCallbacks(): Promise<readonly OpenCallback[]>;
  /** Recordings that were begun in the period and have not been deleted since. */
  recordings(period: Period): Promise<readonly RecordingFact[]>;
  /** Callers who came to a voicemail box in the period. */
  voicemails(period: Period): Promise<readonly VoicemailFact[]>;
  /** What was said last of the messages of those who came to a voicemail box in the period; of most: nothing. */
  voicemailMarks(period: Period): Promise<readonly VoicemailMark[]>;
  /** Questions for a rating that were asked in the period and are over. */
  ratings(period: Period): Promise<readonly RatingFact[]>;
  /** What came of conversations that began in the period, where that is settled. */
  outcomes(period: Period): Promise<readonly OutcomeFact[]>;
  /** Transfers that were asked for in the period and are over. */
  transfers(period: Period): Promise<readonly TransferFact[]>;
  /** Reviews of calls that were given in the period. */
  reviews(period: Period): Promise<readonly ReviewFact[]>;
  /** Times on hold that began in the period. */
  holds(period: Period): Promise<readonly HoldFact[]>;
  /** States that overlap the period, not clipped; of these names, or all. */
  agentStates(period: Period, only?: readonly AgentStateName[]): Promise<readonly AgentStateFact[]>;
  /** Agents of whom a state that has ended overlaps the period, each once. */
  agentsWithStates(period: Period): Promise<readonly AgentId[]>;
  /** The states that have not ended yet. */
  openAgentStates(): Promise<readonly AgentStateBegan[]>;
  gaps(period: Period): Promise<readonly Gap[]>;
  /** The stages of these kinds, of whichever call, that happened in the period. */
  stages(period: Period, kinds: readonly CallEventName[]): Promise<readonly CallEvent[]>;
  /** Callers' numbers of calls before this have been deleted; null: none have. */
  numbersDeletedBefore(): Promise<Instant | null>;
  /** Callers' numbers of calls before this were replaced with a key that is destroyed; null: none were. */
  olderKeyBefore(): Promise<Instant | null>;
  /** The plan as JSON by version. */
  plan(version: string): Promise<string | null>;
  /** The newest plan in force, as JSON; null: none yet. */
  newestPlan(): Promise<string | null>;
}
