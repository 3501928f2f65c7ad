import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildReport } from '../../src/reports/build-report.js';
import { CATALOGUE, type ReportName } from '../../src/reports/catalogue/all.js';
import type { OutgoingFact } from '../../src/core/milestone.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { scratchFolder } from '../store/databases.js';
import { aBlockedOutgoing, anOutgoing, aRecording, silentLog, T0 } from '../store/sample-facts.js';
import { factsOf } from './day-of-calls.js';
import { BOTH, build, numbersOf, ZONE } from './two-days.js';

const MINUTE = 60_000;

function cell(table: Table | undefined, key: string, row = 0): (number | string | null)[] {
  const index = table?.columns.findIndex((column) => column.key === key) ?? -1;
  const found = table?.rows[row]?.[index];
  assert.ok(found !== undefined, `${key} in ${JSON.stringify(table?.columns.map((column) => column.key))}`);
  return numbersOf(found.value);
}

function made(index: number, talkMs: number | null, change: Partial<OutgoingFact> = {}): OutgoingFact {
  const askedAt = BOTH.from + index * MINUTE;
  const common = { call: `made-${index}`, askedAt, dialledAt: askedAt + 1, endedAt: askedAt + 2 };
  const number = `+359880${String(index).padStart(6, '0')}`;
  return talkMs === null
    ? anOutgoing({
        ...{ ...common, number, result: 'busy', answeredAt: null, conversation: null, talkMs: 0 },
        ...{ talkStartedAt: null, talkEndedAt: null, ...change },
      })
    : anOutgoing({ ...common, number, talkMs, conversation: `made-talk-${index}`, ...change });
}

test('C34: of 50 calls 31 were answered; busy, no answer and failed stand apart', async () => {
  const facts = factsOf([]);
  const results = [
    ...Array.from({ length: 9 }, () => 'busy' as const),
    ...Array.from({ length: 7 }, () => 'no-answer' as const),
    ...Array.from({ length: 3 }, () => 'failed' as const),
  ];
  facts.outgoing = [
    ...Array.from({ length: 31 }, (_, index) => made(index, MINUTE)),
    ...results.map((result, index) => made(31 + index, null, { result })),
  ];
  const { tables } = await build(facts, 'agents');
  assert.deepEqual(cell(tables[1], 'calls-made'), [50]);
  assert.deepEqual(cell(tables[1], 'calls-made-answer-rate'), [31, 50]);
  assert.deepEqual(
    tables[2]?.rows.map((row) => row.slice(1, 3).map(({ value }) => numbersOf(value)[0])),
    [
      ['answered', 31],
      ['busy', 9],
      ['failed', 3],
      ['no answer', 7],
    ],
  );
});

test('C35: of talks of 29, 30, 31 and 95 s two are longer than 30 s', async () => {
  const facts = factsOf([]);
  facts.outgoing = [29, 30, 31, 95].map((seconds, index) => made(index, seconds * 1000));
  const { tables } = await build(facts, 'agents');
  assert.deepEqual(cell(tables[1], 'calls-made-long'), [2]);
});

test('C36: ten calls with six people are ten and six, in either direction, however the numbers are written', async () => {
  const written = [
    '0880000001',
    '+359880000001',
    '0880000002',
    '+359880000002',
    '0880000003',
    '+359880000003',
  ];
  const numbers = [...written, '+359880000001', '0880000004', '+359880000005', '0880000006'];
  const facts = factsOf(
    numbers.map((_, index) => ({ at: BOTH.from + index * MINUTE, waitMs: 1_000, answeredBy: 'anna' })),
  );
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: numbers[index] ?? null }));
  facts.outgoing = numbers.map((number, index) => made(index, MINUTE, { number }));
  facts.plans.set('plan-1', JSON.stringify({ company: { country: 'BG' }, queues: {}, agents: {} }));
  const { tables } = await build(facts, 'agents');
  const [accepted, clients] = [cell(tables[0], 'offers-answered'), cell(tables[0], 'unique-clients')];
  assert.deepEqual([accepted, clients], [[10], [6]]);
  assert.deepEqual([cell(tables[1], 'calls-made'), cell(tables[1], 'clients-called')], [[10], [6]]);
});

test('C38: accepted 12, made 5, missed 3, talked for an hour in all; the week is the sum of its days', async () => {
  const rungBefore = [['anna', 'no-answer']] as const;
  const facts = factsOf(
    Array.from({ length: 12 }, (_, index) => ({
      ...{ at: BOTH.from + index * MINUTE, waitMs: 1_000, talkMs: 200_000, answeredBy: 'anna' },
      ...(index < 3 ? { rungBefore } : {}),
    })),
  );
  facts.outgoing = Array.from({ length: 5 }, (_, index) => made(index, 240_000));
  const columns = ['offers-answered', 'calls-made', 'offers-missed', 'talk-with-clients'];
  const day = await build(facts, 'agents', { days: { from: '2026-03-28', to: '2026-03-28' } });
  assert.deepEqual(
    columns.flatMap((key) => cell(day.tables[0], key)),
    [12, 5, 3, 3_600_000],
  );
  const later = (at: number): number => at + 86_400_000;
  facts.outgoing.push(...facts.outgoing.map((fact) => ({ ...fact, askedAt: later(fact.askedAt) })));
  const both = await build(facts, 'agents');
  assert.deepEqual(cell(both.tables[0], 'calls-made'), [10]);
});

test('a call that the policy forbids is asked for and not made, and nobody was called', async () => {
  const facts = factsOf([]);
  facts.outgoing = [aBlockedOutgoing({ askedAt: BOTH.from })];
  const { tables } = await build(facts, 'agents');
  assert.deepEqual([cell(tables[1], 'calls-made'), cell(tables[1], 'clients-called')], [[0], [0]]);
  assert.deepEqual(cell(tables[2], 'calls-asked-for'), [1]);
});

test('calls that agents make are narrowed by agent and number, and left out where a queue, a tag or a disposition is asked for', async () => {
  const facts = factsOf([{ at: BOTH.from, waitMs: 1_000, answeredBy: 'anna' }]);
  facts.outgoing = [made(0, MINUTE), made(1, MINUTE, { agent: 'boris' })];
  const of = async (change: Partial<Filters>): Promise<ReportDocument> =>
    build(facts, 'agents', { filters: { ...NO_FILTERS, ...change } });
  const boris = await of({ agents: ['boris'] });
  assert.deepEqual(boris.tables[1]?.rows.length, 1);
  assert.deepEqual(cell(boris.tables[1], 'agent'), ['boris']);
  assert.deepEqual(cell((await of({ caller: '0880 000 001' })).tables[1], 'calls-made'), [1]);
  const sales = await of({ queues: ['sales'] });
  assert.equal(sales.tables.length, 1);
  assert.ok(sales.tables[0]?.columns.every(({ key }) => key !== 'calls-made'));
  assert.ok(sales.notes.some((note) => note.includes('of the calls that they make')));
});

// Story S17: 200 calls, 20 of them busy, 30 of 10 s, 150 longer than 30 s, to 120 numbers.
let store: Store;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
const seller = (index: number): string => `+35988800${String(1_000 + (index % 120))}`;
before(async () => {
  folder = await scratchFolder();
  store = await openStore({ sqliteFile: join(folder.path, 'swipe.sqlite'), log: silentLog });
  await store.migrate();
  const plan = JSON.stringify({ company: { country: 'BG' }, queues: {}, agents: {}, numbers: {} });
  const calls = Array.from({ length: 200 }, (_, index) => {
    const talkMs = index < 20 ? null : index < 50 ? 10_000 : 31_000 + index * 100;
    const askedAt = T0 + index * MINUTE;
    const times = { askedAt, dialledAt: askedAt + 1_000, endedAt: askedAt + 5_000 + (talkMs ?? 0) };
    return made(index, talkMs, { number: seller(index), ...times });
  });
  await store.recorder.recordHistory([
    { kind: 'plan-in-force', version: 'plan-a', at: T0, by: 'test', plan },
    ...calls.map((fact) => ({ kind: 'outgoing-ended', ...fact }) as const),
    {
      kind: 'recording-ended',
      ...aRecording({ call: 'made-130', recording: 'made-130-rec', startedAt: T0 + 130 * MINUTE + 5_000 }),
    },
  ]);
});
after(async () => {
  await store.close();
  await folder.remove();
});

function stored(name: ReportName, filters: Partial<Filters> = {}): Promise<ReportDocument> {
  return store.atOneMoment((reader) =>
    buildReport(reader, {
      ...{ name, report: CATALOGUE[name], days: { from: '2026-03-02', to: '2026-03-02' }, zone: ZONE },
      ...{ language: 'en', interval: null, filters: { ...NO_FILTERS, ...filters }, against: null },
      ...{
        longMs: 60_000,
        withinMs: null,
        sample: { seed: null, share: 0.02 },
        standard: 7,
        now: T0 + 86_400_000,
      },
    }),
  );
}

test('S17: of 200 calls 180 were successful, 150 over 30 s, to 120 clients', async () => {
  const { tables, balance } = await stored('agents');
  const columns = ['calls-made', 'calls-made-answered', 'calls-made-long', 'clients-called'];
  assert.deepEqual(
    columns.flatMap((key) => cell(tables[1], key)),
    [200, 180, 150, 120],
  );
  assert.equal(balance, 'balanced');
});

test('S17: a seller who names another price is found by his number in any writing, with what can be heard', async () => {
  const found = await Promise.all(
    ['0888 001 010', '+359 (88) 8001010', '00359888001010'].map(
      async (caller) => (await stored('journal', { caller })).tables[1],
    ),
  );
  for (const table of found) {
    assert.deepEqual(
      [0, 1].map((row) => cell(table, 'call', row)[0]),
      ['made-10', 'made-130'],
    );
    assert.equal(table?.rows.length, 2);
    assert.deepEqual(cell(table, 'recording', 1), ['made-130-rec']);
  }
  const all = (await stored('journal')).tables[1];
  assert.equal(all?.rows.length, 200);
});
