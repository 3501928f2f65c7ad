import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localTime } from '../../src/core/calendar.js';
import type { RecordingFact } from '../../src/core/milestone.js';
import { buildReport, type ReportRequest } from '../../src/reports/build-report.js';
import { CATALOGUE, REPORT_NAMES, type ReportName } from '../../src/reports/catalogue/all.js';
import { INDICATOR_NAMES, INDICATORS } from '../../src/reports/indicators/all.js';
import { intervalsOf, INTERVALS } from '../../src/reports/intervals.js';
import { localDay } from '../../src/reports/local-day.js';
import { checkRows } from '../../src/reports/render/head.js';
import { namedDays } from '../../src/reports/report-period.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import { isSameNumber, normalNumber } from '../../src/reports/telephone-number.js';
import type { Table, Value } from '../../src/reports/table.js';
import { factsOf, readerOf, stateOf, type Caller, type Facts } from './day-of-calls.js';

const ZONE = 'Europe/Sofia';
const HOUR = 3_600_000;
/** The second of these days has 23 hours. */
const [FIRST, SECOND] = ['2026-03-28', '2026-03-29'];
const BOTH = { from: localDay(FIRST, ZONE).from, to: localDay(SECOND, ZONE).to };

function build(facts: Facts, name: ReportName, change: Partial<ReportRequest> = {}): Promise<ReportDocument> {
  return buildReport(readerOf(facts), {
    ...{
      name,
      report: CATALOGUE[name],
      days: { from: FIRST, to: SECOND },
      zone: ZONE,
      language: 'en' as const,
    },
    ...{ interval: null, filters: NO_FILTERS, against: null, longMs: 600_000, now: BOTH.to },
    ...change,
  });
}

const aCaller: fc.Arbitrary<Caller> = fc.record(
  {
    at: fc.integer({ min: BOTH.from, max: BOTH.to - 1 }),
    waitMs: fc.integer({ min: 0, max: 60_000 }),
    talkMs: fc.integer({ min: 0, max: HOUR }),
    queue: fc.constantFrom('sales', 'support', null),
    answeredBy: fc.constantFrom('anna', 'boris'),
  },
  { requiredKeys: ['at', 'waitMs', 'talkMs', 'queue'] },
);
const someFacts = fc
  .tuple(
    fc.array(aCaller, { maxLength: 30 }),
    fc.array(fc.integer({ min: 1, max: 9 * HOUR }), { maxLength: 12 }),
  )
  .map(([callers, lengths]) => withStates(factsOf(callers), lengths));

function withStates(facts: Facts, lengths: readonly number[]): Facts {
  const states = ['available', 'talking', 'wrap-up', 'paused'] as const;
  for (const agent of ['anna', 'boris']) {
    let at = BOTH.from - HOUR;
    lengths.forEach((length, index) => {
      facts.states.push(stateOf(agent, states[index % 4] ?? 'paused', at, (at += length)));
    });
    facts.states.push(stateOf(agent, 'signed-out', at, Math.max(at, BOTH.to) + 1));
  }
  return facts;
}

/** Additive figures of a table's rows by row and column; a ratio gives its two numbers. */
function additive(table: Table | undefined, keys: number, into: Map<string, number>): Map<string, number> {
  for (const row of table?.rows ?? []) {
    const name = row
      .slice(0, keys)
      .map(({ value }) => String(numbersOf(value)[0]))
      .join(' ');
    row.forEach(({ value }, index) => {
      const column = INDICATOR_NAMES.find((each) => each === table?.columns[index]?.key);
      if (column === undefined || INDICATORS[column].additive !== 'additive') return;
      numbersOf(value).forEach((number, part) => {
        const key = `${name} ${column} ${part}`;
        into.set(key, (into.get(key) ?? 0) + Number(number));
      });
    });
  }
  return new Map([...into].filter(([, value]) => value !== 0).sort());
}

function numbersOf(value: Value): (number | string | null)[] {
  return 'ratio' in value ? [value.ratio.numerator, value.ratio.denominator] : [value.value];
}

test('report(day 1) + report(day 2) = report(both) for every additive column, over a clock change', async () => {
  await fc.assert(
    fc.asyncProperty(someFacts, async (facts) => {
      for (const name of ['queues', 'agents', 'sources', 'dispositions', 'offers'] as const) {
        const both = additive((await build(facts, name)).tables[0], 1, new Map());
        let sum = new Map<string, number>();
        for (const day of [FIRST, SECOND])
          sum = additive((await build(facts, name, { days: { from: day, to: day } })).tables[0], 1, sum);
        assert.deepEqual(sum, both, name);
      }
    }),
    { numRuns: 25 },
  );
});

test('every interval neither loses nor doubles: its rows sum to the whole', async () => {
  await fc.assert(
    fc.asyncProperty(someFacts, fc.constantFrom(...INTERVALS), async (facts, interval) => {
      const { tables } = await build(facts, 'calls', { interval });
      const entered = tables[0]?.rows.map((row) =>
        Number(numbersOf(row[1]?.value ?? { unit: 'text', value: '' })[0]),
      );
      assert.equal(
        entered?.reduce((a, b) => a + b, 0),
        facts.calls.length,
      );
      const whole = additive((await build(facts, 'agents')).tables[0], 1, new Map());
      const [parts] = (await build(facts, 'agents', { interval })).tables;
      const withoutTime = {
        ...parts,
        rows: parts?.rows.map((row) => row.slice(1)),
        columns: parts?.columns.slice(1),
      };
      assert.deepEqual(additive(withoutTime as Table, 1, new Map()), whole);
    }),
    { numRuns: 25 },
  );
});

test('the order of the facts does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(someFacts, async (facts) => {
      const turned = {
        ...facts,
        ...{
          calls: facts.calls.toReversed(),
          visits: facts.visits.toReversed(),
          offers: facts.offers.toReversed(),
        },
        ...{ conversations: facts.conversations.toReversed(), states: facts.states.toReversed() },
      };
      for (const name of ['queues', 'agents', 'agent-time', 'dispositions', 'to-call-back'] as const)
        assert.deepEqual((await build(turned, name)).tables, (await build(facts, name)).tables, name);
    }),
    { numRuns: 20 },
  );
});

test('intervals follow one another without hole, in every zone, and are what the clock shows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.constantFrom(...INTERVALS),
      fc.constantFrom('Europe/Sofia', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
      (from, interval, zone) => {
        const period = { from, to: from + 3 * 24 * HOUR };
        const parts = intervalsOf(period, interval, zone);
        assert.equal(parts[0]?.from, period.from);
        assert.equal(parts.at(-1)?.to, period.to);
        parts.forEach((part, index) => {
          assert.ok(part.to > part.from);
          if (index === 0) return;
          assert.equal(part.from, parts[index - 1]?.to);
          if (interval === '15min') assert.equal(localTime(zone, part.from).minute % 15, 0);
        });
      },
    ),
  );
});

test('a day has 23 hours where the clock jumps, 25 where it goes back, 92 and 100 quarters', () => {
  const lengths = (date: string): number[] =>
    (['15min', 'hour', 'day'] as const).map(
      (interval) => intervalsOf(localDay(date, ZONE), interval, ZONE).length,
    );
  assert.deepEqual(lengths('2026-03-29'), [92, 23, 1]);
  assert.deepEqual(lengths('2026-10-25'), [100, 25, 1]);
  assert.deepEqual(lengths('2026-03-30'), [96, 24, 1]);
});

test('weeks begin on Monday, months on the first; named periods are what they say', () => {
  const month = { from: localDay('2026-03-01', ZONE).from, to: localDay('2026-04-30', ZONE).to };
  assert.equal(intervalsOf(month, 'month', ZONE).length, 2);
  const [first, second] = intervalsOf(month, 'week', ZONE);
  assert.equal(first?.to, localDay('2026-03-02', ZONE).from);
  assert.equal(second?.to, localDay('2026-03-09', ZONE).from);
  const now = localDay('2026-03-04', ZONE).from + HOUR;
  assert.deepEqual(namedDays('yesterday', now, ZONE), { from: '2026-03-03', to: '2026-03-03' });
  assert.deepEqual(namedDays('last-week', now, ZONE), { from: '2026-02-23', to: '2026-03-01' });
  assert.deepEqual(namedDays('last-month', now, ZONE), { from: '2026-02-01', to: '2026-02-28' });
  assert.deepEqual(namedDays('this-month', now, ZONE), { from: '2026-03-01', to: '2026-03-04' });
});

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

test('C48: a period beside an earlier one, with the change of each figure', async () => {
  const callers = [0, 1, 2, 3].map((index) => ({
    at: localDay(SECOND, ZONE).from + index,
    waitMs: 9_000,
    answeredBy: 'anna',
  }));
  const facts = factsOf([
    { at: BOTH.from, waitMs: 9_000, answeredBy: 'anna' },
    { at: BOTH.from + 1, waitMs: 9_000 },
    ...callers,
  ]);
  const { tables } = await build(facts, 'comparison', { days: { from: SECOND, to: SECOND } });
  const [entered] = tables[0]?.rows ?? [];
  assert.deepEqual(
    entered?.slice(1).map(({ value }) => numbersOf(value)),
    [[4], [2], [2, 2]],
  );
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

test('V03: the share of calls by source', async () => {
  const facts = factsOf(Array.from({ length: 25 }, (_, index) => ({ at: BOTH.from + index, waitMs: 9_000 })));
  facts.calls = facts.calls.map((call, index) => ({ ...call, tags: index < 16 ? ['site'] : [] }));
  const { tables } = await build(facts, 'sources');
  const rows = tables[1]?.rows.map((row) => [
    numbersOf(row[0]?.value ?? { unit: 'text', value: '' })[0],
    ...numbersOf(row[2]?.value ?? { unit: 'text', value: '' }),
  ]);
  assert.deepEqual(rows, [
    ['site', 16, 25],
    ['no tag', 9, 25],
  ]);
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
