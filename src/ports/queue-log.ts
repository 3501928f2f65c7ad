import type { AgentStateName, CallArrived, OfferEnded } from '../core/milestone.js';
import type { AgentId, Plan, QueueId } from '../core/plan.js';
import type { CallId, Instant, VisitId } from '../core/signal.js';
import type { JournalRecord } from './journal.js';

/** Where a row stands: it grows with the journal, and is the same whenever the row is made from it. */
export interface RowPosition {
  /** The record of the journal. */
  readonly record: number;
  /** The row's place among those of the record, from 1. */
  readonly place: number;
}

/** Before all rows. */
export const BEFORE_ALL: RowPosition = { record: 0, place: 0 };

/** Whether a row stands behind this. */
export function isBehind({ record, place }: RowPosition, other: RowPosition): boolean {
  return record > other.record || (record === other.record && place > other.place);
}

/** One row of a queue_log as Asterisk's own queues would have written it; data that an event has not is empty. */
export interface QueueLogRow extends RowPosition {
  readonly at: Instant;
  /** `at` as the clock on the wall shows it, like Asterisk's table: `2026-03-02 10:00:00.123000`. */
  readonly time: string;
  /** Asterisk's unique id of the caller's channel, or NONE. */
  readonly callid: string;
  readonly queuename: string;
  readonly agent: string;
  readonly event: string;
  readonly data1: string;
  readonly data2: string;
  readonly data3: string;
  readonly data4: string;
  readonly data5: string;
}

/** What is known of a caller whose call is told of further. */
export type QueueLogCaller = Pick<CallArrived, 'leg' | 'from' | 'dialled'>;

/** What the records before have told. */
export interface KnownBefore {
  readonly callers: ReadonlyMap<CallId, QueueLogCaller>;
  /** The place at which a caller came to his queue, by `placeKey`. */
  readonly places: ReadonlyMap<string, number>;
  /** The offer that was answered in a visit. */
  readonly answered: ReadonlyMap<VisitId, AnsweredOffer>;
  readonly states: ReadonlyMap<AgentId, ShownPresence>;
  /** The plan in force; null: there was none yet. */
  readonly plan: Plan | null;
}

/** An agent's phone that was answered. */
export type AnsweredOffer = Pick<OfferEnded, 'leg' | 'offeredAt' | 'endedAt'>;

/** The state that an agent was in last. */
export interface ShownPresence {
  readonly state: AgentStateName;
  readonly reason: string | null;
}

/** Makes rows of what the journal tells, in its order. Pure: told again, they are the same. */
export type QueueLogWriter = (
  records: readonly JournalRecord[],
  before: KnownBefore,
) => readonly QueueLogRow[];

/** The rows that are kept, for whoever writes them elsewhere. */
export interface QueueLogBook {
  /** At most so many rows behind this one, in their order. */
  after(position: RowPosition, atMost: number): Promise<readonly QueueLogRow[]>;
  /** The last row that there is. */
  end(): Promise<RowPosition>;
  /** Of these channels, or calls where theirs is not known, those that Callplane has had itself. */
  own(callids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Where a caller stands who came to this queue. */
export function placeKey(callid: string, queue: QueueId): string {
  return `${callid}|${queue}`;
}
