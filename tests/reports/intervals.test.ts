import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localTime } from '../../src/core/calendar.js';
import { intervalsOf, INTERVALS } from '../../src/reports/intervals.js';
import { localDay } from '../../src/reports/local-day.js';
import { namedDays } from '../../src/reports/report-period.js';
import { HOUR, ZONE } from './two-days.js';

test('intervals follow one another without hole, in every zone, and are what the clock shows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.constantFrom(...INTERVALS),
      fc.constantFrom('Europe/Sofia', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
      (from, interval, zone) => {
        const period = { from, to: from + 3 * 24 * HOUR };
        const parts = intervalsOf(period, interval, zone);
        assert.equal(parts[0]?.from, period.from);
        assert.equal(parts.at(-1)?.to, period.to);
        parts.forEach((part, index) => {
          assert.ok(part.to > part.from);
          if (index === 0) return;
          assert.equal(part.from, parts[index - 1]?.to);
          if (interval === '15min') assert.equal(localTime(zone, part.from).minute % 15, 0);
        });
      },
    ),
  );
});

test('a day has 23 hours where the clock jumps, 25 where it goes back, 92 and 100 quarters', () => {
  const lengths = (date: string): number[] =>
    (['15min', 'hour', 'day'] as const).map(
      (interval) => intervalsOf(localDay(date, ZONE), interval, ZONE).length,
    );
  assert.deepEqual(lengths('2026-03-29'), [92, 23, 1]);
  assert.deepEqual(lengths('2026-10-25'), [100, 25, 1]);
  assert.deepEqual(lengths('2026-03-30'), [96, 24, 1]);
});

test('weeks begin on Monday, months on the first; named periods are what they say', () => {
  const month = { from: localDay('2026-03-01', ZONE).from, to: localDay('2026-04-30', ZONE).to };
  assert.equal(intervalsOf(month, 'month', ZONE).length, 2);
  const [first, second] = intervalsOf(month, 'week', ZONE);
  assert.equal(first?.to, localDay('2026-03-02', ZONE).from);
  assert.equal(second?.to, localDay('2026-03-09', ZONE).from);
  const now = localDay('2026-03-04', ZONE).from + HOUR;
  assert.deepEqual(namedDays('yesterday', now, ZONE), { from: '2026-03-03', to: '2026-03-03' });
  assert.deepEqual(namedDays('last-week', now, ZONE), { from: '2026-02-23', to: '2026-03-01' });
  assert.deepEqual(namedDays('last-month', now, ZONE), { from: '2026-02-01', to: '2026-02-28' });
  assert.deepEqual(namedDays('this-month', now, ZONE), { from: '2026-03-01', to: '2026-03-04' });
});
