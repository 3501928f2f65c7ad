import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayStart, isOpen, localTime, nextChange, weekStart } from '../../src/core/calendar.js';
import type { Calendar, OpenSpan } from '../../src/core/plan.js';

const NINE_TO_SIX = [{ from: 540, to: 1080 }];
const OFFICE: Calendar = {
  timezone: 'Europe/Sofia',
  week: [NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, [], []],
  closed: ['12-25', '2026-03-03'],
  open: { '2026-12-25': [{ from: 600, to: 660 }], '2026-03-07': NINE_TO_SIX },
};

function open(at: string, calendar: Calendar = OFFICE): boolean {
  return isOpen(calendar, Date.parse(at));
}

test('open from inclusive, to exclusive, by the clock on the wall', () => {
  assert.equal(open('2026-03-04T06:59:59.999Z'), false);
  assert.equal(open('2026-03-04T07:00:00Z'), true);
  assert.equal(open('2026-03-04T15:59:59.999Z'), true);
  assert.equal(open('2026-03-04T16:00:00Z'), false);
});

test('the same hours on the wall after the clocks have changed', () => {
  assert.equal(open('2026-03-30T06:00:00Z'), true);
  assert.equal(open('2026-03-30T15:00:00Z'), false);
  assert.equal(open('2026-10-26T06:30:00Z'), false);
});

test('closed at the weekend, on a closed date, and on a yearly one', () => {
  assert.equal(open('2026-03-08T10:00:00Z'), false, 'Sunday');
  assert.equal(open('2026-03-03T10:00:00Z'), false, 'once');
  assert.equal(open('2025-12-25T10:00:00Z'), false, 'every year');
});

test('a date that opens otherwise beats weekday and closed dates', () => {
  assert.equal(open('2026-03-07T10:00:00Z'), true, 'a Saturday');
  assert.equal(open('2026-12-25T08:30:00Z'), true);
  assert.equal(open('2026-12-25T10:00:00Z'), false);
});

test('a span over midnight belongs to the day it begins', () => {
  const night: Calendar = {
    timezone: 'UTC',
    week: [[{ from: 1320, to: 1800 }], [], [], [], [], [], []],
    closed: [],
    open: {},
  };
  assert.equal(open('2026-03-02T21:59:00Z', night), false, 'Monday, before ten');
  assert.equal(open('2026-03-02T22:00:00Z', night), true);
  assert.equal(open('2026-03-03T05:59:00Z', night), true, 'Tuesday morning');
  assert.equal(open('2026-03-03T06:00:00Z', night), false);
  assert.equal(open('2026-03-02T03:00:00Z', night), false, 'the night to Monday');
  assert.equal(open('2026-03-03T03:00:00Z', { ...night, closed: ['2026-03-02'] }), false, 'Monday is closed');
  assert.equal(open('2026-03-03T03:00:00Z', { ...night, closed: ['2026-03-03'] }), true, 'Tuesday is closed');
});

test('a calendar that never opens is never open', () => {
  const never: Calendar = { timezone: 'UTC', week: [[], [], [], [], [], [], []], closed: [], open: {} };
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => !isOpen(never, at)));
});

test('local times are those of the zone', () => {
  assert.deepEqual(localTime('Asia/Kathmandu', Date.parse('2026-03-04T18:20:00Z')), {
    date: '2026-03-05',
    weekday: 3,
    minute: 5,
  });
});

test('days and weeks begin where a search minute by minute says, whatever was asked before', () => {
  const zones = ['UTC', 'Europe/Sofia', 'America/New_York', 'Australia/Lord_Howe'] as const;
  const from = Date.parse('2026-03-20T00:00:00Z');
  const at = fc.integer({ min: from, max: from + 240 * 86_400_000 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), at, (zone, now) => {
      const start = dayStart(zone, now);
      assert.ok(start <= now && now - start < 25 * 3_600_000 + 1);
      assert.equal(localTime(zone, start).date, localTime(zone, now).date);
      assert.notEqual(localTime(zone, start - 1).date, localTime(zone, now).date);
      const week = weekStart(zone, now);
      assert.equal(localTime(zone, week).weekday, 0);
      assert.equal(dayStart(zone, week), week);
      assert.ok(week <= now && now - week < 7 * 86_400_000 + 3_600_000);
    }),
    { numRuns: 150 },
  );
});

test('open or not agrees with a count of the minutes of today and yesterday', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([from, length]): OpenSpan => ({ from, to: from + length }));
  const week = fc.array(fc.array(span, { maxLength: 2 }), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(week, fc.integer({ min: 0, max: 14 * 1440 }), (days, minutes) => {
      const calendar: Calendar = { timezone: 'UTC', week: days, closed: [], open: {} };
      const monday = Date.parse('2026-03-02T00:00:00Z');
      const at = monday + minutes * 60_000;
      const weekday = Math.floor(minutes / 1440) % 7;
      const minute = minutes % 1440;
      const within = (spans: readonly OpenSpan[] | undefined, one: number): boolean =>
        (spans ?? []).some(({ from, to }) => one >= from && one < to);
      const expected = within(days[weekday], minute) || within(days[(weekday + 6) % 7], minute + 1440);
      assert.equal(isOpen(calendar, at), expected);
    }),
  );
});

test('the next change is the nearest instant at which the calendar opens or closes', () => {
  const next = (at: string, calendar = OFFICE): string | null => {
    const change = nextChange(calendar, Date.parse(at));
    return change === null ? null : new Date(change).toISOString();
  };
  assert.equal(next('2026-03-04T06:00:00Z'), '2026-03-04T07:00:00.000Z');
  assert.equal(next('2026-03-04T07:00:00Z'), '2026-03-04T16:00:00.000Z');
  assert.equal(next('2026-03-06T16:00:00Z'), '2026-03-07T07:00:00.000Z', 'a Saturday that opens');
  assert.equal(next('2026-03-27T16:00:00Z'), '2026-03-30T06:00:00.000Z', 'behind a change of the clocks');
  const never = { ...OFFICE, week: [[], [], [], [], [], [], []], open: {} };
  assert.equal(next('2026-03-04T06:00:00Z', never), null);
  const always = { ...never, week: never.week.map(() => [{ from: 0, to: 1440 }]), closed: [] };
  assert.equal(next('2026-03-04T06:00:00Z', always), null);
});

test('until the next change nothing changes, and there it does', () => {
  const instant = fc.integer({
    min: Date.parse('2026-01-01T00:00:00Z'),
    max: Date.parse('2026-12-31T00:00:00Z'),
  });
  fc.assert(
    fc.property(instant, fc.double({ min: 0, max: 1, noNaN: true }), (at, share) => {
      const change = nextChange(OFFICE, at);
      if (change === null) return false;
      const between = Math.floor(at + (change - at) * share);
      const isSame = between === change || isOpen(OFFICE, between) === isOpen(OFFICE, at);
      return change > at && isSame && isOpen(OFFICE, change) !== isOpen(OFFICE, at);
    }),
    { numRuns: 200 },
  );
});

test('what was asked before changes no answer', () => {
  const hours = fc.integer({ min: 0, max: 365 * 24 });
  const seldom: Calendar = { ...OFFICE, week: [[], [], [], [], [], [], []] };
  const asked = fc.record({ calendar: fc.constantFrom(OFFICE, seldom), hour: hours });
  fc.assert(
    fc.property(fc.array(asked, { minLength: 2, maxLength: 20 }), (questions) =>
      questions.every(({ calendar, hour }) => {
        const at = Date.parse('2026-01-01T00:00:00Z') + hour * 3_600_000 + 1;
        return nextChange(calendar, at) === nextChange({ ...calendar }, at);
      }),
    ),
    { numRuns: 50 },
  );
});
