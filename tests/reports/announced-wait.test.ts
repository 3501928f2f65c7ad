import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import type { CallEvent } from '../../src/core/milestone.js';
import { shown } from '../../src/reports/render/values.js';
import { writeParts, type Format } from '../../src/reports/render/write-report.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { factsOf, type Caller, type Facts } from './day-of-calls.js';
import { rowsBehind } from './handbook-tables.js';
import { BOTH, build, FIRST, HOUR, SECOND, ZONE } from './two-days.js';

const AT = BOTH.from + HOUR;

/** The caller of this place is told something so long after he came. */
function told(facts: Facts, place: number, afterMs: number, detail: CallEvent['detail']): void {
  const visit = facts.visits[place];
  assert.ok(visit !== undefined);
  facts.stages.push({
    ...{ kind: 'call-event', event: 'announced', call: visit.call, at: visit.enteredAt + afterMs },
    detail: { queue: visit.queue, ...detail },
  });
}

/** One caller who is told two minutes after 30 s, and waits so long in all. */
function oneTold(caller: Partial<Caller> = {}): Facts {
  const facts = factsOf([{ at: AT, waitMs: 150_000, answeredBy: 'anna', ...caller }]);
  told(facts, 0, 30_000, { minutes: 2 });
  return facts;
}

function lines(table: Table | undefined): readonly string[] {
  assert.ok(table !== undefined);
  return [...table.rows, table.total ?? []].map((row) =>
    row.map(({ value }) => shown(value, ZONE, 'en')).join(' | '),
  );
}

async function byQueue(facts: Facts, change: Partial<ReportRequest> = {}): Promise<readonly string[]> {
  return lines((await build(facts, 'announced-wait', change)).tables[0]);
}

const RIGHT = '1 | 1 | 1 | 2:00 | 2:00 | 0.0 s | 0.0 s | 100.0% (1/1)';
const NOTHING = '0 | 0 | 0 | — | — | — | — | —';

test('docs/metrics.md works announced waits by hand, and the report computes the same', async () => {
  const rows = await rowsBehind('announced');
  const seconds = (text: string | undefined): number => Number(/(\d+) s$/.exec(text ?? '')?.[1]) * 1_000;
  const callers = new Map(rows.map(([caller, , , end]) => [caller, end]));
  const facts = factsOf(
    [...callers.values()].map((end, index) => ({
      ...{ at: AT + index * HOUR, waitMs: seconds(end) },
      ...(end?.startsWith('answered') === true ? { answeredBy: 'anna' } : {}),
    })),
  );
  for (const [caller, after, hears] of rows)
    told(facts, Number(caller) - 1, seconds(after), { minutes: Number(hears?.split(' ')[0]) });
  const figures = await rowsBehind('announced-figures');
  const { tables } = await build(facts, 'announced-wait');
  assert.deepEqual(
    figures.map(([column]) => column),
    tables[0]?.columns.slice(1).map(({ key }) => `\`${key}\``),
  );
  const worked = figures.map(([, , , result]) => result).join(' | ');
  assert.deepEqual(lines(tables[0]), [`sales | ${worked}`, `total | ${worked}`]);
  assert.deepEqual(
    lines(tables[1]).map((line) => line.split(' | ').slice(0, 4)),
    [
      ['1', '1', '1', '1'],
      ['2', '2', '2', '1'],
      ['3', '1', '1', '1'],
      ['total', '4', '3', '3'],
    ],
  );
});

test('an error of exactly 30 s is near, one of a millisecond more is not', async () => {
  const share = async (waitMs: number): Promise<string | undefined> =>
    (await byQueue(oneTold({ waitMs })))[0]?.split(' | ').at(-1);
  assert.deepEqual(await Promise.all([119_999, 120_000, 180_000, 180_001].map(share)), [
    '0.0% (0/1)',
    '100.0% (1/1)',
    '100.0% (1/1)',
    '0.0% (0/1)',
  ]);
});

test('places in the queue and messages are no announced waits, nor is what another queue says', async () => {
  const facts = oneTold();
  told(facts, 0, 40_000, { position: 3 });
  told(facts, 0, 50_000, { prompt: 'welcome' });
  told(facts, 0, 60_000, { minutes: 9, queue: 'support' });
  told(facts, 0, 150_001, { minutes: 9 });
  assert.deepEqual(await byQueue(facts), [`sales | ${RIGHT}`, `total | ${RIGHT}`]);
  assert.deepEqual(await byQueue(factsOf([])), [`total | ${NOTHING}`]);
});

test('what is said after midnight stands where the visit began, as the visit itself does', async () => {
  const facts = oneTold({ at: BOTH.from + 24 * HOUR - 10_000 });
  const on = (day: string): Promise<readonly string[]> => byQueue(facts, { days: { from: day, to: day } });
  assert.deepEqual(await on(FIRST), [`sales | ${RIGHT}`, `total | ${RIGHT}`]);
  assert.deepEqual(await on(SECOND), [`total | ${NOTHING}`]);
  assert.deepEqual(await byQueue(facts, { interval: 'day' }), [
    `${FIRST} | sales | ${RIGHT}`,
    ` | total | ${RIGHT}`,
  ]);
});

test('announced waits are narrowed as visits are', async () => {
  const facts = oneTold();
  const narrowed = (change: Partial<typeof NO_FILTERS>): Promise<readonly string[]> =>
    byQueue(facts, { filters: { ...NO_FILTERS, ...change } });
  const [all, none] = [[`sales | ${RIGHT}`, `total | ${RIGHT}`], [`total | ${NOTHING}`]];
  assert.deepEqual(await narrowed({ queues: ['sales'], agents: ['anna'] }), all);
  assert.deepEqual(await narrowed({ caller: '0880 000 001' }), all);
  assert.deepEqual(await narrowed({ caller: '0880 000 002' }), none);
  assert.deepEqual(await narrowed({ dispositions: ['abandoned'] }), none);
});

test('a mean error below zero is read as such in every format', async () => {
  const report = await build(oneTold({ waitMs: 240_000 }), 'announced-wait');
  const written = async (format: Format): Promise<string> => {
    const [first] = await writeParts(report, { format, bom: 'without' });
    const made = first?.content ?? '';
    if (typeof made === 'string') return made;
    return Object.values(unzipSync(new Uint8Array(made)))
      .map((part) => Buffer.from(part).toString())
      .join();
  };
  assert.match(await written('table'), /2:00 +3:30 +-1:30 +1:30 +0\.0% \(0\/1\)/);
  assert.match(await written('csv'), /,-90000,-90000,1,90000,90000,1,/);
  assert.match(await written('html'), />-1:30</);
  assert.match(await written('xlsx'), />-1:30</);
});
