/**
 * Injection lines for callers who dial one number. Every caller has a number of his own of nine digits; its last two
 * digits go from 01 to `winners` in turn (see `racingPhones`).
 */
export function callerFields(dialled: string, callers: number, winners: number): string[] {
  return Array.from({ length: callers }, (_, index) => {
    const winner = String((index % winners) + 1).padStart(2, '0');
    return `${String(1_000_000 + index)}${winner};${dialled}`;
  });
}
