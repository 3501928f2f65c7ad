import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransferFact } from '../../src/core/milestone.js';
import { shown } from '../../src/reports/render/values.js';
import type { Table } from '../../src/reports/table.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, ZONE } from './two-days.js';

/** Ten calls that Anna answered. */
function answered(): Facts {
  return factsOf(
    Array.from({ length: 10 }, (_, index) => ({
      at: BOTH.from + index * 60_000,
      waitMs: 4_000,
      answeredBy: 'anna',
    })),
  );
}

/** The call of this place is handed over. */
function handedOver(facts: Facts, place: number, change: Partial<TransferFact>): void {
  const talk = facts.conversations[place];
  assert.ok(talk !== undefined);
  const { call, conversation, agent, queue, endedAt } = talk;
  facts.transfers.push({
    ...{ transfer: `t${facts.transfers.length}`, call, conversation, agent, queue, way: 'blind' },
    ...{ by: 'request', target: 'agent:boris', reason: null, level: null, takenBy: 'boris', offers: 0 },
    ...{ askedAt: endedAt, answeredAt: null, handedOverAt: endedAt, endedAt: endedAt + 3_000 },
    ...{ result: 'connected', ...change },
  });
}

function rowsOf(table: Table | undefined): readonly string[] {
  assert.ok(table !== undefined);
  return table.rows.map((row) => row.map((cell) => shown(cell.value, ZONE, 'en')).join(' | '));
}

test('a call that is handed over twice counts once in the share of those who were answered', async () => {
  const facts = answered();
  handedOver(facts, 0, {});
  handedOver(facts, 0, { target: 'chain:up', level: 2, takenBy: 'mark', reason: 'refund' });
  handedOver(facts, 1, { target: 'chain:up', level: 1, takenBy: 'lena', reason: 'refund' });
  handedOver(facts, 2, { way: 'consult', result: 'refused', takenBy: null, handedOverAt: null });
  for (const [place, reason] of [
    [3, 'delivery'],
    [4, 'delivery'],
    [5, 'delivery'],
    [6, 'price'],
    [7, 'lost'],
  ] as const)
    handedOver(facts, place, { reason });
  const { tables } = await build(facts, 'transfers');
  assert.deepEqual(
    tables.map((table) => rowsOf(table).length),
    [1, 1, 3, 9],
  );
  const [share, byAgent, reasons, each] = tables.map(rowsOf);
  assert.match(share?.[0] ?? '', /^10 \| 7 \| 9 \| 70/);
  assert.match(byAgent?.[0] ?? '', /\| 9 \| 1 \| 8 \| 0 \| 0 \| 1 \| 0 \| 0 \| 0 \| 0 \| 0 \| 0$/);
  assert.deepEqual(reasons?.slice(0, 2), ['delivery | agent:boris | 3', 'refund | chain:up | 2']);
  assert.match(each?.[1] ?? '', /\| chain:up \| refund \| 2 \| /);
});
