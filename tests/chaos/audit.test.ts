import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FarCall, FarRing } from '../support/far-end/records.js';
import { audit, type Findings, type Incident } from './audit.js';
import { EMERGENCY_PHONE } from './routing.js';

const HIT_AT = 1_000_000;
const CALLER = '+359880000001';
const NOBODY = {
  calls: [],
  openCalls: 0,
  offers: [],
  conversations: [],
  recordings: [],
  outcomes: [],
  ratings: [],
  gaps: [],
};

function incident(backAfterMs: number, queue: readonly string[] = [CALLER]): Incident {
  const none = {
    menu: 0,
    waiting: 0,
    offered: 0,
    answeredNotBridged: 0,
    talking: 0,
    recording: 0,
    wrapUp: 0,
    rating: 0,
  };
  const moment = { at: HIT_AT, queue, ...none };
  return { name: 'a blow', at: HIT_AT, backAt: HIT_AT + backAfterMs, moment, asteriskDied: false };
}

/** Placed, answered and let go by Callplane's side. */
function letGo(placedAfterMs: number, endedAfterMs: number): FarCall {
  const [placedAt, endedAt] = [HIT_AT + placedAfterMs, HIT_AT + endedAfterMs];
  return {
    id: 'call',
    number: '+35920000001',
    from: CALLER,
    placedAt,
    ringingAt: placedAt,
    answeredAt: placedAt,
    endedAt,
    endedBy: 'pbx',
    cause: 16,
    keys: [],
    recording: null,
  };
}

function ring(phone: string, afterMs: number, outcome: FarRing['outcome'] = 'answered'): FarRing {
  const at = HIT_AT + afterMs;
  const end = { endedAt: at + 2_000, endedBy: 'far-end', recording: null } as const;
  return { id: 'ring', phone, callerNumber: CALLER, rangAt: at, stoppedAt: at + 50, outcome, ...end };
}

function findings(what: Incident, call: FarCall, rings: readonly FarRing[]): Findings {
  const [found] = audit([what], { calls: [call], rings }, NOBODY);
  assert.ok(found !== undefined);
  return found;
}

test('who waited and is sent on after 30 s without a line is told, and no fault', () => {
  const found = findings(incident(42_000), letGo(-5_000, 32_000), [ring(EMERGENCY_PHONE, 30_000)]);
  assert.deepEqual([found.sentOn, found.sentOnWrongly, found.lostCallers], [1, [], []]);
});

test('who waited and is sent on before that is a fault', () => {
  const found = findings(incident(42_000), letGo(-5_000, 27_000), [ring(EMERGENCY_PHONE, 25_000)]);
  assert.deepEqual(
    [found.sentOn, found.sentOnWrongly],
    [1, [`${CALLER} after 25000 ms; calls were taken again 42000 ms after the blow`]],
  );
});

test('who is sent on although a line is back is a fault, however long it took', () => {
  const found = findings(incident(10_000), letGo(-5_000, 42_000), [ring(EMERGENCY_PHONE, 40_000)]);
  assert.equal(found.sentOnWrongly.length, 1);
});

test('who came without a line is sent on after his own 20 s', () => {
  const early = findings(incident(42_000, []), letGo(20_000, 32_000), [ring(EMERGENCY_PHONE, 30_000)]);
  assert.equal(early.sentOnWrongly.length, 1);
  const late = findings(incident(42_000, []), letGo(20_000, 42_000), [ring(EMERGENCY_PHONE, 40_100)]);
  assert.deepEqual([late.sentOn, late.sentOnWrongly], [1, []]);
});

test('who is let go and was answered nowhere is lost, whether he waited or came later', () => {
  for (const queue of [[CALLER], []]) {
    const found = findings(incident(2_000, queue), letGo(500, 5_000), [
      ring('phone-001', 3_000, 'cancelled'),
    ]);
    assert.deepEqual(found.lostCallers, [CALLER]);
  }
  const refused = findings(incident(42_000), letGo(-5_000, 32_000), [ring(EMERGENCY_PHONE, 30_000, 'busy')]);
  assert.deepEqual(refused.lostCallers, [CALLER]);
});

test('a talk is dropped, too, when its caller goes on alone, but not when another phone is answered for him', () => {
  const talk = { ...ring('phone-001', 1_000), endedAt: HIT_AT + 5_000, endedBy: 'pbx' } as const;
  const alone = findings(incident(2_000, []), letGo(0, 9_000), [talk]);
  assert.deepEqual(alone.droppedTalks, [`${CALLER} at phone-001`]);
  const next = { ...ring('phone-002', 5_100), id: 'next' };
  assert.deepEqual(findings(incident(2_000, []), letGo(0, 9_000), [talk, next]).droppedTalks, []);
  const left = { ...letGo(0, 4_990), endedBy: 'far-end' } as const;
  assert.deepEqual(findings(incident(2_000, []), left, [talk]).droppedTalks, []);
});

test('a talk is dropped by what happened when it ended, and by nothing when Asterisk itself died then', () => {
  const talk = { ...ring('phone-001', 1_000), endedAt: HIT_AT + 5_000, endedBy: 'pbx' } as const;
  const witness = { calls: [letGo(0, 5_010)], rings: [talk] };
  const later = { ...incident(0, []), at: HIT_AT + 4_950, backAt: HIT_AT + 8_000 };
  const dropped = (asteriskDied: boolean): readonly (readonly string[])[] =>
    audit([incident(2_000), { ...later, asteriskDied }], witness, NOBODY).map(
      ({ droppedTalks }) => droppedTalks,
    );
  assert.deepEqual(dropped(false), [[], [`${CALLER} at phone-001`]]);
  assert.deepEqual(dropped(true), [[], []]);
});
