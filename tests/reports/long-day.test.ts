import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localDay } from '../../src/reports/local-day.js';
import type { ReportName } from '../../src/reports/catalogue/all.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import type { Table } from '../../src/reports/table.js';
import { factsOf, stateOf } from './day-of-calls.js';
import { build, HOUR, numbersOf, ZONE } from './two-days.js';

/** The clock goes back at four: it has 25 hours, two of which are three o'clock. */
const LONG_DAY = '2026-10-25';
const { from, to } = localDay(LONG_DAY, ZONE);
const EVERY = 600_000;

/** A caller every ten minutes, and an agent who was there all day. */
const facts = factsOf(
  Array.from({ length: (to - from) / EVERY }, (_, index) => ({
    ...{ at: from + index * EVERY, waitMs: 3_000, talkMs: 60_000 },
    ...(index % 3 === 0 ? {} : { answeredBy: 'anna' }),
  })),
);
facts.states.push(stateOf('anna', 'available', from, to));

async function tableOf(name: ReportName, change: Partial<ReportRequest> = {}): Promise<Table> {
  const days = { from: LONG_DAY, to: LONG_DAY };
  const [table] = (await build(facts, name, { days, now: to + HOUR, ...change })).tables;
  assert.ok(table !== undefined);
  return table;
}

const column = ({ columns, rows }: Table, key: string): readonly number[] => {
  const index = columns.findIndex((each) => each.key === key);
  return rows.map((row) => Number(numbersOf(row[index]?.value ?? { unit: 'text', value: '' })[0]));
};

test('a day of 25 hours has 25 rows by the hour, and no call is lost or in two of them', async () => {
  assert.equal(to - from, 25 * HOUR);
  const byHour = await tableOf('calls', { interval: 'hour' });
  assert.deepEqual(column(byHour, 'entered'), new Array(25).fill(6));
  assert.equal(
    new Set(byHour.rows.map(([first]) => JSON.stringify(first?.value))).size,
    24,
    'three is there twice',
  );
  assert.deepEqual(column(await tableOf('calls', { interval: 'day' }), 'entered'), [150]);
  assert.deepEqual(column(await tableOf('queues'), 'answered'), [100]);
});

test('C46: the hour that comes twice has the calls of both in the heat map, and all cells sum to all calls', async () => {
  const { rows } = await tableOf('heat-map');
  const cells = rows.map((row) => row.slice(1).map(({ value }) => Number(numbersOf(value)[0])));
  const sunday = cells[6] ?? [];
  assert.deepEqual([sunday[2], sunday[3], sunday[4]], [6, 12, 6]);
  assert.equal(
    cells.flat().reduce((sum, count) => sum + count, 0),
    150,
  );
});

test('an agent’s states of a day of 25 hours sum to 25 hours', async () => {
  const time = await tableOf('agent-time');
  const states = time.columns.map(({ key }) => key).filter((key) => key.startsWith('time-'));
  const sum = states.reduce((all, key) => all + (column(time, key)[0] ?? 0), 0);
  assert.equal(sum, 25 * HOUR);
});
