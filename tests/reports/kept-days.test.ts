import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Milestone } from '../../src/core/milestone.js';
import { CATALOGUE } from '../../src/reports/catalogue/all.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import {
  aConversation,
  anArrival,
  anOpenState,
  anOutcome,
  anOutgoing,
  aReview,
  aState,
} from '../store/sample-facts.js';
import {
  bookWith,
  called,
  FIRST,
  HOUR,
  MONDAY,
  NOON,
  NOW,
  NUMBER,
  SECOND,
  TUESDAY,
} from './kept-days-scene.js';

test('the facts of a day that is kept are not read again, and the report is the same', async (t) => {
  const book = await bookWith(
    t,
    called('a'),
    called('b'),
    called('c', { arrivedAt: SECOND.from, endedAt: SECOND.from + 1 }),
  );
  const first = await book.report();
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  const again = await book.report();
  assert.deepEqual(book.read, []);
  assert.deepEqual(again, first);
  assert.deepEqual(await book.entered(), [2, 1]);
  assert.deepEqual(await book.entered({ interval: 'week' }), [3]);
});

test('a day that is kept still tells how many arrivals are known as bounds only', async (t) => {
  const endsOf = (at: number): Milestone => ({ kind: 'gap', from: at - HOUR, to: at, cause: 'away' });
  const later = SECOND.from + HOUR;
  const found = { arrivedAt: later, endedAt: later + 1 };
  const book = await bookWith(t, endsOf(NOON), endsOf(later), called('a'), called('b'), called('c', found));
  assert.deepEqual((await book.report()).bounds, { arrivals: 3, answers: 0 });
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  assert.deepEqual((await book.report()).bounds, { arrivals: 3, answers: 0 });
  assert.deepEqual(book.read, []);
});

test('what comes late for a day is in the next report, and only that day is read', async (t) => {
  const book = await bookWith(t, called('a'));
  assert.deepEqual(await book.entered(), [1, 0]);
  await book.tell(called('late'));
  assert.deepEqual(await book.entered(), [2, 0]);
  assert.deepEqual(book.read, [MONDAY]);
  await (
    await book.store()
  ).recorder.recordDialplan({
    calls: [
      {
        leg: 'PJSIP/alone',
        from: NUMBER,
        dialled: '100',
        arrivedAt: SECOND.from + HOUR,
        answeredAt: null,
        endedAt: SECOND.from + HOUR + 1,
      },
    ],
    rescues: [],
  });
  assert.deepEqual(await book.entered(), [2, 1]);
  assert.deepEqual(book.read, [TUESDAY]);
});

test('what belongs to a day is seen whenever it is told: a review of its call, notes on its talk, in either direction', async (t) => {
  const talk = aConversation({
    call: 'a',
    conversation: 'talk',
    startedAt: FIRST.to - HOUR,
    endedAt: FIRST.to,
  });
  const made = anOutgoing({ conversation: 'made-talk', askedAt: FIRST.to - HOUR, endedAt: FIRST.to });
  const book = await bookWith(
    t,
    called('a'),
    { kind: 'conversation-ended', ...talk },
    { kind: 'outgoing-ended', ...made },
  );
  const { reader } = await book.store();
  const notesAfter = (conversation: string): Milestone => ({
    kind: 'agent-state-ended',
    ...aState({ state: 'wrap-up', conversation, from: SECOND.from + HOUR, to: SECOND.from + 2 * HOUR }),
  });
  const later: readonly (readonly [string, Milestone])[] = [
    ['a review', { kind: 'call-reviewed', ...aReview({ call: 'a', reviewedAt: SECOND.from + HOUR }) }],
    ['notes', notesAfter('talk')],
    ['notes on a call that an agent made', notesAfter('made-talk')],
  ];
  for (const [what, milestone] of later) {
    const before = await reader.revisionOf(FIRST);
    await book.tell(milestone);
    assert.ok((await reader.revisionOf(FIRST)) > before, what);
  }
});

test('an agent’s word that a call was a wrong number comes when the day of the call is kept, and is in its next report', async (t) => {
  const book = await bookWith(t, called('a', { arrivedAt: FIRST.to - HOUR, endedAt: SECOND.from + HOUR }));
  const misdirected = async (): Promise<unknown> => {
    const [table] = (await book.report()).tables;
    const column = table?.columns.findIndex(({ key }) => key === 'misdirected') ?? -1;
    return table?.rows.map((row) => row[column]?.value);
  };
  const counts = (...values: number[]): unknown => values.map((value) => ({ unit: 'count', value }));
  assert.deepEqual(await misdirected(), counts(0, 0));
  assert.deepEqual(await misdirected(), counts(0, 0));
  assert.deepEqual(book.read, []);
  const said = anOutcome({ call: 'a', startedAt: SECOND.from + 1, settledAt: SECOND.from + HOUR });
  await book.tell({ kind: 'outcome-settled', ...said, wrongNumber: true });
  assert.deepEqual(await misdirected(), counts(1, 0));
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
});

test('what is written between the moment of a report and its being kept is not lost', async (t) => {
  const book = await bookWith(t, called('a'));
  assert.deepEqual(await book.entered({}, () => book.tell(called('meanwhile'))), [1, 0]);
  assert.deepEqual(await book.entered(), [2, 0]);
});

test('a day that goes on, of which something goes on, or that does not balance is computed every time', async (t) => {
  const unbalanced = called('odd', { waitMs: 1 });
  const cases: readonly (readonly [string, readonly Milestone[], number])[] = [
    ['the day itself', [called('a')], FIRST.to - 1],
    ['a call', [called('a'), anArrival({ call: 'open', leg: 'open', at: NOON })], NOW],
    [
      'notes after a talk',
      [
        called('a'),
        { kind: 'agent-state-began', ...anOpenState({ agent: 'anna', state: 'wrap-up', from: NOON }) },
      ],
      NOW,
    ],
    ['what does not balance', [unbalanced], NOW],
  ];
  for (const [what, milestones, now] of cases) {
    const book = await bookWith(t, ...milestones);
    const change = { now, days: { from: MONDAY, to: MONDAY } };
    for (let times = 0; times < 2; times += 1) {
      await book.report(change);
      assert.deepEqual(book.read, [MONDAY], what);
    }
  }
});

test('another program, zone or question computes anew; what cannot be read is as if it were not there', async (t) => {
  const book = await bookWith(t, called('a'));
  await book.report();
  await book.report({ program: 'b' });
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  await book.report({ zone: 'Europe/Athens' });
  assert.equal((await book.report({ zone: 'Europe/Athens' })).tables.length, 1);
  assert.deepEqual(book.read, []);
  await book.report({ name: 'queues', report: CATALOGUE.queues });
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  await book.ask("UPDATE kept_days SET body = '[[1]]'");
  assert.deepEqual(await book.entered(), [1, 0]);
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
});

test('narrowed, by the hour, or with another T a report reads the facts', async (t) => {
  const book = await bookWith(t, called('a'));
  await book.report();
  const changes: readonly Partial<ReportRequest>[] = [
    { filters: { ...NO_FILTERS, caller: NUMBER } },
    { interval: 'hour' },
    { withinMs: 5_000 },
  ];
  for (const change of changes) {
    await book.report(change);
    assert.deepEqual(book.read, [MONDAY], JSON.stringify(change));
  }
});

test('a number whose time is over stands in nothing that is kept', async (t) => {
  const book = await bookWith(t, called('a'));
  await book.report();
  const holding = `SELECT COUNT(*) AS texts FROM kept_days WHERE body LIKE '%${NUMBER}%'`;
  assert.notDeepEqual(await book.ask(holding), [{ texts: 0 }]);
  const { people } = (await book.store()).retention;
  await people.clear('calls', { rule: 'delete', before: NOW, standsFor: () => '' }, 100);
  assert.deepEqual(await book.ask(holding), [{ texts: 0 }]);
  assert.deepEqual(await book.entered(), [1, 0]);
});

test('a number that is cleared between the moment of a report and its being kept is not kept either', async (t) => {
  const book = await bookWith(t, called('a'));
  const { people } = (await book.store()).retention;
  await book.report({}, async () => {
    await people.clear('calls', { rule: 'delete', before: NOW, standsFor: () => '' }, 100);
  });
  assert.deepEqual(await book.ask(`SELECT COUNT(*) AS texts FROM kept_days WHERE body LIKE '%${NUMBER}%'`), [
    { texts: 0 },
  ]);
});
