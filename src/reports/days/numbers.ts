import { isReplaced } from '../../ports/retention.js';
import type { Slice } from '../slicing/items.js';

/** Numbers of people in the facts of a period. */
export interface Numbers {
  readonly plain: number;
  /** Those that something stands for, because their time is over. */
  readonly replaced: number;
}

/** The numbers of those who called and who were called, and others. */
export function numbersIn({ calls, outgoing }: Slice, others: readonly string[] = []): Numbers {
  const all = [
    ...calls.map(({ origin }) => origin.from),
    ...outgoing.map(({ number }) => number),
    ...others,
  ].filter((number) => number !== null);
  const replaced = all.filter(isReplaced).length;
  return { plain: all.length - replaced, replaced };
}
