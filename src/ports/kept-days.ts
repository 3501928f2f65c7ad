import type { Instant } from '../core/signal.js';
import type { Period } from './facts.js';

/** What a whole day has left of one question, written down so that its facts need not be read again. */
export interface KeptText {
  readonly day: Period;
  /** What was asked, in at most 128 characters. */
  readonly asked: string;
  /** Of the facts as they were then (`revisionOf`). */
  readonly revision: number;
  readonly text: string;
}

/** How it stands with a day: whether an answer to every question asked is kept of it, and holds. */
export interface DayStanding {
  readonly day: Period;
  /** As of `revisionOf`. */
  readonly revision: number;
  readonly state: 'kept' | 'lacking';
}

/** Reads what days have left. */
export interface KeptDaysReader {
  /** Of these days and questions what still holds: nothing has been written of the day since. */
  keptOf(days: readonly Period[], asked: readonly string[]): Promise<readonly KeptText[]>;
  /** How it stands with each of these days, in their order, where these questions are asked of them. */
  standingOf(days: readonly Period[], asked: readonly string[]): Promise<readonly DayStanding[]>;
  /** When the first call came of which anything is known; null: none has. */
  firstCallAt(): Promise<Instant | null>;
  /** Grows whenever a fact of the period is written, changed or deleted. */
  revisionOf(period: Period): Promise<number>;
}

/** Writes what days have left. */
export interface KeptDaysBook {
  /** Puts it in the place of what was kept before. What does not hold any more is not kept. */
  keep(texts: readonly KeptText[]): Promise<void>;
  /** Deletes what is kept of a day but the answers to these questions: another program's, for instance. */
  forgetOthers(day: Period, asked: readonly string[]): Promise<void>;
}
