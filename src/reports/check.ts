/** One identity of metrics.md, looked at: whether it holds, its two sides, and where it breaks. */
export interface Check {
  readonly name: string;
  readonly holds: boolean;
  /** Both sides as printed, for instance `140 = 140`. */
  readonly sides: string;
  /** Ids of what breaks it, the first few. */
  readonly faults: readonly string[];
}

const MOST_FAULTS = 5;

/** Two sums that must be the same. */
export function equality(name: string, left: number, right: number, faults: readonly string[] = []): Check {
  const holds = left === right && faults.length === 0;
  const sign = left === right ? '=' : '≠';
  return { name, holds, sides: `${left} ${sign} ${right}`, faults: firstFew(faults) };
}

/** None of `seen` things may be at fault. */
export function allSound(name: string, seen: number, faults: readonly string[]): Check {
  const sides = `${seen - faults.length} of ${seen}`;
  return { name, holds: faults.length === 0, sides, faults: firstFew(faults) };
}

function firstFew(faults: readonly string[]): readonly string[] {
  if (faults.length <= MOST_FAULTS) return faults;
  return [...faults.slice(0, MOST_FAULTS), `and ${faults.length - MOST_FAULTS} more`];
}
