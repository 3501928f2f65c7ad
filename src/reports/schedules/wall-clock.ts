import { localTime } from '../../core/calendar.js';
import type { Instant } from '../../core/signal.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The instant at which the clock on the wall of `zone` shows `minute` (since midnight) on `date` (YYYY-MM-DD). A time that
 * the clock shows twice is its first; one that it skips is the instant of the jump.
 */
export function instantOf(date: string, minute: number, zone: string): Instant {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
  const candidates = [offsetAt(asUtc - DAY_MS, zone), offsetAt(asUtc + DAY_MS, zone)].map(
    (offset) => asUtc - offset,
  );
  const shown = candidates.filter((at) => wallAt(at, zone) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : jumpBetween(candidates, asUtc, zone);
}

/** What the wall shows, written as if it were UTC; to the minute. */
function wallAt(at: Instant, zone: string): number {
  const { date, minute } = localTime(zone, at);
  return Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
}

function offsetAt(at: Instant, zone: string): number {
  return wallAt(at, zone) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** The first instant at which the wall shows this or later: between these two it jumps over it. */
function jumpBetween(candidates: readonly Instant[], wall: number, zone: string): Instant {
  let before = Math.min(...candidates) - MINUTE_MS;
  let after = Math.max(...candidates);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(middle, zone) >= wall) after = middle;
    else before = middle;
  }
  return after;
}
