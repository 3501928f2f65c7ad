import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATORS } from '../../src/reports/indicators/all.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, numbersOf, SECOND } from './two-days.js';

/** 78 answered in time, 12 within 30 s, 10 who hung up. */
function hundred(): Facts {
  const answered = (waitMs: number) => ({ waitMs, answeredBy: 'anna' });
  const callers = [
    ...Array.from({ length: 78 }, () => answered(20_000)),
    ...Array.from({ length: 12 }, () => answered(30_000)),
    ...Array.from({ length: 10 }, () => ({ waitMs: 60_000 })),
  ];
  return factsOf(callers.map((caller, index) => ({ ...caller, at: BOTH.from + index })));
}

test('both periods of a comparison are judged by another time', async () => {
  for (const [days, place] of [
    [{ from: FIRST, to: FIRST }, 1],
    [{ from: SECOND, to: SECOND }, 2],
  ] as const) {
    const { tables } = await build(hundred(), 'comparison', { days, withinMs: 30_000, language: 'ru' });
    const level = tables[0]?.rows
      .map((row) => row.map(({ value }) => numbersOf(value)))
      .find(([figure]) => figure?.[0] === INDICATORS['service-level'].label.ru);
    assert.deepEqual(level?.[place], [90, 100]);
  }
});
