import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localDate, localDay } from '../../src/reports/local-day.js';

const HOUR = 3_600_000;
const ZONES = ['Europe/Sofia', 'UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Cairo'];

function hoursOf(date: string, zone: string): number {
  const { from, to } = localDay(date, zone);
  return (to - from) / HOUR;
}

test('a day of the company begins and ends at its own midnight', () => {
  assert.deepEqual(localDay('2026-03-02', 'Europe/Sofia'), {
    from: Date.UTC(2026, 2, 1, 22),
    to: Date.UTC(2026, 2, 2, 22),
  });
});

test('a clock change makes a day of 23 or of 25 hours', () => {
  assert.equal(hoursOf('2026-03-29', 'Europe/Sofia'), 23);
  assert.equal(hoursOf('2026-10-25', 'Europe/Sofia'), 25);
  assert.equal(hoursOf('2026-03-30', 'Europe/Sofia'), 24);
});

test('where the clock skips midnight, the day begins with its first instant', () => {
  assert.equal(localDay('2026-04-24', 'Africa/Cairo').from, Date.UTC(2026, 3, 23, 22));
  assert.equal(hoursOf('2026-04-24', 'Africa/Cairo'), 23);
});

test('days follow one another without hole or overlap, and hold what they should', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) }),
      fc.constantFrom(...ZONES),
      (at, zone) => {
        const day = localDay(localDate(at, zone), zone);
        assert.ok(day.from <= at && at < day.to);
        assert.equal(localDay(localDate(day.to, zone), zone).from, day.to);
      },
    ),
    { numRuns: 200 },
  );
});

test('a date or a zone that does not exist is refused with an example', () => {
  assert.throws(() => localDay('2026-02-30', 'UTC'), /"2026-02-30" is no date; YYYY-MM-DD/);
  assert.throws(() => localDay('yesterday', 'UTC'), /"yesterday" is no date/);
  assert.throws(() => localDay('2026-03-02', 'Europe/Sofa'), /"Europe\/Sofa" is no time zone.*Europe\/Sofia/);
});
