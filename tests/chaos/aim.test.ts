import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FarCall, FarRing } from '../support/far-end/records.js';
import { type Aim, hitsInWords, hitsOf, missedAims, titleOf } from './aim.js';
import { kills } from './cases.js';
import { newestAnswer, standingTalks, waitingCallers } from './rings.js';
import { DIALLED, EMERGENCY_PHONE, outsideOf, PARTNER_NUMBER } from './routing.js';

const NOW = 1_000_000;

function answered(phone: string, ms: number, endedMs: number | null = null): FarRing {
  return {
    ...{ id: phone, phone, callerNumber: '+359880000001', callerName: null, rangAt: NOW + ms - 500 },
    ...{ stoppedAt: NOW + ms, endedAt: endedMs === null ? null : NOW + endedMs, endedBy: null },
    ...{ recording: null, referAnswers: [] },
    outcome: 'answered',
  };
}

test('only the phone of an agent is aimed at: none outside, the partner and the emergency phone neither', () => {
  const others = [outsideOf('+359880000001'), DIALLED, PARTNER_NUMBER, EMERGENCY_PHONE];
  const rings = others.map((phone) => answered(phone, -10));
  assert.equal(newestAnswer(rings), null);
  const agents = [answered('phone-001', -700), answered('phone-002', -20), answered('phone-003', -900)];
  assert.equal(newestAnswer([...rings, ...agents]), NOW - 20);
  assert.equal(newestAnswer([{ ...answered('phone-001', -10), outcome: 'cancelled' }]), null);
});

test('a talk stands when it is no agent just now who answered, and nobody has hung up', () => {
  const rings = [
    answered('phone-001', -5_000),
    answered('phone-002', -20),
    answered('phone-003', -5_000, -1_000),
    answered(DIALLED, -5_000),
    answered(EMERGENCY_PHONE, -5_000),
  ];
  assert.equal(standingTalks(rings, NOW), 1);
});

test('who waits has pressed the key of the queue, and nobody has answered for him: no agent, nobody outside and not the partner', () => {
  const caller = (last: number, keyMs: number | null, endedMs: number | null = null): FarCall =>
    ({
      from: `+35988000000${last}`,
      keys: keyMs === null ? [] : [{ key: '1', at: NOW + keyMs }],
      endedAt: endedMs === null ? null : NOW + endedMs,
    }) as unknown as FarCall;
  const calls = [1, 2, 3, 4, 5].map((last) => caller(last, -5_000));
  assert.equal(waitingCallers(calls, [], NOW), 5);
  assert.equal(
    waitingCallers([...calls, caller(6, -500), caller(7, null), caller(8, -5_000, -1)], [], NOW),
    5,
  );
  const shown = (phone: string, last: number): FarRing => ({
    ...answered(phone, -2_000),
    callerNumber: `+35988000000${last}`,
  });
  const rung = { ...shown('phone-009', 1), outcome: null, stoppedAt: null };
  assert.equal(waitingCallers(calls, [rung], NOW), 5);
  const taken = [shown('phone-001', 1), shown(DIALLED, 2), shown(outsideOf('+359880000003'), 9)];
  assert.equal(waitingCallers(calls, taken, NOW), 2);
  assert.equal(waitingCallers(calls, [...taken, answered(PARTNER_NUMBER, -2_000)], NOW), 1);
});

test('a blow counts when it fell within 50 ms, or before the reply', () => {
  const aims: readonly (Aim | null)[] = [
    { kind: 'answer', afterMs: 50 },
    { kind: 'answer', afterMs: 51 },
    { kind: 'command', isUnanswered: true },
    { kind: 'command', isUnanswered: false },
    null,
  ];
  const hits = hitsOf(aims);
  assert.deepEqual(hits, { answers: 1, commands: 1 });
  assert.deepEqual(missedAims(hits, 1), []);
  assert.deepEqual(missedAims(hits, 5), [
    "only 1 blows fell within 50 ms after an agent's answer, 5 are needed",
    'only 1 blows fell between a command and its reply, 5 are needed',
  ]);
  assert.equal(
    hitsInWords(hits),
    "1 blows fell within 50 ms after an agent's answer, 1 between a command and its reply",
  );
});

test('the table tells how soon after the answer the blow fell, and a reply that had come', () => {
  const [afterAnswer, inCommand] = kills(2).map(({ name }) => name);
  assert.equal(
    titleOf(afterAnswer ?? '', { kind: 'answer', afterMs: 23 }),
    "kill -9 of the line 23 ms after an agent's answer",
  );
  assert.equal(titleOf(inCommand ?? '', { kind: 'command', isUnanswered: true }), inCommand);
  assert.equal(
    titleOf(inCommand ?? '', { kind: 'command', isUnanswered: false }),
    'kill -9 of line, books and parent between "ring" and its reply (which had come)',
  );
  assert.equal(titleOf('kill -9 of the books', null), 'kill -9 of the books');
});

test('of 30 kills a third is aimed at answers and a third at commands; of five, too, there are both', () => {
  const aimed = (count: number): readonly number[] => {
    const names = kills(count).map(({ name }) => name);
    return [
      names.filter((name) => name.endsWith("after an agent's answer")).length,
      names.filter((name) => name.endsWith('and its reply')).length,
    ];
  };
  assert.deepEqual(aimed(30), [10, 10]);
  assert.deepEqual(aimed(5), [2, 2]);
});
