/** A named fault: one exact change of the source. */
export interface Mutant {
  readonly name: string;
  /** What would go wrong, in words of the product. */
  readonly what: string;
  /** Below `src/`. */
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /**
   * Tests of `tests/reports` (without `.test.ts`; `../access/sight` is one beside it) that can find it, instead of the suites of
   * calls: reports are computed from facts alone, so no call ends otherwise because of them, and the other way round.
   */
  readonly reportTests?: readonly string[];
}

/** The text with the fault in it; throws when the place is not found exactly once. */
export function mutated(text: string, { name, file, find, replace }: Mutant): string {
  const places = text.split(find).length - 1;
  if (places !== 1)
    throw new Error(
      `mutant ${name}: "${find}" stands ${places} times in src/${file}, it must stand there once; adapt the mutant to the source`,
    );
  return text.replace(find, () => replace);
}
