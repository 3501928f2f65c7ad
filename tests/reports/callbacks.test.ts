import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentStateFact, CallbackAttemptFact, CallbackFact } from '../../src/core/milestone.js';
import { shown } from '../../src/reports/render/values.js';
import type { Filters } from '../../src/reports/slicing/filters.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import { aCallback, aCallbackAsked, anAttempt, anOutcome } from '../store/sample-facts.js';
import { factsOf, stateOf, type Facts } from './day-of-calls.js';
import { BOTH, build, HOUR, numbersOf } from './two-days.js';

const MINUTE = 60_000;

function over(number: string, change: Partial<CallbackFact>): CallbackFact {
  const askedAt = BOTH.from + HOUR;
  return aCallback({
    ...{ callback: `cb-${number}`, number, askedAt, endedAt: askedAt + 10 * MINUTE },
    ...change,
  });
}

/** Two abandons reached after 10 and 30 minutes, one expired, one cancelled; one asked for and refused, one open. */
function facts(): Facts {
  const all = factsOf([{ at: BOTH.from, waitMs: 9_000, answeredBy: 'boris' }]);
  all.calls = all.calls.map((call) => ({ ...call, tags: ['late'] }));
  const abandon = { origin: 'abandon', tries: 1 } as const;
  all.callbacks = [
    over('+359880000001', abandon),
    over('+359880000002', { ...abandon, agent: 'boris', endedAt: BOTH.from + HOUR + 30 * MINUTE }),
    over('+359880000003', { ...abandon, end: 'expired', tries: 2, agent: null }),
    over('+359880000004', { ...abandon, end: 'cancelled', tries: 0 }),
    over('+359880000005', { end: 'refused', reason: 'not-allowed', tries: 0, agent: null }),
    over('+359880000006', { askedAt: BOTH.to }),
  ];
  all.openCallbacks = [
    aCallbackAsked({ number: '+359880000007', askedAt: BOTH.from }),
    aCallbackAsked({ number: '+359880000008', askedAt: BOTH.from - 1 }),
  ];
  return all;
}

async function rowsOf(change: Partial<Filters> = {}): Promise<(number | string | null)[][][]> {
  const { tables } = await build(facts(), 'callbacks', { filters: { ...NO_FILTERS, ...change } });
  return tables.map(({ rows }) => rows.map((row) => row.map(({ value }) => numbersOf(value)).flat()));
}

test('S8: what came of callbacks, by queue and by who asked, with those that expired in the report', async () => {
  const [summary, notReached, open] = await rowsOf();
  assert.deepEqual(summary, [
    // callbacks, reached, not reached, expired, cancelled, refused, open, share, tries, mean time, talk, AHT.
    ['sales', 'hung up waiting', 4, 2, 0, 1, 1, 0, 0, 2, 3, 4, 40 * MINUTE, 2, 0, 0, 0, 0],
    ['sales', 'asked for in a call', 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ['sales', 'asked for by another system', 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ]);
  assert.deepEqual(
    notReached?.map((row) => [row[0], row[5], row[7], row[8]]),
    [
      ['+359880000003', 2, 'expired', ''],
      ['+359880000005', 0, 'refused', 'not-allowed'],
    ],
  );
  assert.deepEqual(
    open?.map((row) => row[0]),
    ['+359880000007'],
  );
});

test('the report of callbacks is narrowed by queue, agent and number', async () => {
  const callbacks = async (change: Partial<Filters>): Promise<number> =>
    (await rowsOf(change))[0]?.reduce((sum, row) => sum + Number(row[2]), 0) ?? 0;
  assert.equal(await callbacks({ queues: ['sales'] }), 6);
  assert.equal(await callbacks({ caller: '+359 88 000 0007' }), 1);
  assert.equal(await callbacks({ agents: ['boris'] }), 1);
  assert.equal(await callbacks({ tags: ['late'] }), 0);
});

test('what came of a talk with somebody called back makes no row where calls are told apart by number and tag', async () => {
  const all = facts();
  all.outcomes = [anOutcome({ call: 'called-back', startedAt: BOTH.from + HOUR })];
  const { tables } = await build(all, 'sources');
  const rows = tables.map((table) => table.rows.map((row) => row.map(({ value }) => numbersOf(value)[0])[0]));
  assert.deepEqual(rows, [[all.calls[0]?.dialled], ['late']]);
  const [queues] = (await build(all, 'outcomes')).tables;
  assert.equal(queues?.rows.length, 1);
});

test('talks with those who were called back have a mean length and an AHT of their own', async () => {
  const all = facts();
  const attempt = (of: string, change: Partial<CallbackAttemptFact>): CallbackAttemptFact =>
    anAttempt({
      callback: `cb-${of}`,
      attempt: `try-${of}-${all.callbackAttempts.length}`,
      offeredAt: BOTH.from + HOUR + 1,
      ...change,
    });
  all.callbackAttempts.push(
    attempt('+359880000001', { conversation: 'back-1', talkMs: 120_000, endedAt: BOTH.from + 2 * HOUR }),
    attempt('+359880000002', { conversation: null, talkMs: 0, result: 'no-answer' }),
    attempt('+359880000002', { conversation: 'back-2', talkMs: 60_000, endedAt: BOTH.from + 2 * HOUR }),
    // The agent has talked with him otherwise, and these belong to nobody who was reached in the period.
    attempt('+359880000004', { conversation: 'back-4', talkMs: 999_000 }),
    attempt('+359880000006', { conversation: 'back-6', talkMs: 999_000 }),
  );
  const notes = (conversation: string, from: number, ms: number): AgentStateFact => ({
    ...stateOf('anna', 'wrap-up', from, from + ms),
    conversation,
  });
  all.states.push(
    notes('back-1', BOTH.from + 2 * HOUR, 30_000),
    notes('another', BOTH.from + 3 * HOUR, 50_000),
  );
  const { tables } = await build(all, 'callbacks');
  const row = tables[0]?.rows[0]?.slice(-2).map(({ value }) => shown(value, 'UTC', 'en'));
  assert.deepEqual(row, ['1:30', '1:45']);
});
