import { appendFileSync } from 'node:fs';

/** What the watchdog did with one leg. */
export interface Rescue {
  readonly leg: string;
  readonly did: 'sent-to-emergency' | 'hung-up';
  /** null: hidden, or no caller's leg. */
  readonly from: string | null;
  readonly dialled: string | null;
}

/** Adds a line of JSON per leg to the file, with the instant `at`; the books read it. Throws when it cannot. */
export function writeRescues(file: string, rescues: readonly Rescue[], at: number): void {
  if (rescues.length === 0) return;
  appendFileSync(file, rescues.map((rescue) => `${JSON.stringify({ at, ...rescue })}\n`).join(''));
}
