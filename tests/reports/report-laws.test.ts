import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { INDICATOR_NAMES, INDICATORS } from '../../src/reports/indicators/all.js';
import { INTERVALS } from '../../src/reports/intervals.js';
import type { Table } from '../../src/reports/table.js';
import { factsOf, stateOf, type Caller, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, numbersOf, SECOND } from './two-days.js';

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
