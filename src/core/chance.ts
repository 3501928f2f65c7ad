/** A seeded generator whose whole state is one number, so that it lives in the core's state (mulberry32). */
export interface Chance {
  seed: number;
}

/** Next number in [0, 1). */
export function nextChance(chance: Chance): number {
  chance.seed = (chance.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(chance.seed ^ (chance.seed >>> 15), 1 | chance.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

/** A new array in random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(nextChance(chance) * (last + 1));
    [result[last], result[pick]] = [result[pick] as T, result[last] as T];
  }
  return result;
}
