/** How many of a parallel wave ring at once. */
export interface AtOnce {
  readonly first: number;
  /** So many more after each `everyMs` in which nobody of the wave has answered; 0: none. */
  readonly more: number;
  readonly everyMs: number;
}

/** How an agent is treated after an offer that he missed. */
export interface OfferPolicy {
  /** No further offer to this agent for so long; 0: none. */
  readonly restMs: number;
  /** Pause the agent after so many missed offers in a row; null: never. */
  readonly pauseAfterMissed: number | null;
  /** `last`: he comes last, as if he had just had a conversation; left out: he keeps his rank. */
  readonly rank?: 'last';
}
export type MissedResult = 'no-answer' | 'declined' | 'busy' | 'unreachable' | 'not-confirmed';
/** Of `not-confirmed`, left out: as of `no-answer`. */
export type OfferPolicies = Readonly<Record<Exclude<MissedResult, 'not-confirmed'>, OfferPolicy>> & {
  readonly 'not-confirmed'?: OfferPolicy;
};

/** `prompt` null: the core sounds ask for the key. */
export type ConfirmRule = { readonly prompt: string | null; readonly withinMs: number };
/** What an agent hears before he has the caller: a prompt, or null, and perhaps how long the caller has waited. */
export type WhisperRule = { readonly prompt: string | null; readonly waited: boolean };
