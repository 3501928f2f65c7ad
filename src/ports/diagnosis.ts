/** How a thing that was looked at stands; only `failed` means that calls or facts are in danger. */
export type Verdict = 'passed' | 'warned' | 'failed';

/** What looking at one thing came to. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was found, and where. */
  readonly found: string;
  /** What to do about it; null: nothing. */
  readonly mend: string | null;
}

/** One thing to look at. Looking changes nothing; what it throws is told as a failed check. */
export interface Check {
  /** What it belongs to, for instance `asterisk`, `database`. */
  readonly area: string;
  readonly name: string;
  readonly look: () => Promise<readonly Finding[]>;
}

export function passed(found: string): readonly Finding[] {
  return [{ verdict: 'passed', found, mend: null }];
}

export function warned(found: string, mend: string): readonly Finding[] {
  return [{ verdict: 'warned', found, mend }];
}

export function failed(found: string, mend: string): readonly Finding[] {
  return [{ verdict: 'failed', found, mend }];
}
