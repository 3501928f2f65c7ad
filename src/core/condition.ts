/** All that is named must hold. */
export interface Condition {
  /** Calendar that must be open. */
  readonly inHours: string | null;
  /** Calendar that must be closed. */
  readonly outside: string | null;
  /** The number dialled, as `dialledKey`s, must be one of these. */
  readonly dialled: readonly string[] | null;
  /** Left out, as everything below: not asked. */
  readonly caller?: CallerCondition;
  readonly variable?: VariableCondition;
  /** `MM-DD` or `YYYY-MM-DD` in the company's time zone; the day must be one of them. */
  readonly dates?: readonly string[];
  /** Holds for this share of the calls, 0 to 1. */
  readonly chance?: number;
}

export type CallerCondition =
  | { readonly is: 'hidden' }
  | { readonly is: 'shown' }
  /** The number begins with one of these: digits only. */
  | { readonly is: 'prefix'; readonly prefixes: readonly string[] }
  /** In the directory, or not in it: so is who hides his number. */
  | { readonly is: 'known' }
  | { readonly is: 'unknown' }
  /** In the directory with one of these tags, or in one of these groups. */
  | { readonly is: 'tag'; readonly tags: readonly string[] }
  | { readonly is: 'group'; readonly groups: readonly string[] };

/** A value that is no number is neither above nor below anything. */
export type VariableCondition =
  | { readonly name: string; readonly is: readonly string[] }
  | { readonly name: string; readonly above: number }
  | { readonly name: string; readonly below: number };
