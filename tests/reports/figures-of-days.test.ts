import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATOR_NAMES, type IndicatorName } from '../../src/reports/indicators/all.js';
import { CATALOGUE } from '../../src/reports/catalogue/all.js';
import { readRows, writeRows } from '../../src/reports/days/day-text.js';
import { isOfFigures, rowsAskedBy } from '../../src/reports/figures/asked-rows.js';
import {
  FiguresOfDays,
  isLeftByDays,
  type DayLeft,
  type RowLeft,
} from '../../src/reports/figures/figures-of-days.js';
import { intervalsOf, type Interval } from '../../src/reports/intervals.js';
import type { Surroundings } from '../../src/reports/slicing/dimensions.js';
import { localDay } from '../../src/reports/local-day.js';

const ZONE = 'Europe/Sofia';
/** Sunday and Monday. */
const DAYS = ['2026-03-01', '2026-03-02'].map((date) => localDay(date, ZONE));
const PERIOD = { from: DAYS[0]?.from ?? 0, to: DAYS[1]?.to ?? 0 };

function around(interval: Interval = 'day'): Surroundings {
  return {
    ...{ zone: ZONE, language: 'en', interval, agentNames: new Map() },
    intervals: intervalsOf(PERIOD, interval, ZONE),
    hours: [],
  };
}

function figures(days: readonly (readonly RowLeft[])[], interval?: Interval): FiguresOfDays {
  const left = days.map((rows, index): DayLeft => ({ from: DAYS[index]?.from ?? 0, rows: () => rows }));
  return new FiguresOfDays(left, around(interval));
}

test('numbers add up, the two of a ratio each, and what does not add up is settled from all days', () => {
  const columns: readonly IndicatorName[] = [
    'talk',
    'service-level',
    'unique-clients',
    'longest-wait',
    'wait-median',
  ];
  const rows = figures([
    [{ keys: ['anna'], left: [10, [1, 2], ['a', 'b'], [7_000], [1, 5, 9]] }],
    [
      { keys: ['anna'], left: [5, [3, 4], ['b', 'c'], [3_000], [2, 3]] },
      { keys: ['boris'], left: [null, [0, 0], [], [], []] },
    ],
  ]).rows({ counted: 'calls', by: ['agent'], columns });
  assert.deepEqual(rows, [
    {
      keys: ['anna'],
      figures: [
        { unit: 'duration', value: 15 },
        { unit: 'share', ratio: { numerator: 4, denominator: 6 } },
        { unit: 'count', value: 3 },
        { unit: 'duration', value: 7_000 },
        { unit: 'duration', value: 3 },
      ],
    },
    {
      keys: ['boris'],
      figures: [
        { unit: 'duration', value: null },
        { unit: 'share', ratio: { numerator: 0, denominator: 0 } },
        { unit: 'count', value: 0 },
        { unit: 'duration', value: null },
        { unit: 'duration', value: null },
      ],
    },
  ]);
});

test('a day stands in the week or month in which it begins, and rows come in the order of their keys', () => {
  const days = DAYS.map(({ from }) => [{ keys: [String(from).padStart(15, '0')], left: [1] }]);
  const asked = { counted: 'calls', by: ['interval'], columns: ['entered'] } as const;
  const values = (interval: Interval): readonly unknown[] =>
    figures(days, interval)
      .rows(asked)
      .map(({ figures: [entered] }) => entered);
  assert.deepEqual(values('month'), [{ unit: 'count', value: 2 }]);
  assert.deepEqual(values('week'), [
    { unit: 'count', value: 1 },
    { unit: 'count', value: 1 },
  ]);
  const named = [[{ keys: ['no-tag'], left: [1] }], [{ keys: ['vip'], left: [1] }]];
  const keys = figures(named).rows({ counted: 'calls', by: ['tag'], columns: ['entered'] });
  assert.deepEqual(
    keys.map(({ keys: [tag] }) => tag),
    ['vip', 'no-tag'],
  );
});

test('every report of figures asks only for what days can leave', () => {
  for (const [name, report] of Object.entries(CATALOGUE)) {
    if (!isOfFigures(report)) continue;
    const asked = rowsAskedBy(report, { around: around(), interval: null, without: [] });
    assert.ok(asked.length > 0, name);
    const others = asked.flatMap(({ columns }) => columns).filter((column) => !isLeftByDays(column));
    assert.deepEqual(others, [], name);
  }
  const whole = INDICATOR_NAMES.filter((name) => !isLeftByDays(name));
  assert.deepEqual(whole, ['time-signed-out', 'first-in', 'last-out', 'menu-containment']);
});

test('rows are read as they were written; what is something else is none', () => {
  const rows: readonly RowLeft[] = [
    { keys: ['anna', 'sales'], left: [1, null, [1, 2], ['a'], []] },
    { keys: [], left: [0, -1, [], [0.5], ['Ж"']] },
  ];
  assert.deepEqual(readRows(writeRows(rows), 5), rows);
  for (const text of [
    '',
    'null',
    '{}',
    '[1]',
    '[[["a"]]]',
    '[[["a"],[1]]]',
    '[[[1],[1,1,1,1,1]]]',
    '[[["a"],[1,1,1,1,{}]]]',
    '[[["a"],[1,1,1,1,["a",1]]]]',
  ])
    assert.equal(readRows(text, 5), null, text);
});
