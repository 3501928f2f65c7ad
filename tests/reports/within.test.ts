import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, numbersOf, SECOND } from './two-days.js';

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
  const days = { from: SECOND, to: SECOND };
  const { tables } = await build(hundred(), 'comparison', { days, withinMs: 30_000, language: 'ru' });
  const rows = tables[0]?.rows.map((row) => row.map(({ value }) => numbersOf(value))) ?? [];
  assert.ok(
    rows.some(([, , before]) => before?.[0] === 90 && before[1] === 100),
    JSON.stringify(rows),
  );
});
