import type { Disposition } from '../disposition.js';
import type { CallItem } from './items.js';

const MISSED: readonly Disposition[] = [
  'left-in-menu',
  'abandoned',
  'timed-out',
  'turned-away',
  'shed',
  'unknown',
  'failed',
];

/** Whether a caller came in hours and got nobody (metrics.md: missed call). */
export function isMissed({ origin, fact }: CallItem): boolean {
  return fact !== null && fact.inHours && MISSED.includes(origin.disposition);
}

/** The mark of a call that was for nobody here. */
export const MISDIRECTED = 'misdirected';

/** A call that was for nobody here: marked so, or from a blocked number. */
export function isMisdirected({ origin, fact }: CallItem): boolean {
  return origin.disposition === 'blocked' || fact?.marks.includes(MISDIRECTED) === true;
}
