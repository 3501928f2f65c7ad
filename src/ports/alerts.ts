import type { AgentStateBegan, Gap, VisitFact } from '../core/milestone.js';
import type { QueueId } from '../core/plan.js';
import type { CallId, Instant } from '../core/signal.js';
import type { Period } from './facts.js';

/** A caller who waits in a queue. */
export interface WaitingCaller {
  readonly call: CallId;
  readonly queue: QueueId;
  readonly enteredAt: Instant;
}

/** What is going on, as far as it is stored: a second or so behind the line, which is not asked. */
export interface PresentReader {
  /** Everybody who waits in a queue. */
  waiting(): Promise<readonly WaitingCaller[]>;
  /** The state each agent is in. */
  openAgentStates(): Promise<readonly AgentStateBegan[]>;
  /** Visits that began in the period and are over. */
  visits(period: Period): Promise<readonly VisitFact[]>;
  /** How many calls arrived in the period, over or not, by number dialled. */
  arrivals(period: Period): Promise<ReadonlyMap<string, number>>;
  gaps(period: Period): Promise<readonly Gap[]>;
  /** When the first plan came into force; null: none has yet. */
  firstPlanAt(): Promise<Instant | null>;
  /** The plan as JSON by version. */
  plan(version: string): Promise<string | null>;
  /** The newest plan in force, as JSON; null: none yet. */
  newestPlan(): Promise<string | null>;
}

/** What an alert looks at: a queue, or (an empty word) the whole company. */
export interface AlertKey {
  readonly alert: string;
  readonly subject: string;
}

/**
 * `calm`: the limit is not passed; `pending`: it is, and not yet for as long as it has to be; `raised`: it was told. `worst` is
 * the worst figure since, in the unit of the condition.
 */
export type Standing =
  | { readonly state: 'calm' }
  | { readonly state: 'pending'; readonly since: Instant; readonly lastHeldAt: Instant }
  | {
      readonly state: 'raised';
      readonly since: Instant;
      readonly raisedAt: Instant;
      readonly lastHeldAt: Instant;
      readonly worst: number;
    };

/** How an alert stands. */
export interface AlertStanding extends AlertKey {
  readonly standing: Standing;
  /** How often it was raised. */
  readonly incident: number;
  /** Grows with every change: who changes names the one he has seen. 0: nothing is stored yet. */
  readonly revision: number;
}

export type NoticeKind = 'raised' | 'cleared';

/** One thing that one place is told. */
export interface NoticeKey extends AlertKey {
  readonly incident: number;
  readonly kind: NoticeKind;
  /** `mail:<address>` or `webhook:<host>/<fingerprint>`. */
  readonly target: string;
}

/** The states and marks are those of a report's delivery (`slots.ts`). */
export interface Notice extends NoticeKey {
  readonly state: 'waiting' | 'handed-over' | 'accepted' | 'refused' | 'given-up';
  readonly messageId: string;
  /** What is said, as JSON. */
  readonly content: string;
  readonly mark: 'once' | 'maybe-twice';
  readonly handOvers: number;
  readonly tries: number;
  /** From here on it is tried. */
  readonly since: Instant;
  readonly nextTryAt: Instant;
  readonly handedOverAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly said: string | null;
}

export type NewNotice = Pick<Notice, 'kind' | 'target' | 'messageId' | 'content'>;

/** What came of handing a notice over. */
export interface NoticeAnswer {
  readonly state: Notice['state'];
  readonly at: Instant;
  readonly nextTryAt: Instant;
  readonly said: string;
}

/**
 * The alerts in the database, which decides: of two processes that see the same thing one writes it down, and a notice is
 * handed over by whoever takes it. All throw when the database does not answer.
 */
export interface AlertBook {
  standings(): Promise<readonly AlertStanding[]>;
  /** From what was seen to what is now, and what is to be told of it, in one transaction. `lost`: another was faster. */
  change(
    seen: AlertStanding,
    to: Pick<AlertStanding, 'standing' | 'incident'>,
    notices: readonly NewNotice[],
    now: Instant,
  ): Promise<'kept' | 'lost'>;
  /** Notices that have not come to an end, oldest first. */
  open(): Promise<readonly Notice[]>;
  /** → handed over, once more, for so long as nobody else may; `lost`: another has it. */
  take(notice: Notice, at: Instant, claimMs: number): Promise<'kept' | 'lost'>;
  /** handed over → what came of it; `handed-over` where that is not known. Only by who took it. */
  answered(key: NoticeKey, answer: NoticeAnswer): Promise<void>;
  /** The newest notices. */
  log(newest: number): Promise<readonly Notice[]>;
  /** Notices of the time since then that were refused or given up, or wait since before `lateAt`. */
  undelivered(since: Instant, lateAt: Instant): Promise<number>;
  /** Forgets notices from before, that are not open. */
  forget(before: Instant): Promise<void>;
}
