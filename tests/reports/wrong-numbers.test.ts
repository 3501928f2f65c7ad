import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { MISDIRECTED } from '../../src/core/call/misdirected.js';
import type { CallFact } from '../../src/core/milestone.js';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import { renderTable } from '../../src/reports/render-table.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { shown } from '../../src/reports/render/values.js';
import { anOutcome } from '../store/sample-facts.js';
import { factsOf, readerOf, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, ZONE } from './two-days.js';

const times = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what);

/** He never got out of the greeting. */
const inTheGreeting = ({ arrivedAt }: CallFact, ms: number): Partial<CallFact> => ({
  ...{ firstOfferedAt: null, lastExit: null, waitMs: 0, endPlace: 'prompt', endedBy: 'caller' },
  endedAt: arrivedAt + ms,
});

/**
 * 20 calls with `short_call: 5s`: c1 to c15 answered, c15 a wrong number for its agent; c16 to c18 abandoned; c19 gone in the
 * greeting after 3 s, c20 after 8 s.
 */
function twenty(): Facts {
  const answered = { waitMs: 4_000, answeredBy: 'anna' };
  const callers = [...times(15, answered), ...times(5, { waitMs: 30_000 })];
  const facts = factsOf(callers.map((caller, index) => ({ ...caller, at: BOTH.from + index * 60_000 })));
  facts.calls = facts.calls.map((call) => {
    if (call.call === 'c19') return { ...call, ...inTheGreeting(call, 3_000), marks: [MISDIRECTED] };
    return call.call === 'c20' ? { ...call, ...inTheGreeting(call, 8_000) } : call;
  });
  const offered = new Set(facts.calls.filter((call) => call.firstOfferedAt !== null).map(({ call }) => call));
  facts.visits = facts.visits.filter(({ call }) => offered.has(call));
  facts.outcomes = facts.conversations.map(({ conversation, call, agent, startedAt, endedAt }) =>
    anOutcome({
      ...{ conversation, call, agent, startedAt, settledAt: endedAt + 600_000 },
      ...(call === 'c15' ? { outcome: 'mistaken', success: false, wrongNumber: true } : {}),
    }),
  );
  return facts;
}

/** What stands under a column in the total of a table, or in the row that begins with a word. */
function cell({ tables }: ReportDocument, column: string, row: string | null = null): string {
  const [table] = tables;
  const index = table?.columns.findIndex(({ key }) => key === column) ?? -1;
  const cells =
    row === null
      ? table?.total
      : table?.rows.find(([first]) => first !== undefined && shown(first.value, ZONE, 'en') === row);
  const value = cells?.[index]?.value;
  assert.ok(value !== undefined, `${column} of ${row ?? 'all'}`);
  return shown(value, ZONE, 'en');
}

test('V41: a call ended within 5 s of the greeting and one marked by the operator stand apart, and leave both ratios', async () => {
  const calls = await build(twenty(), 'calls');
  assert.equal(cell(calls, 'misdirected'), '2');
  assert.equal(cell(calls, 'answer-rate'), '77.8% (14/18)');
  assert.equal(cell(calls, 'missed-rate'), '22.2% (4/18)');
  assert.equal(cell(calls, 'missed-calls'), '4');
  // What is no share of expected calls has them still.
  assert.equal(cell(calls, 'answered'), '15');
  assert.equal(cell(calls, 'abandonment-rate'), '16.7% (3/18)');
  const guide = await readFile('docs/metrics.md', 'utf8');
  assert.ok(guide.includes('answered 14 / (20 − 2) = 77.8 %, missed (3 + 1) / (20 − 2) = 22.2 %'));
});

test('V41: they are told by number, by tag and by disposition, and nobody has to call them back', async () => {
  const facts = twenty();
  assert.equal(cell(await build(facts, 'sources'), 'misdirected', '+35920000001'), '2');
  const ended = await build(facts, 'dispositions');
  assert.deepEqual(
    ['answered', 'left in menu', 'abandoned'].map((row) => cell(ended, 'misdirected', row)),
    ['1', '1', '0'],
  );
  const [stillToBeCalled] = (await build({ ...facts, conversations: [] }, 'to-call-back')).tables;
  assert.equal(stillToBeCalled?.rows.length, 1);
  assert.deepEqual(stillToBeCalled.rows[0]?.[1]?.value, { unit: 'count', value: 4 });
});

test('V41: the report of a day counts the same', async () => {
  const day = await buildDailyReport(readerOf(twenty()), { date: FIRST, zone: ZONE, now: BOTH.to });
  assert.equal(day.calls.misdirected, 2);
  assert.deepEqual(day.calls.answerRate, { numerator: 14, denominator: 18 });
  assert.match(renderTable(day), /short-abandoned 0, misdirected 2\n/);
  assert.match(renderTable(day), /answer rate 77\.8% \(14\/18\)/);
});

test('an agent may say so after the day in which the call came, of any of its conversations', async () => {
  const facts = twenty();
  const late = { call: 'c1', startedAt: BOTH.to + 1, settledAt: BOTH.to + 2, wrongNumber: true };
  facts.calls = facts.calls.map((call) => (call.call === 'c1' ? { ...call, endedAt: BOTH.to + 2 } : call));
  facts.outcomes.push(anOutcome({ ...late, conversation: 't1-second' }));
  assert.equal(cell(await build(facts, 'calls'), 'misdirected'), '3');
});

test('a mark of any other name, and another word of an agent, take a call for what it is', async () => {
  const facts = twenty();
  facts.calls = facts.calls.map((call) => ({ ...call, marks: ['misdirected-once', 'escalated'] }));
  facts.outcomes = facts.outcomes.map((outcome) => ({
    ...outcome,
    outcome: 'wrong-number',
    wrongNumber: false,
  }));
  const calls = await build(facts, 'calls');
  assert.equal(cell(calls, 'misdirected'), '0');
  assert.equal(cell(calls, 'answer-rate'), '75.0% (15/20)');
});
