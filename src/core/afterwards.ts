/** What a plan says of the time after a conversation: what the caller is asked, and what the agent has to say. */

/** Asks the caller to rate, with one key, the conversation that is over. */
export interface RateStep {
  readonly do: 'rate';
  /** Its path in the file. */
  readonly id: string;
  readonly prompt: string;
  /** Name of the question in reports, and the variable that takes the score. */
  readonly as: string;
  /** Keys from lowest to highest are scores: 0 to 9 each. */
  readonly lowest: number;
  readonly highest: number;
  /** Silence allowed after the end of the prompt. */
  readonly timeoutMs: number;
  /** How often the prompt is heard at most. */
  readonly tries: number;
}

/** The codes by which agents say what came of a conversation. */
export interface OutcomeRule {
  readonly codes: Readonly<Record<string, OutcomeCode>>;
  /** Until a code is set, the agent's wrap-up ends by its limit only. */
  readonly required: boolean;
}
export interface OutcomeCode {
  /** Sets it during the talk, after a star; null: no key does. */
  readonly key: string | null;
  /** Counts for the conversion. */
  readonly success: boolean;
  /** What it says of the caller's question; null: nothing. */
  readonly resolution: Resolution | null;
  /** The call was for nobody here. Missing in plans of earlier versions. */
  readonly wrongNumber?: boolean;
}
export type Resolution = 'resolved' | 'unresolved';
