/** Instants of two machines for the same thing differ by less. */
export const SAME_INSTANT_MS = 1_500;
/** What happened so shortly before a blow may not have been carried out yet. */
export const JUST_NOW_MS = 1_000;

/** A time in which Callplane may not have heard or done what it should: from a blow until calls were taken again. */
export interface Absence {
  readonly at: number;
  readonly backAt: number;
}
