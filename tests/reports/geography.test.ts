import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE } from '../../src/reports/catalogue/all.js';
import { shown } from '../../src/reports/render/values.js';
import { regionsBy } from '../../src/reports/telephone-number.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { replacementOf } from '../../src/retention/replacement.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { bookWith, called, MONDAY, NOON, ZONE } from './kept-days-scene.js';
import { BOTH, build } from './two-days.js';

const TABLE = { '+7495': 'Moscow', '+359': 'Bulgaria' };

/** A call from each of these numbers, in the company whose regions these are. */
function from(numbers: readonly (string | null)[], regions: Readonly<Record<string, string>>): Facts {
  const facts = factsOf(numbers.map((_, index) => ({ at: BOTH.from + index, waitMs: 9_000 })));
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: numbers[index] ?? null }));
  const company = { country: 'RU', regions };
  facts.plans.set('plan-1', JSON.stringify({ company, queues: {}, agents: {} }));
  return facts;
}

/** Region, calls. */
function rowsOf({ tables }: ReportDocument): readonly string[] {
  return (tables[0]?.rows ?? []).map((row) =>
    row
      .slice(0, 2)
      .map(({ value }) => shown(value, ZONE, 'en'))
      .join(' '),
  );
}

async function geography(...asked: Parameters<typeof from>): Promise<readonly string[]> {
  return rowsOf(await build(from(...asked), 'geography'));
}

test('C47: of +7495 → Moscow and +359 → Bulgaria a call each stands there, and a hidden number apart', async () => {
  assert.deepEqual(await geography(['+74951234567', '+35921234567', null], TABLE), [
    'Bulgaria 1',
    'Moscow 1',
    'hidden 1',
  ]);
});

test('C47: the longest beginning counts, however the number and the table are written', async () => {
  const regions = { '+7': 'Russia', '+7495': 'Moscow', '+7499': 'Moscow', '+7495123': 'Arbat' };
  assert.deepEqual(
    await geography(['8 495 123-45-67', '0074957654321', '+74991234567', '+78121234567'], regions),
    ['Arbat 1', 'Moscow 2', 'Russia 1'],
  );
});

test('where the table names nothing stands the country, and what is no number stays apart', async () => {
  assert.deepEqual(await geography(['+78121234567', '+4930123456', '101', '+74951234567'], TABLE), [
    '+49 1',
    '+7 1',
    'Moscow 1',
    'other 1',
  ]);
  assert.deepEqual(await geography(['+74951234567', null], {}), ['+7 1', 'hidden 1']);
});

test('a region may have any name, also one that means something else here', async () => {
  const regions = { '+7495': 'hidden', '+7499': 'queue' };
  const rows = await geography(['+74951234567', '+74991234567', null], regions);
  assert.deepEqual(rows, ['hidden 1', 'queue 1', 'hidden 1']);
});

test('of a number that was replaced only the country is known', () => {
  const replaced = replacementOf('+74951234567', '7', Buffer.alloc(32));
  assert.equal(regionsBy(TABLE)(replaced), null);
  assert.equal(regionsBy({ ...TABLE, '+7': 'Russia' })(replaced), 'Russia');
});

test('another table counts for the days before it, too, whatever was kept of them', async (t) => {
  const book = await bookWith(t, called('a', { from: '+35921234567' }));
  const asked = { name: 'geography', report: CATALOGUE.geography, days: { from: MONDAY, to: MONDAY } };
  const told = async (): Promise<readonly string[]> => rowsOf(await book.report(asked));
  assert.deepEqual(await told(), ['+359 1']);
  for (const [version, regions, row] of [
    ['one', { '+359': 'Bulgaria' }, 'Bulgaria 1'],
    ['two', { '+359': 'Bulgaria', '+3592': 'Sofia' }, 'Sofia 1'],
  ] as const) {
    const plan = JSON.stringify({ company: { country: 'BG', regions }, queues: {}, agents: {} });
    await book.tell({ kind: 'plan-in-force', version, at: NOON, by: 'test', plan });
    assert.deepEqual(await told(), [row]);
    assert.deepEqual(book.read, [MONDAY]);
    assert.deepEqual(await told(), [row]);
    assert.deepEqual(book.read, []);
  }
});
