import assert from 'node:assert/strict';
import type { CallEventName } from '../../../src/core/milestone.js';
import { renderTableCsv } from '../../../src/reports/render/csv.js';
import { isoTime } from '../../../src/reports/render/values.js';
import type { Table } from '../../../src/reports/table.js';
import { aRecording } from '../../store/sample-facts.js';
import { factsOf, noFacts, type Facts } from '../day-of-calls.js';
import { at, DAY, DAY_MS, MINUTE, type Asked } from './centre.js';
import { answered, changed, hungUp, inMenu, made, numberOf, oneByOne } from './people.js';
import { rowsOf, tableOf } from './reading.js';
import type { Row } from './row.js';

const STAGES: readonly CallEventName[] = [
  ...(['menu-entered', 'menu-key', 'queue-entered', 'offered', 'connected'] as const),
  ...(['transfer-asked', 'connected', 'left'] as const),
];
const [ANNA, BORIS] = [numberOf(1), numberOf(2)];
const SOUGHT = '+359880000077';

/** Calls that are looked for and found. */
export const ROWS_OF_CALLS_FOUND: readonly Row[] = [
  {
    row: 'C25',
    says: 'every stage of a call stands under its id, in order, and its number lists the calls of the client',
    play: async (centre) => {
      const facts = factsOf(oneByOne([answered(9_000), answered(9_000), hungUp(9_000)]));
      changed(facts, (_, index) => ({ from: index === 1 ? BORIS : ANNA }));
      facts.stages = STAGES.map((event, index) => ({
        ...{
          kind: 'call-event',
          call: 'c1',
          at: at('09:00') + index * 1_000,
          event,
          detail: { place: index },
        },
      }));
      await centre.record(facts);
      const stages = await centre.sql(
        "SELECT event, happened_at FROM call_events WHERE call_id = 'c1' ORDER BY sequence, item",
      );
      assert.deepEqual(
        stages.map((stage) => [stage['event'], Number(stage['happened_at'])]),
        STAGES.map((event, index) => [event, at('09:00') + index * 1_000]),
      );
      const calls = tableOf(await centre.report('journal', { caller: ANNA }));
      assert.deepEqual(rowsOf(calls, ['call']), [['c1'], ['c3']]);
    },
  },
  {
    row: 'C43',
    says: 'three missed calls from two numbers are two lines, until one is reached, in either direction, with the delay',
    play: async (centre) => {
      const facts = threeMissed();
      await centre.record(before(facts, at('10:20')));
      const columns = ['caller', 'tries', 'last', 'queues', 'wait'];
      const first = await centre.report('to-call-back');
      assert.deepEqual(rowsOf(tableOf(first), columns), [
        [ANNA, '2', '2026-03-02 10:05', 'sales', '45.0 s'],
        [BORIS, '1', '2026-03-02 10:10', 'support', '30.0 s'],
      ]);
      assert.deepEqual(rowsOf(tableOf(first, 1)), []);

      await centre.record({ ...noFacts(), outgoing: facts.outgoing });
      const second = await centre.report('to-call-back');
      assert.deepEqual(rowsOf(tableOf(second), ['caller']), [[BORIS]]);
      assert.deepEqual(rowsOf(tableOf(second, 1), [...columns, 'reached', 'after']), [
        [ANNA, '2', '2026-03-02 10:05', 'sales', '45.0 s', '2026-03-02 10:30', '30:05'],
      ]);

      await centre.record(facts);
      const third = await centre.report('to-call-back');
      assert.deepEqual(rowsOf(tableOf(third)), []);
      assert.deepEqual(rowsOf(tableOf(third, 1), ['caller', 'queues', 'after']), [
        [ANNA, 'sales', '30:05'],
        [BORIS, 'support', '50:10'],
      ]);
    },
  },
  {
    row: 'C44, V44',
    says: 'of 10,000 calls those of a number and a date are found, also by operator, number dialled, result and call id, and the CSV has the same',
    play: async (centre) => {
      await centre.record(tenThousand());
      assert.equal(await centre.number('SELECT COUNT(*) FROM calls'), 10_000);
      const columns = [
        ...(['arrived', 'caller', 'number', 'queues', 'agents', 'disposition'] as const),
        ...(['wait', 'talk', 'recording'] as const),
      ];
      const journal = await centre.report('journal', { caller: '0880 000 077' });
      assert.deepEqual(rowsOf(tableOf(journal), columns), [
        [
          ...['2026-03-02 09:10', SOUGHT, '+35920000002', 'sales', 'boris', 'answered'],
          ...['12.0 s', '3:00', '2026/one'],
        ],
        ['2026-03-02 14:00', SOUGHT, '+35920000001', 'sales', '', 'abandoned', '40.0 s', '0.0 s', ''],
      ]);
      const outbound = ['asked-at', 'client', 'agent', 'result', 'talk', 'recording'];
      assert.deepEqual(rowsOf(tableOf(journal, 1), outbound), [
        ['2026-03-02 16:00', SOUGHT, 'anna', 'answered', '45.0 s', '2026/two'],
      ]);
      const [headings = '', one = '', two = '', ...rest] = csvOf(tableOf(journal));
      assert.match(headings, /^arrived,caller,name,number,queues,agents,disposition,/);
      assert.ok(one.startsWith(`${isoTime(at('09:10'))},${SOUGHT},,+35920000002,sales,boris,answered,`), one);
      assert.ok(one.endsWith(',12000,180000,c1,2026/one'), one);
      assert.ok(two.startsWith(`${isoTime(at('14:00'))},${SOUGHT},,+35920000001,sales,,abandoned,`), two);
      assert.deepEqual(rest, ['']);
      const [, outgoing = '', ...none] = csvOf(tableOf(journal, 1));
      assert.ok(outgoing.endsWith(',45000,made-1,2026/two'), outgoing);
      assert.deepEqual(none, ['']);

      const found = async (asked: Asked): Promise<string[]> =>
        rowsOf(tableOf(await centre.report('journal', asked)), ['call']).flat();
      const allDays = { to: '2026-03-11' };
      assert.deepEqual(await found({ caller: SOUGHT, ...allDays }), ['c1', 'c2', 'c3']);
      assert.deepEqual(await found({ agents: ['vera'], ...allDays }), ['c3']);
      assert.deepEqual(await found({ calls: ['c3'], ...allDays }), ['c3']);
      assert.deepEqual(await found({ numbers: ['+35920000002'] }), ['c1']);
      assert.deepEqual(await found({ dispositions: ['abandoned'] }), ['c2']);
    },
  },
];

function csvOf(table: Table): string[] {
  return renderTableCsv(table, { bom: 'without' }).split('\r\n');
}

/** Anna in vain twice, Boris once; then she is called, and he calls again. */
function threeMissed(): Facts {
  const facts = factsOf([
    { ...hungUp(20_000), at: at('10:00') },
    { ...hungUp(45_000), at: at('10:05') },
    { ...hungUp(30_000, { queue: 'support' }), at: at('10:10') },
    { ...answered(10_000, { queue: 'support' }), at: at('11:00') },
  ]);
  changed(facts, (_, index) => ({ from: index < 2 ? ANNA : BORIS }));
  facts.outgoing = [made(1, MINUTE, { askedAt: at('10:30'), number: ANNA })];
  return facts;
}

/** The calls of callers who came before, and nothing else. */
function before(facts: Facts, until: number): Facts {
  const calls = facts.calls.filter(({ arrivedAt }) => arrivedAt < until);
  const isOf = ({ call }: { readonly call: string }): boolean => calls.some((one) => one.call === call);
  return { ...noFacts(), calls, visits: facts.visits.filter(isOf), offers: facts.offers.filter(isOf) };
}

/** A thousand calls on each of ten days, most of them of other people; the one who is sought calls three times, and is called. */
function tenThousand(): Facts {
  const facts = factsOf([
    { ...answered(12_000, { answeredBy: 'boris', talkMs: 180_000 }), at: at('09:10') },
    { ...hungUp(40_000), at: at('14:00') },
    { ...answered(5_000, { answeredBy: 'vera' }), at: at('12:00', '2026-03-05') },
  ]);
  changed(facts, (_, index) => ({
    from: index === 1 ? '0880 000 077' : SOUGHT,
    dialled: index === 0 ? '+35920000002' : '+35920000001',
  }));
  facts.recordings = [
    aRecording({ call: 'c1', conversation: 't1', recording: '2026/one', startedAt: at('09:11') }),
    aRecording({
      ...{ call: 'made-1', conversation: 'made-talk-1', recording: '2026/two', startedAt: at('16:01') },
    }),
  ];
  facts.outgoing = [made(1, 45_000, { askedAt: at('16:00'), number: SOUGHT })];
  facts.plans.set('plan-1', JSON.stringify({ company: { country: 'BG' }, queues: {}, agents: {} }));
  for (let index = 0; index < 9_996; index += 1) {
    const arrivedAt = at('00:10', DAY) + (index % 10) * DAY_MS + Math.floor(index / 10) * MINUTE;
    facts.calls.push(inMenu(`other-${index}`, arrivedAt, { from: numberOf(1_000 + index) }));
  }
  return facts;
}
