/** Something that must be true of a day is not. */
export class AuditFailed extends Error {
  override readonly name = 'AuditFailed';
}

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new AuditFailed(what);
}
