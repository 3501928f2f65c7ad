import { localTime } from '../core/calendar.js';
import type { Instant } from '../core/signal.js';
import { fraction, type Ratio } from './ratio.js';

/** What stands where there is nothing to divide by. */
export const NOTHING = '—';

/** `12.3 s` under a minute, then `1:02`, then `3:12:04`, with `-` in front below zero; null is NOTHING. */
export function duration(ms: number | null): string {
  if (ms === null) return NOTHING;
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** `80.9% (93/115)`; NOTHING with its numbers when the denominator is 0. */
export function percentage(ratio: Ratio): string {
  return `${percent(ratio)} (${ratio.numerator}/${ratio.denominator})`;
}

/** `80.9%`, or NOTHING. */
export function percent(ratio: Ratio): string {
  const share = fraction(ratio);
  return share === null ? NOTHING : `${(share * 100).toFixed(1)}%`;
}

/** A mean duration, or NOTHING. */
export function mean(ratio: Ratio): string {
  const value = fraction(ratio);
  return value === null ? NOTHING : duration(value);
}

/** `2026-03-02 14:05` on the wall of the zone. */
export function wallTime(at: Instant, zone: string): string {
  const { date, minute } = localTime(zone, at);
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${date} ${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
