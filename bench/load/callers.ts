let runs = 0;

/** The callers of one run. */
export interface Callers {
  /** What the numbers of all of them begin with; no other run has it. */
  readonly prefix: string;
  /** Lines of the injection file: number, number dialled. */
  readonly fields: readonly string[];
}

/**
 * Callers who dial one number. Each has a number of his own; its last two digits go from 01 to `winners` in turn (see
 * `racingPhones`).
 */
export function newCallers(dialled: string, callers: number, winners: number): Callers {
  runs += 1;
  const prefix = String(10_000 + runs);
  const fields = Array.from({ length: callers }, (_, index) => {
    const winner = String((index % winners) + 1).padStart(2, '0');
    return `${prefix}${String(index).padStart(6, '0')}${winner};${dialled}`;
  });
  return { prefix, fields };
}
