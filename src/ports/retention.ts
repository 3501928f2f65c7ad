import type {
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallFact,
  OutcomeFact,
  RatingFact,
  RecordingFact,
  ReviewFact,
  TransferFact,
  VoicemailFact,
} from '../core/milestone.js';
import type { Instant, RecordingId } from '../core/signal.js';
import type { CallInProgress, DialplanCall, OpenCallback } from './facts.js';

/** What becomes of a caller's number when its time is over; his name and what he keyed in is deleted in any case. */
export type NumberRule = 'replace' | 'delete';

/** Where in the database something of a person stands. */
export const PERSONAL_PLACES = [
  ...(['calls', 'open-calls', 'dialplan', 'rescues', 'events'] as const),
  ...(['callbacks', 'open-callbacks', 'transfers', 'reviews', 'queue-log'] as const),
] as const;
export type PersonalPlace = (typeof PERSONAL_PLACES)[number];

/** How a number that was replaced begins and looks: the code of its country, or `x`, and letters from a keyed hash. */
const REPLACED = /^client-(\d{1,3}|x)-[a-p]{20}$/;
export const REPLACED_BEGINS = 'client-';

/** Whether this stands for a number that was replaced. */
export function isReplaced(number: string): boolean {
  return REPLACED.test(number);
}

/** The country code that a replaced number keeps (`+359`); null: it had none. */
export function replacedCountry(number: string): string | null {
  const [, code] = REPLACED.exec(number) ?? [];
  return code === undefined || code === 'x' ? null : `+${code}`;
}

/** How numbers of a time that is over are cleared. */
export interface Clearing {
  readonly rule: NumberRule;
  /** Facts from before this. */
  readonly before: Instant;
  /** What stands for a number from now on; null: nothing. */
  readonly standsFor: (number: string) => string | null;
}

export interface Cleared {
  /** Rows that were changed. */
  readonly changed: number;
  readonly left: 'more' | 'nothing';
}

/** What is kept of a person: facts as they stand. */
export interface PersonFacts {
  readonly calls: readonly (CallFact & { readonly stages: readonly CallEvent[] })[];
  /** His that are not over: their end is told with his number. */
  readonly openCalls: readonly (CallInProgress & { readonly stages: readonly CallEvent[] })[];
  readonly dialplan: readonly (Pick<DialplanCall, 'leg' | 'from'> & {
    /** null: only the watchdog tells of it. */
    readonly arrivedAt: Instant | null;
  })[];
  /** To his number, or asked for in a call of his, with the calls that were made. */
  readonly callbacks: readonly (CallbackFact & Tries)[];
  readonly openCallbacks: readonly (OpenCallback & Tries)[];
  /** Of his calls, and of those that were made for him. */
  readonly recordings: readonly RecordingFact[];
  /** Messages that he left, or did not. */
  readonly voicemails: readonly VoicemailFact[];
  /** What he thought of his talks. */
  readonly ratings: readonly RatingFact[];
  /** What agents said came of them. */
  readonly outcomes: readonly OutcomeFact[];
  /** To whom he was handed over, and why. */
  readonly transfers: readonly TransferFact[];
  /** What those who have listened to his talks think of them. */
  readonly reviews: readonly ReviewFact[];
}

/** What was done to call somebody back. */
export interface Tries {
  readonly attempts: readonly CallbackAttemptFact[];
  /** Of the calls that were made for him. */
  readonly stages: readonly CallEvent[];
}

/** What stands where a person was. */
export interface Standing {
  readonly forHim: string;
  /** For another number, at which he asked to be called back, or for one of his. */
  readonly forNumber: (number: string) => string;
}

/** One person, found by his number. */
export interface PersonSearch {
  /** Whether a number as it stands, or what it was replaced by, is his. */
  readonly isHis: (number: string) => boolean;
  /** Every way of writing it ends so. */
  readonly lastDigits: string;
}

/** What the database has of one person. */
export interface PersonBook {
  find(search: PersonSearch): Promise<PersonFacts>;
  /** In one transaction: what stands for his numbers from now on; names and keyed digits go. */
  forget(facts: PersonFacts, stands: Standing): Promise<void>;
}

/** The numbers, names and keyed digits of callers in the database. */
export interface PersonalDataBook {
  /**
   * Clears at most about `atMost` rows, and keeps in the same transaction how far it is. What was cleared is not looked at
   * again, unless older facts come later.
   */
  clear(place: PersonalPlace, clearing: Clearing, atMost: number): Promise<Cleared>;
  /** How many rows clearing would look at: it changes them, but for those that are as they should be. */
  pending(place: PersonalPlace, clearing: Omit<Clearing, 'standsFor'>): Promise<number>;
  /** By which the key is known that numbers were replaced with last; null: none was. */
  keyInUse(): Promise<string | null>;
  /** Unless another is in use; the one that is. */
  useKey(fingerprint: string): Promise<string>;
  /** None is in use any more. */
  dropKey(): Promise<void>;
}

/** Where the file of a recording is: `recordings` where Asterisk wrote it. */
export type RecordingPlace = 'recordings' | 'archive' | 'deleted';

/** What is known of where recordings are. */
export interface RecordingBook {
  placed(recordings: readonly RecordingId[], place: Exclude<RecordingPlace, 'recordings'>): Promise<void>;
  /** Those of these that have been deleted. */
  deleted(recordings: readonly RecordingId[]): Promise<ReadonlySet<RecordingId>>;
}

/** How long what is kept, as it is set. */
export interface RetentionSettings {
  /** null: without end. */
  readonly numbers: { readonly keepMs: number; readonly rule: NumberRule } | null;
  /** Hour of the company's day at which the run of the night begins, 0 to 23. */
  readonly hour: number;
  /** The file with the key that numbers are replaced with. */
  readonly key: string;
  /** null: nobody said where recordings are. */
  readonly recordings: {
    readonly folder: string;
    /** null: there is none. */
    readonly archive: string | null;
    /** null: never. */
    readonly archiveAfterMs: number | null;
    readonly deleteAfterMs: number | null;
  } | null;
}

/** What a run did, by what it is called in the log: `numbers`, `recordings deleted` … */
export type RetentionCounts = Readonly<Record<string, number>>;

/** One run. */
export interface RetentionRun {
  /** `night 2026-11-25`, or who began it by hand and when. */
  readonly run: string;
  readonly startedAt: Instant;
  /** null: it is not over, or it died. */
  readonly endedAt: Instant | null;
  readonly state: 'running' | 'done' | 'failed';
  readonly counts: RetentionCounts;
  /** Why it failed; null: it did not. */
  readonly said: string | null;
}

/** The log of the runs. */
export interface RetentionLog {
  run(name: string): Promise<RetentionRun | null>;
  put(run: RetentionRun): Promise<void>;
  newest(count: number): Promise<readonly RetentionRun[]>;
}

/** Reports that are kept to be sent again. */
export interface KeptReports {
  /** Deletes at most so many whose period began before; how many. */
  forget(before: Instant, atMost: number): Promise<number>;
  pending(before: Instant): Promise<number>;
  /** Each of them; `look` says whether it goes. */
  forgetWhere(look: (content: string) => boolean): Promise<number>;
}

/** Everything of it in the database. */
export interface RetentionBooks {
  readonly people: PersonalDataBook;
  readonly person: PersonBook;
  readonly recordings: RecordingBook;
  readonly reports: KeptReports;
  readonly log: RetentionLog;
  /**
   * What was written over stands in no file of the database any more, as far as that can be said here. `read-elsewhere`:
   * somebody was reading for so long that its log could not be emptied.
   */
  leaveNoTrace(): Promise<'clean' | 'read-elsewhere'>;
}
