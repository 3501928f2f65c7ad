import { localTime } from '../core/calendar.js';
import type { Instant } from '../core/signal.js';
import type { Period } from '../ports/facts.js';

const HOUR_MS = 3_600_000;
/** No zone is further from UTC than this. */
const FARTHEST_ZONE_MS = 16 * HOUR_MS;

/**
 * The local day `date` (YYYY-MM-DD) of the IANA time zone, half open: 23 or 25 hours long at a clock change.
 * A day whose midnight is skipped begins at its first instant; days follow one another without hole or overlap.
 */
export function localDay(date: string, zone: string): Period {
  checkZone(zone);
  return { from: firstInstant(date, zone), to: firstInstant(dayAfter(date), zone) };
}

/** The local date (YYYY-MM-DD) of an instant in the IANA time zone. */
export function localDate(at: Instant, zone: string): string {
  checkZone(zone);
  return localTime(zone, at).date;
}

function checkZone(zone: string): void {
  try {
    localTime(zone, 0);
  } catch {
    throw new RangeError(`"${zone}" is no time zone; an IANA name such as Europe/Sofia is needed.`);
  }
}

function firstInstant(date: string, zone: string): Instant {
  const midnight = utcMidnight(date);
  let before = midnight - FARTHEST_ZONE_MS;
  let within = midnight + FARTHEST_ZONE_MS;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (localTime(zone, middle).date >= date) within = middle;
    else before = middle;
  }
  return within;
}

function dayAfter(date: string): string {
  return new Date(utcMidnight(date) + 24 * HOUR_MS).toISOString().slice(0, 10);
}

function utcMidnight(date: string): Instant {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  // 30 February is read as 2 March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" is no date; YYYY-MM-DD is needed, for instance 2026-03-29.`);
  }
  return at;
}
