import { parseArgs } from 'node:util';

export interface DemoArguments {
  readonly seed: number;
  /** Leaves everything running at the end. */
  readonly keep: boolean;
}

export const USAGE = `usage: scripts/demo [--seed NUMBER] [--keep]
  --seed NUMBER  another day: other callers, other moods (default 1)
  --keep         leaves everything running at the end and says how to call in`;

/** No longer: the generator takes 32 bits, and two seeds shall not be one day. */
const WHOLE_NUMBER = /^-?\d{1,9}$/;

/** Reads the command line; throws an Error whose message says what is wrong. */
export function readArguments(args: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { seed: { type: 'string', default: '1' }, keep: { type: 'boolean', default: false } },
  });
  if (!WHOLE_NUMBER.test(values.seed))
    throw new Error(`--seed "${values.seed}": found no whole number of at most 9 digits`);
  return { seed: Number(values.seed), keep: values.keep };
}
