const MINUTE_MS = 60_000;

/**
 * The instant of a local time such as `2026-03-04 10:00` or `2026-03-04 10:00:30` in an IANA zone. A time that a clock
 * change leaves out or repeats is read with the offset of the instant before it.
 */
export function zonedInstant(local: string, timezone: string): number {
  const asUtc = Date.parse(`${local.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc))
    throw new Error(`"${local}" is no date and time; write for instance 2026-03-04 10:00`);
  const guess = asUtc - offsetMs(asUtc, timezone);
  return asUtc - offsetMs(guess, timezone);
}

/** How far the zone's clock is ahead of UTC at this instant. */
function offsetMs(instant: number, timezone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - instant) / MINUTE_MS) * MINUTE_MS;
}
