import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingFact } from '../../src/core/milestone.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { aBlockedOutgoing, anOutgoing } from '../store/sample-facts.js';
import { factsOf } from './day-of-calls.js';
import { BOTH, build, numbersOf } from './two-days.js';

const MINUTE = 60_000;

function cell(table: Table | undefined, key: string, row = 0): (number | string | null)[] {
  const index = table?.columns.findIndex((column) => column.key === key) ?? -1;
  const found = table?.rows[row]?.[index];
  assert.ok(found !== undefined, `${key} in ${JSON.stringify(table?.columns.map((column) => column.key))}`);
  return numbersOf(found.value);
}

function made(index: number, change: Partial<OutgoingFact> = {}): OutgoingFact {
  const askedAt = BOTH.from + index * MINUTE;
  const common = { call: `made-${index}`, askedAt, dialledAt: askedAt + 1, endedAt: askedAt + 2 };
  const number = `+359880${String(index).padStart(6, '0')}`;
  return anOutgoing({ ...common, number, conversation: `made-talk-${index}`, ...change });
}

test('a call that the policy forbids is asked for and not made, and nobody was called', async () => {
  const facts = factsOf([]);
  facts.outgoing = [aBlockedOutgoing({ askedAt: BOTH.from })];
  const { tables } = await build(facts, 'agents');
  assert.deepEqual([cell(tables[1], 'calls-made'), cell(tables[1], 'clients-called')], [[0], [0]]);
  assert.deepEqual(cell(tables[2], 'calls-asked-for'), [1]);
});

test('calls that agents make are narrowed by agent and number, and left out where a queue, a tag or a disposition is asked for', async () => {
  const facts = factsOf([{ at: BOTH.from, waitMs: 1_000, answeredBy: 'anna' }]);
  facts.outgoing = [made(0), made(1, { agent: 'boris' })];
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
