import assert from 'node:assert/strict';
import { aRecording } from '../../store/sample-facts.js';
import { factsOf, noFacts } from '../day-of-calls.js';
import { at, MINUTE } from './centre.js';
import { answered, changed, made, numberOf, oneByOne, times } from './people.js';
import { numbersOf, rowsOf, tableOf, totalOf } from './reading.js';
import type { Row } from './row.js';

/** Six people, some of them twice, in two ways of writing. */
const WRITTEN = [
  ...['89160000001', '+79160000001', '89160000002', '+79160000002', '89160000003', '+79160000003'],
  ...['+79160000001', '89160000004', '+79160000005', '89160000006'],
];

/** Calls that agents make. */
export const ROWS_OF_CALLS_MADE: readonly Row[] = [
  {
    row: 'C34',
    says: '31 of 50 outbound calls were answered; busy, no answer and failed stand apart',
    play: async (centre) => {
      const facts = noFacts();
      const came = [...times(31, MINUTE), ...times(9, 'busy' as const), ...times(7, 'no-answer' as const)];
      facts.outgoing = [...came, ...times(3, 'failed' as const)].map((each, index) => made(index, each));
      await centre.record(facts);
      const report = await centre.report('agents');
      assert.deepEqual(
        rowsOf(tableOf(report, 1), ['calls-made', 'calls-made-answered', 'calls-made-answer-rate']),
        [['50', '31', '62.0% (31/50)']],
      );
      assert.deepEqual(rowsOf(tableOf(report, 2), ['made-result', 'calls-asked-for']), [
        ['answered', '31'],
        ['busy', '9'],
        ['failed', '3'],
        ['no answer', '7'],
      ]);
    },
  },
  {
    row: 'C35',
    says: 'of outgoing talks of 29, 30, 31 and 95 s two are longer than 30 s',
    play: async (centre) => {
      const facts = noFacts();
      facts.outgoing = [29, 30, 31, 95].map((seconds, index) => made(index, seconds * 1_000));
      await centre.record(facts);
      assert.deepEqual(numbersOf(tableOf(await centre.report('agents'), 1), 'calls-made-long'), [2]);
      assert.equal(
        await centre.number('SELECT COUNT(*) FROM outgoing_calls WHERE talk_ms > 30000'),
        2,
        'and by hand',
      );
    },
  },
  {
    row: 'C36',
    says: 'ten calls with six people are 10 and 6, in either direction, whether written with 8 or with +7',
    play: async (centre) => {
      const facts = factsOf(oneByOne(times(10, answered(1_000))));
      changed(facts, (_, index) => ({ from: WRITTEN[index] ?? null }));
      facts.outgoing = WRITTEN.map((number, index) => made(index, MINUTE, { number }));
      const plan = { company: { country: 'RU' }, queues: {}, agents: {}, numbers: {} };
      facts.plans.set('plan-1', JSON.stringify(plan));
      await centre.record(facts);
      const calls = tableOf(await centre.report('calls'));
      assert.deepEqual(totalOf(calls, ['entered', 'unique-callers']), ['10', '6']);
      const report = await centre.report('agents');
      assert.deepEqual(totalOf(tableOf(report), ['offers-answered', 'unique-clients']), ['10', '6']);
      assert.deepEqual(totalOf(tableOf(report, 1), ['calls-made', 'clients-called']), ['10', '6']);
    },
  },
  {
    row: 'S17',
    says: 'of 200 calls to 120 sellers 180 were successful and 150 over 30 s; one who disputes a price is found',
    play: async (centre) => {
      const facts = noFacts();
      facts.outgoing = Array.from({ length: 200 }, (_, index) => {
        const came = index < 20 ? 'busy' : index < 50 ? 10_000 : 31_000 + index * 100;
        return made(index, came, { number: numberOf(1_000 + (index % 120)) });
      });
      const startedAt = at('09:00') + 130 * MINUTE + 5_000;
      facts.recordings = [aRecording({ call: 'made-130', recording: 'made-130-rec', startedAt })];
      facts.plans.set('plan-a', JSON.stringify({ company: { country: 'BG' }, queues: {}, agents: {} }));
      await centre.record(facts);
      const calls = tableOf(await centre.report('agents'), 1);
      assert.deepEqual(
        rowsOf(calls, ['agent', 'calls-made', 'calls-made-answered', 'calls-made-long', 'clients-called']),
        [['anna', '200', '180', '150', '120']],
      );
      for (const caller of ['0880 001 010', '+359 (88) 0001010', '00359880001010']) {
        const found = tableOf(await centre.report('journal', { caller }), 1);
        assert.deepEqual(rowsOf(found, ['call', 'recording']), [
          ['made-10', ''],
          ['made-130', 'made-130-rec'],
        ]);
      }
      assert.equal(tableOf(await centre.report('journal'), 1).rows.length, 200);
    },
  },
];
