import { instantOf } from '../core/calendar.js';
import type { Instant } from '../core/signal.js';

const FORM = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d)$/;
const MINUTE_MS = 60_000;

/**
 * The instant at which the clocks of a zone show this date and time (`2026-03-04 18:00`); of an hour that comes twice
 * the first, of one that does not come the instant an hour on. null: it is not of that form.
 */
export function localInstant(text: string, zone: string): Instant | null {
  const [, date = '', hour, minute] = FORM.exec(text) ?? [];
  const asUtc = Date.parse(`${date}T00:00:00Z`) + (Number(hour) * 60 + Number(minute)) * MINUTE_MS;
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== date) return null;
  return instantOf(zone, asUtc);
}
