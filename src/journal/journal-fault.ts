/**
 * Why a journal cannot be used. `damaged`: bytes in its middle are not what was written; `newer-version`: written
 * by a newer Callplane; `in-use`: another process writes it; `removed`: the records asked for were deleted
 * already; `out-of-order`: a record was appended that does not follow the last one; `backlog-full`: the disk has
 * refused for so long that no more is kept in memory.
 */
export type JournalFaultKind =
  'damaged' | 'newer-version' | 'in-use' | 'removed' | 'out-of-order' | 'backlog-full';

/** The message says what was found, where, and what to do. */
export class JournalFault extends Error {
  constructor(
    readonly kind: JournalFaultKind,
    message: string,
  ) {
    super(message);
    this.name = 'JournalFault';
  }
}

/** What was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The system's code of an error (`ENOENT`, `ENOSPC` …); null when it has none. */
export function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}
