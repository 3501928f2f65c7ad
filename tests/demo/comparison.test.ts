import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compare,
  type ComparedRow,
  renderComparison,
  type StoredDay,
  verdictOf,
} from '../../demo/comparison.js';
import type { DemoAgent } from '../../demo/day.js';
import type { FarTally } from '../../demo/far-side.js';
import { aCall, aConversation, anEvent } from '../store/sample-facts.js';

const AGENTS: readonly DemoAgent[] = [
  { agent: 'anna', phone: 'phone-001', moods: [], asks: [] },
  { agent: 'boris', phone: 'phone-002', moods: [], asks: [] },
];

/** Four calls: one to each agent, one who gave up, one that Callplane let go. */
const STORED: StoredDay = {
  calls: [
    aCall({ call: 'call-1', from: '+1', waitMs: 3_000 }),
    aCall({ call: 'call-2', from: '+2', waitMs: 8_000, endedBy: 'agent' }),
    aCall({ call: 'call-3', from: '+3', conversations: 0, endedBy: 'caller' }),
    aCall({ call: 'call-4', from: '+4', conversations: 0, endedBy: 'callplane' }),
  ],
  conversations: [
    aConversation({ call: 'call-1', agent: 'anna' }),
    aConversation({ call: 'call-2', agent: 'boris' }),
  ],
  events: [
    anEvent({ event: 'menu-entered' }),
    anEvent({ event: 'menu-key' }),
    anEvent({ event: 'menu-wrong-key' }),
    anEvent({ event: 'key-ignored' }),
  ],
};

const TALLY: FarTally = {
  calls: 4,
  keys: 3,
  talks: 2,
  gaveUp: 1,
  answersByPhone: new Map([
    ['phone-001', 1],
    ['phone-002', 1],
  ]),
  waitMsByCaller: new Map([
    ['+1', 3_000],
    ['+2', 8_000],
  ]),
};

function compared(tally: Partial<FarTally>, stored: Partial<StoredDay> = {}): readonly ComparedRow[] {
  return compare({ ...TALLY, ...tally }, { ...STORED, ...stored }, AGENTS);
}

function assertDiffers(rows: readonly ComparedRow[], ...names: readonly string[]): void {
  const different = rows.filter(({ isEqual }) => !isEqual).map(({ what }) => what);
  assert.deepEqual(different, names);
  assert.deepEqual(verdictOf(rows), { text: `${names.length} number(s) differ.`, exitCode: 1 });
  const told = renderComparison(rows)
    .split('\n')
    .filter((line) => line.endsWith('   DIFFERENT'));
  assert.equal(told.length, names.length);
  for (const [index, name] of names.entries()) assert.ok(told[index]?.trim().startsWith(name));
}

const [first, second] = STORED.calls;
const [toAnna, toBoris] = STORED.conversations;
assert.ok(first !== undefined && second !== undefined && toAnna !== undefined && toBoris !== undefined);

test('every number is equal: exit code 0', () => {
  const rows = compared({});
  assert.deepEqual(
    rows.map(({ what, farEnd, callplane }) => [what, farEnd, callplane]),
    [
      ['calls', 4, 4],
      ['keys pressed', 3, 3],
      ['calls answered', 2, 2],
      ['callers who gave up', 1, 1],
      ['answered by anna', 1, 1],
      ['answered by boris', 1, 1],
      ['waits equal within a second', 2, 2],
    ],
  );
  assert.deepEqual(verdictOf(rows), { text: 'Every number is equal.', exitCode: 0 });
  assert.doesNotMatch(renderComparison(rows), /DIFFERENT/);
});

test('the far end counted one more or one less of something: that number differs', () => {
  assertDiffers(compared({ calls: 5 }), 'calls');
  assertDiffers(compared({ keys: 2 }), 'keys pressed');
  assertDiffers(compared({ talks: 3 }), 'calls answered');
  assertDiffers(compared({ gaveUp: 0 }), 'callers who gave up');
  const answers = (anna: number): FarTally['answersByPhone'] =>
    new Map([...TALLY.answersByPhone, ['phone-001', anna]]);
  assertDiffers(compared({ answersByPhone: answers(2) }), 'answered by anna');
  assertDiffers(compared({ answersByPhone: new Map([['phone-001', 1]]) }), 'answered by boris');
  const waits = new Map([...TALLY.waitMsByCaller, ['+4', 1_000]]);
  assertDiffers(compared({ waitMsByCaller: waits }), 'waits equal within a second');
});

test('Callplane stored something else: those numbers differ', () => {
  const given = aCall({ call: 'call-5', from: '+5', conversations: 0, endedBy: 'caller' });
  assertDiffers(compared({}, { calls: [...STORED.calls, given] }), 'calls', 'callers who gave up');
  assertDiffers(compared({}, { events: STORED.events.slice(0, -1) }), 'keys pressed');
  const unanswered = { ...second, conversations: 0 };
  assertDiffers(
    compared({}, { calls: [first, unanswered, ...STORED.calls.slice(2)] }),
    'calls answered',
    'waits equal within a second',
  );
  assertDiffers(
    compared({}, { conversations: [toAnna, { ...toBoris, agent: 'anna' }] }),
    'answered by anna',
    'answered by boris',
  );
});

test('a wait may be off by a second and no more, on either side', () => {
  const withWait = (waitMs: number): readonly ComparedRow[] =>
    compared({}, { calls: [{ ...first, waitMs }, ...STORED.calls.slice(1)] });
  for (const waitMs of [2_000, 4_000]) assert.equal(verdictOf(withWait(waitMs)).exitCode, 0);
  for (const waitMs of [1_999, 4_001]) assertDiffers(withWait(waitMs), 'waits equal within a second');
  const swapped = new Map([
    ['+1', 8_000],
    ['+2', 3_000],
  ]);
  assertDiffers(compared({ waitMsByCaller: swapped }), 'waits equal within a second');
});
