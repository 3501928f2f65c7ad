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

/**
 * Whether a caller came in hours and got nobody, or nobody more after an agent had left him (metrics.md: missed call). Who has
 * dialled a wrong number missed nobody.
 */
export function isMissed({ origin, fact, misdirected }: CallItem): boolean {
  if (fact === null || !fact.inHours || misdirected) return false;
  return MISSED.includes(origin.disposition) || fact.marks.includes(ABANDONED_AFTER_TRANSFER);
}

/** Whether somebody here should have talked with the caller: he had not dialled a wrong number, and is not blocked. */
export function isExpected({ origin, misdirected }: CallItem): boolean {
  return origin.disposition !== 'blocked' && !misdirected;
}
