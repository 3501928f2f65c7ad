import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localTime } from '../../src/core/calendar.js';
import { readCronLine } from '../../src/reports/schedules/cron-line.js';
import { dueBetween, type Timing } from '../../src/reports/schedules/timing.js';

const HOUR = 3_600_000;

function cron(text: string): Timing {
  const read = readCronLine(text);
  assert.ok(read.ok, read.ok ? '' : read.fault.found);
  return { every: 'cron', line: read.line };
}

function due(timing: Timing, zone: string, from: string, to: string): string[] {
  return dueBetween(timing, zone, Date.parse(from), Date.parse(to)).map((at) =>
    new Date(at).toISOString().slice(0, 16),
  );
}

test('daily, weekly and monthly are due by the clock on the wall of their zone', () => {
  const day: Timing = { every: 'day', minute: 480 };
  assert.deepEqual(due(day, 'Europe/Moscow', '2026-03-01T05:00Z', '2026-03-03T05:00Z'), [
    '2026-03-01T05:00',
    '2026-03-02T05:00',
  ]);
  const week: Timing = { every: 'week', weekday: 0, minute: 480 };
  assert.deepEqual(due(week, 'Europe/Moscow', '2026-03-01T00:00Z', '2026-03-16T00:00Z'), [
    '2026-03-02T05:00',
    '2026-03-09T05:00',
  ]);
  const month: Timing = { every: 'month', day: 31, minute: 480 };
  assert.deepEqual(due(month, 'UTC', '2026-01-01T00:00Z', '2026-05-01T00:00Z'), [
    '2026-01-31T08:00',
    '2026-02-28T08:00',
    '2026-03-31T08:00',
    '2026-04-30T08:00',
  ]);
});

test('a cron line: lists, ranges, steps, names; a day or a weekday where both are said', () => {
  assert.deepEqual(due(cron('0,30 9-10 * * mon-fri'), 'UTC', '2026-03-06T00:00Z', '2026-03-09T09:30Z'), [
    '2026-03-06T09:00',
    '2026-03-06T09:30',
    '2026-03-06T10:00',
    '2026-03-06T10:30',
    '2026-03-09T09:00',
  ]);
  assert.equal(due(cron('*/15 * * * *'), 'UTC', '2026-03-01T00:00Z', '2026-03-02T00:00Z').length, 96);
  assert.deepEqual(due(cron('0 8 1 jan,apr *'), 'UTC', '2026-01-01T00:00Z', '2026-12-01T00:00Z'), [
    '2026-01-01T08:00',
    '2026-04-01T08:00',
  ]);
  const either = due(cron('0 8 13 * 5'), 'UTC', '2026-10-01T00:00Z', '2026-10-17T00:00Z');
  assert.deepEqual(either, ['2026-10-02T08:00', '2026-10-09T08:00', '2026-10-13T08:00', '2026-10-16T08:00']);
  assert.deepEqual(due(cron('0 8 * * 7'), 'UTC', '2026-03-01T00:00Z', '2026-03-08T00:00Z'), [
    '2026-03-01T08:00',
  ]);
});

test('a cron line that cannot be read says which field and what would be right', () => {
  for (const [line, found] of [
    ['0 8 * *', /4 fields/],
    ['60 8 * * *', /"60" as the minute/],
    ['0 24 * * *', /"24" as the hour/],
    ['0 8 0 * *', /"0" as the day of the month/],
    ['0 8 * foo *', /"foo" as the month/],
    ['0 8 * * 5-1', /"5-1" as the weekday/],
    ['0 8 * * 1-', /"1-"/],
    ['*/0 8 * * *', /"\*\/0"/],
    ['0 8,, * * *', /"8,,"/],
  ] as const) {
    const read = readCronLine(line);
    assert.ok(!read.ok, line);
    assert.match(read.fault.found, found);
    assert.match(read.fault.right, /number|five/);
  }
});

test('when the clock jumps ahead, a skipped time is due at the jump, once', () => {
  // Sofia, 29 March 2026: 03:00 becomes 04:00 at 01:00 UTC.
  const at = (minute: number): string[] =>
    due({ every: 'day', minute }, 'Europe/Sofia', '2026-03-28T12:00Z', '2026-03-29T12:00Z');
  assert.deepEqual(at(3 * 60 + 30), ['2026-03-29T01:00']);
  assert.deepEqual(at(2 * 60 + 30), ['2026-03-29T00:30']);
  assert.deepEqual(at(4 * 60 + 30), ['2026-03-29T01:30']);
  const quarters = due(cron('*/15 2-4 * * *'), 'Europe/Sofia', '2026-03-28T12:00Z', '2026-03-29T12:00Z');
  assert.deepEqual(quarters.slice(3, 6), ['2026-03-29T00:45', '2026-03-29T01:00', '2026-03-29T01:15']);
  assert.equal(quarters.length, 8);
});

test('when the clock falls back, a time that it shows twice is due the first time only', () => {
  // Sofia, 25 October 2026: 04:00 becomes 03:00 at 01:00 UTC.
  const at = (minute: number): string[] =>
    due({ every: 'day', minute }, 'Europe/Sofia', '2026-10-24T12:00Z', '2026-10-25T12:00Z');
  assert.deepEqual(at(3 * 60 + 30), ['2026-10-25T00:30']);
  assert.deepEqual(at(2 * 60 + 30), ['2026-10-24T23:30']);
  assert.deepEqual(at(4 * 60), ['2026-10-25T02:00']);
});

test('a midnight that a zone skips is due at its first instant', () => {
  // Beirut, 29 March 2026: midnight becomes 01:00.
  assert.deepEqual(
    due({ every: 'day', minute: 0 }, 'Asia/Beirut', '2026-03-28T12:00Z', '2026-03-29T12:00Z'),
    ['2026-03-28T22:00'],
  );
});

test('whatever the zone and the time, every day has one run, and cut periods lose and double none', () => {
  const zones = ['Europe/Sofia', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
  const year = Date.UTC(2026, 0, 1);
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 8_000 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }),
      (zone, minute, startHour, hours) => {
        const timing: Timing = { every: 'day', minute };
        const cuts = hours.reduce(
          (all, h) => [...all, (all.at(-1) ?? 0) + h * HOUR],
          [year + startHour * HOUR],
        );
        const pieces = cuts.slice(1).flatMap((to, index) => dueBetween(timing, zone, cuts[index] ?? 0, to));
        assert.deepEqual(pieces, dueBetween(timing, zone, cuts[0] ?? 0, cuts.at(-1) ?? 0));
        const dates = pieces.map((at) => localTime(zone, at).date);
        assert.equal(new Set(dates).size, dates.length, 'a day with two runs');
        pieces
          .slice(1)
          .forEach((at, index) => assert.ok(at - (pieces[index] ?? 0) <= 25 * HOUR, 'a day without'));
      },
    ),
    { numRuns: 300, seed: 5 },
  );
});
