import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordingFact } from '../../src/core/milestone.js';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import { localDay } from '../../src/reports/local-day.js';
import { checkRows } from '../../src/reports/render/head.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import { isSameNumber, normalNumber } from '../../src/reports/telephone-number.js';
import { aBlockedOutgoing, anOutgoing } from '../store/sample-facts.js';
import { factsOf, stateOf } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, numbersOf, SECOND, ZONE } from './two-days.js';

function filters(change: Partial<Filters>): { readonly filters: Filters } {
  return { filters: { ...NO_FILTERS, ...change } };
}

test('C44: the journal finds a caller by his number in any usual writing', async () => {
  const facts = factsOf([
    { at: BOTH.from, waitMs: 9_000 },
    { at: BOTH.from + 1, waitMs: 9_000 },
  ]);
  facts.calls = facts.calls.map((call, index) => (index === 0 ? call : { ...call, from: '+359881234567' }));
  for (const caller of [
    '+359 880 000 001',
    '00359880000001',
    '0880 000 001',
    '0880-000-001',
    '880000001',
    '0001',
  ]) {
    const { tables } = await build(facts, 'journal', filters({ caller }));
    assert.deepEqual(
      tables[0]?.rows.map((row) => row[1]?.value.unit === 'phone' && row[1].value.value),
      ['+359880000001'],
      caller,
    );
  }
  assert.equal(isSameNumber('001', '+359880000001'), false);
  assert.equal(isSameNumber('+359880000101', '101'), false);
  assert.equal(normalNumber('0880 000 001', 'BG'), '+359880000001');
  assert.equal(normalNumber('0880 000 001', null), '0880 000 001');
});

test('the journal names the recordings of each call, also those begun after midnight, and no failed one', async () => {
  const facts = factsOf([
    { at: BOTH.to - 2_000, waitMs: 1_000, answeredBy: 'anna', talkMs: 60_000 },
    { at: BOTH.to - 1_000, waitMs: 9_000 },
  ]);
  const recording = (
    id: string,
    startedAt: number,
    result: 'recorded' | 'failed' = 'recorded',
  ): RecordingFact => ({
    ...{ recording: id, call: 'c1', conversation: 't1', queue: 'sales', agent: 'anna', startedAt, result },
    ...{ endedAt: startedAt + 9_000, durationMs: 9_000, failure: result === 'failed' ? 'refused' : null },
  });
  facts.recordings = [
    recording('2026/03/29/one', BOTH.to - 1_000),
    recording('2026/03/29/failed', BOTH.to, 'failed'),
    recording('2026/03/30/two', BOTH.to + 59_000),
  ];
  const { tables } = await build(facts, 'journal');
  const column = tables[0]?.columns.findIndex(({ key }) => key === 'recording') ?? -1;
  assert.deepEqual(
    tables[0]?.rows.map((row) => row[column]?.value),
    [
      { unit: 'text', value: '2026/03/29/one, 2026/03/30/two' },
      { unit: 'text', value: '' },
    ],
  );
});

test('C43: who was missed is to be called back until somebody talks with him, and again when he is missed again', async () => {
  const facts = factsOf([
    { at: BOTH.from + HOUR, waitMs: 9_000 },
    { at: BOTH.from + 2 * HOUR, waitMs: 12_000 },
    { at: BOTH.from + 3 * HOUR, waitMs: 30_000 },
    { at: BOTH.from + 4 * HOUR, waitMs: 5_000, answeredBy: 'anna' },
    { at: BOTH.from + 5 * HOUR, waitMs: 2_000 },
    { at: BOTH.from + 6 * HOUR, waitMs: 9_000 },
  ]);
  const numbers = ['1', '1', '2', '2', '3', '2'].map((tail) => `+35988000000${tail}`);
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: numbers[index] ?? null }));
  const { tables } = await build(facts, 'to-call-back');
  const [still, reached] = tables.map((table) =>
    table.rows.map((row) => row.map(({ value }) => numbersOf(value)[0])),
  );
  assert.deepEqual(
    still?.map(([caller, tries]) => [caller, tries]),
    [
      ['+359880000001', 2],
      ['+359880000002', 1],
    ],
  );
  assert.deepEqual(
    reached?.map((row) => [row[0], row[1], row.at(-1)]),
    [['+359880000002', 1, HOUR + 5_000]],
  );
});

test('who hung up while he was handed over is missed, and to be called back until somebody talks with him after that', async () => {
  const answered = { waitMs: 4_000, answeredBy: 'anna', talkMs: 60_000 };
  const facts = factsOf([
    { at: BOTH.from + HOUR, ...answered },
    { at: BOTH.from + 2 * HOUR, ...answered },
    { at: BOTH.from + 3 * HOUR, ...answered },
  ]);
  const numbers = ['1', '2', '2'].map((tail) => `+35988000000${tail}`);
  facts.calls = facts.calls.map((call, index) => ({
    ...{ ...call, from: numbers[index] ?? null },
    marks: index < 2 ? ['abandoned-after-transfer'] : [],
  }));
  const { tables } = await build(facts, 'to-call-back');
  const callers = tables.map(({ rows }) => rows.map((row) => row.map(({ value }) => numbersOf(value)[0])[0]));
  assert.deepEqual(callers, [['+359880000001'], ['+359880000002']]);
});

test('V28: who was reached by a callback is not to be called back any more', async () => {
  const facts = factsOf([
    { at: BOTH.from + HOUR, waitMs: 9_000 },
    { at: BOTH.from + 2 * HOUR, waitMs: 9_000 },
  ]);
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: `+35988000000${index}` }));
  facts.calledBack = [{ number: '+359880000001', at: BOTH.from + 3 * HOUR }];
  const { tables } = await build(facts, 'to-call-back');
  const callers = tables.map(({ rows }) => rows.map((row) => row.map(({ value }) => numbersOf(value)[0])[0]));
  assert.deepEqual(callers, [['+359880000000'], ['+359880000001']]);
});

test('V28: whom an agent has called and reached is not to be called back any more', async () => {
  const missed = ['+359880000000', '+359880000001', '+359880000002'];
  const facts = factsOf(
    missed.map((_from, index) => ({ at: BOTH.from + (index + 1) * HOUR, waitMs: 9_000 })),
  );
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: missed[index] ?? null }));
  const talkStartedAt = BOTH.from + 5 * HOUR;
  const askedAt = talkStartedAt - 9_000;
  const numberless = anOutgoing({ number: '', askedAt, talkStartedAt });
  facts.outgoing = [
    anOutgoing({ number: '+359880000001', askedAt, talkStartedAt }),
    aBlockedOutgoing({ number: '+359880000002', askedAt, result: 'no-answer', refusal: null }),
    numberless,
  ];
  const { tables } = await build(facts, 'to-call-back');
  const callers = tables.map(({ rows }) => rows.map((row) => row.map(({ value }) => numbersOf(value)[0])[0]));
  assert.deepEqual(callers, [['+359880000000', '+359880000002'], ['+359880000001']]);
});

test('C39, C40: sessions over midnight are split by date', async () => {
  const facts = factsOf([]);
  const midnight = localDay(SECOND, ZONE).from;
  facts.states = [
    stateOf('anna', 'signed-out', BOTH.from - HOUR, midnight - HOUR),
    stateOf('anna', 'available', midnight - HOUR, midnight + HOUR),
    stateOf('anna', 'talking', midnight + HOUR, midnight + 2 * HOUR),
    stateOf('anna', 'signed-out', midnight + 2 * HOUR, BOTH.to),
  ];
  const { tables } = await build(facts, 'agent-time');
  assert.deepEqual(
    tables[1]?.rows.map((row) => row.map(({ value }) => numbersOf(value)[0])),
    [
      ['anna', FIRST, midnight - HOUR, midnight, HOUR],
      ['anna', SECOND, midnight, midnight + 2 * HOUR, 2 * HOUR],
    ],
  );
  const column = tables[0]?.columns.findIndex(({ key }) => key === 'signed-in') ?? -1;
  assert.deepEqual(
    tables[0]?.rows.map((row) => numbersOf(row[column]?.value ?? { unit: 'text', value: '' })[0]),
    [HOUR, 2 * HOUR],
  );
});

test('what is made of agents’ time is left out where the report is narrowed to a queue, and it says so', async () => {
  const facts = factsOf([{ at: BOTH.from, waitMs: 9_000, answeredBy: 'anna' }]);
  facts.states = [stateOf('anna', 'available', BOTH.from - HOUR, BOTH.to)];
  const narrowed = await build(facts, 'agents', filters({ queues: ['sales'] }));
  assert.ok(!narrowed.tables[0]?.columns.some(({ key }) => key === 'load'));
  assert.match(narrowed.notes.join(' '), /Left out is whatever is made of agents' time/);
  const whole = await build(facts, 'agents', filters({ agents: ['anna'] }));
  assert.ok(whole.tables[0]?.columns.some(({ key }) => key === 'load'));
});

test('every report stands an empty period, in both languages', async () => {
  for (const name of REPORT_NAMES) {
    for (const language of ['en', 'ru'] as const) {
      const document = await build(factsOf([]), name, { language });
      const { balance, tables } = document;
      assert.equal(balance, 'balanced');
      assert.ok(tables.length > 0);
      const words = checkRows({ ...document, language }).map(([, name = '']) => name);
      assert.ok(
        words.every((each) => /[а-я]/.test(each) === (language === 'ru')),
        words.join('; '),
      );
    }
  }
});

test('a call with two tags stands in both rows, and once in the total', async () => {
  const facts = factsOf([{ at: BOTH.from, waitMs: 9_000 }]);
  facts.calls = facts.calls.map((call) => ({ ...call, tags: ['site', 'promo'] }));
  const { tables } = await build(facts, 'sources');
  const rows = tables[1]?.rows.map((row) => row.slice(0, 2).map(({ value }) => numbersOf(value)[0]));
  assert.deepEqual(rows, [
    ['promo', 1],
    ['site', 1],
  ]);
  assert.deepEqual(tables[1]?.total?.[1]?.value, { unit: 'count', value: 1 });
});

test('C30: who calls a closed office and gives up is not missed', async () => {
  const facts = factsOf([
    { at: BOTH.from, waitMs: 9_000 },
    { at: BOTH.from + 1, waitMs: 9_000 },
  ]);
  facts.calls = facts.calls.map((call, index) => ({ ...call, inHours: index === 0 }));
  const { tables } = await build(facts, 'calls', { interval: 'month' });
  const cell = (name: string): unknown =>
    tables[0]?.total?.[tables[0].columns.findIndex(({ key }) => key === name)]?.value;
  assert.deepEqual(cell('missed-calls'), { unit: 'count', value: 1 });
  assert.deepEqual(cell('missed-rate'), { unit: 'share', ratio: { numerator: 1, denominator: 1 } });
});

test('C38: of the ways in which an offer ends, four are the agent’s to answer for', async () => {
  const results = [
    'no-answer',
    'busy',
    'declined',
    'unreachable',
    'lost-race',
    'caller-left',
    'withdrawn',
  ] as const;
  const rungBefore = results.map((result) => ['vera', result] as const);
  const facts = factsOf([{ at: BOTH.from, waitMs: 9_000, answeredBy: 'anna', rungBefore }]);
  const { tables } = await build(facts, 'agents');
  const rows = tables[0]?.rows.map((row) => row.slice(0, 3).map(({ value }) => numbersOf(value)[0]));
  assert.deepEqual(rows, [
    ['anna', 1, 0],
    ['vera', 0, 4],
  ]);
});
