import type {
  AgentStateBegan,
  AgentStateFact,
  CallFact,
  ConversationFact,
  Gap,
  OfferFact,
  RecordingFact,
  VisitFact,
} from '../core/milestone.js';
import type { Instant } from '../core/signal.js';
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

/** Half open: from inclusive, to exclusive. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** Answers questions about the past; each list in the order of time. */
export interface FactReader {
  /** Calls that arrived in the period and are over. */
  calls(period: Period): Promise<readonly CallFact[]>;
  /** Calls that arrived in the period and are not over. */
  openCalls(period: Period): Promise<readonly { readonly call: string; readonly arrivedAt: Instant }[]>;
  /** Visits of queues and ring steps that began in the period. */
  visits(period: Period): Promise<readonly VisitFact[]>;
  /** Offers made in the period. */
  offers(period: Period): Promise<readonly OfferFact[]>;
  /** Conversations that began in the period. */
  conversations(period: Period): Promise<readonly ConversationFact[]>;
  /** Recordings that were begun in the period. */
  recordings(period: Period): Promise<readonly RecordingFact[]>;
  /** States that overlap the period, not clipped. */
  agentStates(period: Period): Promise<readonly AgentStateFact[]>;
  /** The states that have not ended yet. */
  openAgentStates(): Promise<readonly AgentStateBegan[]>;
  gaps(period: Period): Promise<readonly Gap[]>;
  /** The plan as JSON by version. */
  plan(version: string): Promise<string | null>;
  /** The newest plan in force, as JSON; null: none yet. */
  newestPlan(): Promise<string | null>;
}
