import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '../../src/reports/render/values.js';
import { readOwnReport } from '../../src/reports/own/own-report.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import { factsOf, stateOf, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, SECOND, ZONE } from './two-days.js';

const MINUTE = 60_000;

/** Anna is there all the time, and paused so: from when on (minutes of the first day), how long (minutes), why. */
function paused(...pauses: readonly (readonly [number, number, string | null])[]): Facts {
  const facts = factsOf([]);
  let at = BOTH.from;
  for (const [from, length, reason] of pauses) {
    const begins = BOTH.from + from * MINUTE;
    facts.states.push(stateOf('anna', 'available', at, begins));
    at = begins + length * MINUTE;
    facts.states.push({ ...stateOf('anna', 'paused', begins, at), reason });
  }
  facts.states.push(stateOf('anna', 'available', at, BOTH.to + HOUR));
  return facts;
}

function rowsOf({ tables }: ReportDocument, index = 2): readonly string[] {
  return (tables[index]?.rows ?? []).map((row) =>
    row.map(({ value }) => shown(value, ZONE, 'en')).join(' | '),
  );
}

test('pauses stand by reason: two for lunch are one row, one without a reason comes last', async () => {
  const facts = paused([540, 15, 'lunch'], [600, 5, 'coffee'], [660, 10, 'lunch'], [720, 1, null]);
  const report = await build(facts, 'agent-time');
  assert.deepEqual(rowsOf(report), [
    `anna | ${FIRST} | coffee | 5:00`,
    `anna | ${FIRST} | lunch | 25:00`,
    `anna | ${FIRST} | no reason | 1:00`,
  ]);
  const total = report.tables[2]?.total?.map(({ value }) => shown(value, ZONE, 'en'));
  assert.deepEqual(total, ['total', '', '', '31:00']);
});

test('a pause over midnight is cut there, and in hours where these are asked for', async () => {
  const facts = paused([23 * 60 + 30, 60, 'night']);
  assert.deepEqual(rowsOf(await build(facts, 'agent-time')), [
    `anna | ${FIRST} | night | 30:00`,
    `anna | ${SECOND} | night | 30:00`,
  ]);
  const hourly = rowsOf(await build(facts, 'agent-time', { interval: 'hour' }));
  assert.deepEqual(hourly, [
    `anna | ${FIRST} 23:00 | night | 30:00`,
    `anna | ${SECOND} 00:00 | night | 30:00`,
  ]);
});

test('a reason may be called as anything else is', async () => {
  assert.deepEqual(rowsOf(await build(paused([60, 5, 'queue']), 'agent-time')), [
    `anna | ${FIRST} | queue | 5:00`,
  ]);
});

test('a pause that goes on has its reason, too', async () => {
  const facts = paused();
  facts.states = [stateOf('anna', 'available', BOTH.from, BOTH.from + HOUR)];
  facts.openStates = [
    {
      ...{ kind: 'agent-state-began', agent: 'anna', state: 'paused', reason: 'lunch' },
      ...{ from: BOTH.from + HOUR, conversation: null, queue: null },
    },
  ];
  const now = BOTH.from + HOUR + 7 * MINUTE;
  assert.deepEqual(rowsOf(await build(facts, 'agent-time', { now })), [`anna | ${FIRST} | lunch | 7:00`]);
});

test('an own report divides time paused by reason, and refuses what has none', async () => {
  const own = readOwnReport('report: why\nby: [pause]\ncolumns: [time-paused]\n');
  assert.ok(own.ok);
  const facts = paused([540, 15, 'lunch'], [600, 5, 'coffee']);
  const report = await build(facts, 'agent-time', { report: own.own.report, filters: NO_FILTERS });
  assert.deepEqual(rowsOf(report, 0), ['coffee | 5:00', 'lunch | 15:00']);
  const wrong = readOwnReport('report: why\nby: [pause]\ncolumns: [entered]\n');
  assert.ok(!wrong.ok);
  assert.match(wrong.faults[0]?.found ?? '', /entered, which cannot be divided by pause/);
});
