import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FarCall, FarRing } from '../support/far-end/records.js';
import { audit, type Findings, type Incident } from './audit.js';
import type { CallFact, ConversationFact, OfferFact, OutgoingFact } from '../../src/core/milestone.js';
import { EMERGENCY_PHONE, outsideOf, PARTNER_NUMBER } from './routing.js';

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
  outgoing: [],
  transfers: [],
  gaps: [],
};

function incident(backAfterMs: number, queue: readonly string[] = [CALLER]): Incident {
  const none = {
    menu: 0,
    waiting: 0,
    offered: 0,
    answeredNotBridged: 0,
    talking: 0,
    atPartner: 0,
    consulting: 0,
    outside: 0,
    recording: 0,
    wrapUp: 0,
    rating: 0,
  };
  const moment = { at: HIT_AT, queue, ...none };
  const backAt = HIT_AT + backAfterMs;
  return { name: 'a blow', at: HIT_AT, aim: null, backAt, moment, asteriskDied: false };
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
  const end = { endedAt: at + 2_000, endedBy: 'far-end', recording: null, referAnswers: [] } as const;
  const shown = { callerNumber: CALLER, callerName: null };
  return { id: 'ring', phone, ...shown, rangAt: at, stoppedAt: at + 50, outcome, ...end };
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
  assert.deepEqual(alone.droppedTalks, [`${CALLER} at phone-001 (nothing is stored)`]);
  const next = { ...ring('phone-002', 5_100), id: 'next' };
  assert.deepEqual(findings(incident(2_000, []), letGo(0, 9_000), [talk, next]).droppedTalks, []);
  const left = { ...letGo(0, 4_990), endedBy: 'far-end' } as const;
  assert.deepEqual(findings(incident(2_000, []), left, [talk]).droppedTalks, []);
});

test('a number outside that rang for a caller and is stored nowhere is a fault, and one that is told as answered and never was', () => {
  const there = { ...ring(outsideOf(CALLER), 1_000), callerNumber: '+3592000' } as const;
  const facts = { ...NOBODY, calls: [{ call: 'call-1', from: CALLER } as CallFact] };
  const found = (outcome: FarRing['outcome'], stored: readonly OutgoingFact['result'][]): Findings => {
    const outgoing = stored.map((result) => ({
      ...{ forCall: 'call-1', number: outsideOf(CALLER), dialledAt: HIT_AT, result },
    })) as unknown as readonly OutgoingFact[];
    const witness = { calls: [letGo(0, 9_000)], rings: [{ ...there, outcome }] };
    const [findings] = audit([incident(2_000, [])], witness, { ...facts, outgoing });
    assert.ok(findings !== undefined);
    return findings;
  };
  assert.deepEqual([found('answered', ['answered']).offers, found('busy', ['busy']).offers], [[], []]);
  assert.equal(found('answered', []).offers.length, 1);
  assert.equal(found('busy', ['answered']).offers.length, 1);
  assert.deepEqual(found('answered', ['answered']).lostCallers, [], 'he was served there');
});

test('whom the partner has had is known by what is stored, which tells no more talks than it answered', () => {
  const talk = { call: 'call-1', agent: 'partner:night', endedAt: HIT_AT + 3_000, queue: 'main' };
  const facts = {
    ...{ ...NOBODY, calls: [{ call: 'call-1', from: CALLER } as CallFact] },
    conversations: [talk as ConversationFact],
    offers: [{ ...talk, result: 'answered' } as unknown as OfferFact],
  };
  const found = (outcome: FarRing['outcome']): Findings | undefined => {
    const rings = [{ ...ring(PARTNER_NUMBER, 1_000, outcome), callerNumber: '+3592000' }];
    return audit([incident(2_000)], { calls: [letGo(0, 9_000)], rings }, facts)[0];
  };
  assert.deepEqual([found('answered')?.offers, found('answered')?.lostCallers], [[], []]);
  assert.equal(found('cancelled')?.offers.length, 1);
});

test('a number asked outside that answered while no line was there is no dropped talk where the agent has the caller again', () => {
  const agent = {
    ...ring('phone-001', -3_000),
    id: 'agent',
    endedAt: HIT_AT + 8_900,
    endedBy: 'far-end',
  } as const;
  const asked = { ...ring(outsideOf(CALLER), -100), endedAt: HIT_AT + 300, endedBy: 'pbx' } as const;
  const dropped = (rings: readonly FarRing[]): number =>
    findings(incident(2_000, []), letGo(-5_000, 9_000), rings).droppedTalks.length;
  assert.equal(dropped([agent, asked]), 0);
  assert.equal(dropped([{ ...agent, endedAt: HIT_AT + 300 }, asked]), 1, 'the agent has left, too');
  assert.equal(
    dropped([agent, { ...asked, endedAt: HIT_AT + 6_000 }]),
    1,
    'the line was there when it was cut off',
  );
  assert.equal(dropped([agent, { ...asked, stoppedAt: HIT_AT - 2_000 }]), 1, 'they talked before');
});

test('whom somebody at the partner has in the same moment or later is not dropped by the phone before', () => {
  const lifted = { ...ring('phone-001', 1_000), endedAt: HIT_AT + 1_100, endedBy: 'pbx' } as const;
  const dropped = (agent: string, startedAfterMs: number): number | undefined => {
    const talk = { call: 'call-1', agent, startedAt: HIT_AT + startedAfterMs, endedAt: HIT_AT + 8_000 };
    const facts = {
      ...{ ...NOBODY, calls: [{ call: 'call-1', from: CALLER } as CallFact] },
      conversations: [talk as ConversationFact],
    };
    const witness = { calls: [letGo(0, 9_000)], rings: [lifted] };
    return audit([incident(2_000)], witness, facts)[0]?.droppedTalks.length;
  };
  assert.deepEqual([dropped('partner:night', 1_050), dropped('partner:night', 6_000)], [0, 0]);
  assert.deepEqual([dropped('partner:night', 500), dropped('phone-001', 1_050)], [1, 1]);
});

test('a talk is dropped by what happened when it ended, and by nothing when Asterisk itself died then', () => {
  const talk = { ...ring('phone-001', 1_000), endedAt: HIT_AT + 5_000, endedBy: 'pbx' } as const;
  const witness = { calls: [letGo(0, 5_010)], rings: [talk] };
  const later = { ...incident(0, []), at: HIT_AT + 4_950, backAt: HIT_AT + 8_000 };
  const dropped = (asteriskDied: boolean): readonly (readonly string[])[] =>
    audit([incident(2_000), { ...later, asteriskDied }], witness, NOBODY).map(
      ({ droppedTalks }) => droppedTalks,
    );
  assert.deepEqual(dropped(false), [[], [`${CALLER} at phone-001 (nothing is stored)`]]);
  assert.deepEqual(dropped(true), [[], []]);
});

test('a call that nobody answered is in the books once, too, or Asterisk died before it came to us', () => {
  const unanswered = { ...letGo(500, 5_000), answeredAt: null };
  const found = (what: Incident, times: number): readonly string[] | undefined => {
    const calls = Array.from({ length: times }, () => ({ call: 'call-1', from: CALLER }) as CallFact);
    return audit([what], { calls: [unanswered], rings: [] }, { ...NOBODY, calls })[0]?.calls;
  };
  assert.deepEqual(found(incident(2_000), 1), []);
  assert.deepEqual(found(incident(2_000), 0), [`${CALLER}, never answered, is stored 0 times`]);
  assert.deepEqual(found(incident(2_000), 2), [`${CALLER}, never answered, is stored 2 times`]);
  const died = { ...incident(8_000), asteriskDied: true };
  assert.deepEqual(found(died, 0), []);
  assert.equal(found(died, 2)?.length, 1);
});

test('what is stored of an agent whose phone never rang for the caller is a fault', () => {
  const calls = [{ call: 'call-1', from: CALLER } as CallFact];
  const at = { offeredAt: HIT_AT + 5_000, startedAt: HIT_AT + 5_000, endedAt: HIT_AT + 9_000 };
  const told = { call: 'call-1', agent: 'phone-001', queue: 'main', ...at };
  const found = (result: OfferFact['result']): Findings | undefined => {
    const offers = [{ ...told, result } as unknown as OfferFact];
    const conversations = result === 'answered' ? [told as unknown as ConversationFact] : [];
    const facts = { ...NOBODY, calls, offers, conversations };
    return audit([incident(2_000)], { calls: [letGo(0, 9_000)], rings: [] }, facts)[0];
  };
  const ghost = found('answered');
  assert.deepEqual([ghost?.offers.length, ghost?.conversations.length], [1, 1]);
  assert.deepEqual(found('unreachable')?.offers, []);
});
