import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, numbersOf, SECOND } from './two-days.js';

/** 78 answered in time, 12 within 30 s, 10 who hung up: C28. */
function hundred(): Facts {
  const answered = (waitMs: number) => ({ waitMs, answeredBy: 'anna' });
  const callers = [
    ...Array.from({ length: 78 }, () => answered(20_000)),
    ...Array.from({ length: 12 }, () => answered(30_000)),
    ...Array.from({ length: 10 }, () => ({ waitMs: 60_000 })),
  ];
  return factsOf(callers.map((caller, index) => ({ ...caller, at: BOTH.from + index })));
}

function serviceLevel({ tables: [table] }: ReportDocument): unknown {
  const column = table?.columns.findIndex(({ key }) => key === 'service-level') ?? -1;
  return numbersOf(table?.rows[0]?.[column]?.value ?? { unit: 'text', value: '' });
}

test('C28: with 30 s the same facts give 90 % in every report that has a service level, and it says so', async () => {
  for (const name of ['queues', 'calls'] as const) {
    const planned = await build(hundred(), name, { days: { from: FIRST, to: FIRST } });
    assert.deepEqual([serviceLevel(planned), planned.notes], [[78, 100], []], name);
    const asked = await build(hundred(), name, { days: { from: FIRST, to: FIRST }, withinMs: 30_000 });
    assert.deepEqual(serviceLevel(asked), [90, 100], name);
    assert.deepEqual(asked.notes, ['In time is who is answered within 30 s, in every queue (--within).']);
  }
});

test('both periods of a comparison are judged by it', async () => {
  const days = { from: SECOND, to: SECOND };
  const { tables } = await build(hundred(), 'comparison', { days, withinMs: 30_000, language: 'ru' });
  const rows = tables[0]?.rows.map((row) => row.map(({ value }) => numbersOf(value))) ?? [];
  assert.ok(
    rows.some(([, , before]) => before?.[0] === 90 && before[1] === 100),
    JSON.stringify(rows),
  );
});
