/** Something that must always hold does not. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** Throws `InvariantBroken` with what does not hold. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new InvariantBroken(what);
}
