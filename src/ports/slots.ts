import type { Instant } from '../core/signal.js';
import type { Period } from './facts.js';

/** One due run of a scheduled report. `edition` 0 is the report, 1 its correction. */
export interface SlotKey {
  readonly schedule: string;
  readonly dueAt: Instant;
  readonly edition: number;
}

/**
 * `due`: nobody has it; `claimed`: somebody builds it; `built`: its content is kept and goes out; `done`: every delivery
 * has come to an end; `failed`: it cannot be built; `missed`: it was due longer ago than is made up for.
 */
export type SlotState = 'due' | 'claimed' | 'built' | 'done' | 'failed' | 'missed';

/** A slot as the run log has it. */
export interface Slot extends SlotKey {
  readonly period: Period;
  readonly state: SlotState;
  /** How often building it failed. */
  readonly tries: number;
  /** From here on it is tried. */
  readonly since: Instant;
  readonly nextTryAt: Instant;
  readonly builtAt: Instant | null;
  /** Rows of all its tables. */
  readonly rows: number | null;
  /** SHA-256 of the content. */
  readonly hash: string | null;
  /** How long building took. */
  readonly tookMs: number | null;
  /** Calls of the period that were not over when it was built. */
  readonly openCalls: readonly string[];
  /** Why it failed or was missed. */
  readonly said: string | null;
}

/**
 * `waiting`: not handed over (yet, or again); `handed-over`: on its way, no answer yet; `accepted`: the other side has
 * it; `refused`: it will not take it; `given-up`: tried for too long.
 */
export type DeliveryState = 'waiting' | 'handed-over' | 'accepted' | 'refused' | 'given-up';

/** A slot on its way to one place. */
export interface Delivery {
  /** `mail:<address>`, `folder:<path>` or `command:<program>`. */
  readonly target: string;
  readonly state: DeliveryState;
  readonly messageId: string;
  readonly handOvers: number;
  /** Handed over again without knowing whether the time before was accepted: it may be there twice. */
  readonly mark: 'once' | 'maybe-twice';
  readonly tries: number;
  readonly nextTryAt: Instant;
  /** From here on it is tried. */
  readonly since: Instant;
  readonly handedOverAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly said: string | null;
}

/** What came of handing over. */
export interface DeliveryAnswer {
  readonly state: DeliveryState;
  readonly at: Instant;
  readonly nextTryAt: Instant;
  readonly said: string;
}

/** The content of a slot, built. */
export interface BuiltSlot {
  readonly builtAt: Instant;
  readonly rows: number;
  readonly hash: string;
  readonly tookMs: number;
  readonly openCalls: readonly string[];
  /** As text, to be made into files again and again. */
  readonly content: string;
  readonly deliveries: readonly { readonly target: string; readonly messageId: string }[];
}

/** What of the run log is asked for. */
export interface LogQuestion {
  /** null: all. */
  readonly schedule: string | null;
  readonly newest: number;
}

/** A slot with what became of it. */
export interface LoggedSlot extends Slot {
  readonly deliveries: readonly Delivery[];
}

/**
 * The slots in the database, which decides: each change compares and sets in one statement, so of two that try at once
 * one succeeds. Whoever works on a slot holds its claim, which ends by the database's own clock. All throw when the
 * database does not answer.
 */
export interface SlotBook {
  /** Since when this schedule with this timing is known; asked for the first time, or with another timing: since now. */
  knownSince(schedule: string, timing: string, now: Instant): Promise<Instant>;
  /** Puts a slot down as due, or as missed; harmless where it stands already. */
  putDown(
    key: SlotKey,
    slot: { readonly period: Period; readonly as: 'due' | 'missed'; readonly said: string | null },
    now: Instant,
  ): Promise<void>;
  /** Slots of the schedule that were due at or after the instant. */
  slotsSince(schedule: string, from: Instant): Promise<readonly Slot[]>;
  /** Slots that are not over and are to be tried now, oldest first. */
  open(now: Instant): Promise<readonly Slot[]>;
  /** Takes the claim, or keeps it; the slot as it is then. null: another has it, or the slot is over. */
  claim(key: SlotKey, claimMs: number): Promise<Slot | null>;
  /** Gives the claim back, to be tried again then. */
  release(key: SlotKey, nextTryAt: Instant): Promise<void>;
  /** claimed → built, content and deliveries with it; only while the claim is held. */
  built(key: SlotKey, built: BuiltSlot): Promise<'kept' | 'lost'>;
  /** Building failed: to be tried again then, or (null) for good. */
  notBuilt(key: SlotKey, nextTryAt: Instant | null, said: string): Promise<void>;
  /** Content that was built; null: it is kept no longer. */
  content(key: SlotKey): Promise<string | null>;
  deliveries(key: SlotKey): Promise<readonly Delivery[]>;
  /** → handed over, once more; only while the claim is held. */
  handedOver(key: SlotKey, target: string, at: Instant, mark: Delivery['mark']): Promise<'kept' | 'lost'>;
  /** handed over → what came of it; `handed-over` where that is not known. */
  answered(key: SlotKey, target: string, answer: DeliveryAnswer): Promise<void>;
  /** built → done. */
  done(key: SlotKey): Promise<void>;
  /** Has these deliveries made once more, as new mails; where the content is kept no longer it is built again. */
  again(
    key: SlotKey,
    deliveries: readonly { readonly target: string; readonly messageId: string }[],
    now: Instant,
  ): Promise<void>;
  log(question: LogQuestion): Promise<readonly LoggedSlot[]>;
  /** Slots due since then that failed or were missed, and deliveries that were refused, given up or wait since before `lateAt`. */
  undelivered(since: Instant, lateAt: Instant): Promise<number>;
  /** Forgets the content of slots that were due before. */
  forgetContent(before: Instant): Promise<void>;
}
