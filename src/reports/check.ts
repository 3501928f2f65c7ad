/** One identity of metrics.md, looked at: whether it holds, its two sides, and where it breaks. */
export interface Check {
  readonly name: string;
  readonly holds: boolean;
  /** `equal`: two sums that must be the same. `sound`: so many of so many are without fault. */
  readonly kind: 'equal' | 'sound';
  readonly left: number;
  readonly right: number;
  /** Ids of what breaks it, the first few. */
  readonly faults: readonly string[];
}

const MOST_FAULTS = 5;

/** Two sums that must be the same. */
export function equality(name: string, left: number, right: number, faults: readonly string[] = []): Check {
  const holds = left === right && faults.length === 0;
  return { name, holds, kind: 'equal', left, right, faults: firstFew(faults) };
}

/** None of `seen` things may be at fault. */
export function allSound(name: string, seen: number, faults: readonly string[]): Check {
  return {
    ...{ name, holds: faults.length === 0, kind: 'sound' },
    ...{ left: seen - faults.length, right: seen, faults: firstFew(faults) },
  };
}

/** Both sides as printed, for instance `140 = 140` or `3 of 4`. */
export function sidesOf({ kind, left, right }: Check): string {
  const sign = kind === 'sound' ? 'of' : left === right ? '=' : '≠';
  return `${left} ${sign} ${right}`;
}

/** The same checks of several parts of a period as one each: it holds where all do. Pure. */
export function checksTogether(parts: readonly (readonly Check[])[]): readonly Check[] {
  const all = new Map<string, Check>();
  for (const check of parts.flat()) {
    const before = all.get(check.name);
    all.set(check.name, before === undefined ? check : bothTogether(before, check));
  }
  return [...all.values()];
}

function bothTogether(before: Check, check: Check): Check {
  return {
    ...check,
    holds: before.holds && check.holds,
    left: before.left + check.left,
    right: before.right + check.right,
    faults: firstFew([...before.faults, ...check.faults]),
  };
}

function firstFew(faults: readonly string[]): readonly string[] {
  if (faults.length <= MOST_FAULTS) return faults;
  return [...faults.slice(0, MOST_FAULTS), `and ${faults.length - MOST_FAULTS} more`];
}
