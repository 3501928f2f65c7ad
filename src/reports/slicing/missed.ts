import { ABANDONED_AFTER_TRANSFER } from '../../core/transfer/transfer.js';
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

/** Whether a caller came in hours and got nobody, or nobody more after an agent had left him (metrics.md: missed call). */
export function isMissed({ origin, fact }: CallItem): boolean {
  if (fact === null || !fact.inHours) return false;
  return MISSED.includes(origin.disposition) || fact.marks.includes(ABANDONED_AFTER_TRANSFER);
}

/** The mark of a call that was for nobody here. */
export const MISDIRECTED = 'misdirected';

/** A call that was for nobody here: marked so, or from a blocked number. */
export function isMisdirected({ origin, fact }: CallItem): boolean {
  return origin.disposition === 'blocked' || fact?.marks.includes(MISDIRECTED) === true;
}
