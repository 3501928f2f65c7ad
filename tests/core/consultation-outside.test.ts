import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAstray } from '../../src/core/astray.js';
import type { PhonesRule } from '../../src/core/plan.js';
import type { Existing, LegEnd, LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { transferStanding } from '../../src/core/transfer/asking.js';
import { POLICY } from './callback-scene.js';
import type { Scene } from './scene.js';
import {
  dialBeside,
  officeWithExtensions,
  officeWithOutside,
  PARTNER,
  refer,
  type Talk,
  talkWithAnna,
} from './transfer-office.js';

const CALLING: PhonesRule = {
  outgoing: { ringMs: 30_000, record: null, wrapUp: { timeMs: 0, extendToMs: 0 } },
};
const NUMBER = { to: 'number', number: PARTNER } as const;

interface Asking extends Talk {
  readonly one: Scene;
  /** Of the number outside. */
  readonly outside: LegId;
}

function scene(): Scene {
  return officeWithOutside({ dialPolicy: POLICY, atPhones: CALLING });
}

function asking(): Asking {
  const one = scene();
  const talk = talkWithAnna(one);
  one.mustAsk({ ask: 'consult', call: talk.call, target: NUMBER, reason: 'refund' });
  return { one, ...talk, outside: one.last('ring').leg };
}

function answered(): Asking {
  const it = asking();
  it.one.wait(4_000);
  it.one.answers(it.outside);
  it.one.comesIn(it.outside);
  return it;
}

function transfer(one: Scene): string {
  const { result, takenBy, target, agent } = one.lastTold('transfer-ended');
  return [agent, target, result, takenBy ?? 'nobody'].join(' ');
}

function number(one: Scene): readonly unknown[] {
  const { origin, agent, forCall, result, endedBy, talkMs, conversation } = one.lastTold('outgoing-ended');
  assert.deepEqual([origin, agent, forCall !== null], ['transfer', null, true]);
  return [result, endedBy, talkMs, conversation === null ? 'apart' : 'together'];
}

test('a number outside is asked while the caller hears music, and then talks with him: the agent is free', () => {
  const { one, call, caller, agentLeg, outside } = answered();
  assert.equal(one.last('start-music').music, 'handing-over');
  assert.equal(transferStanding(one.state, call)['asks'], 'outside');
  one.wait(10_000);
  one.mustAsk({ ask: 'complete-transfer', call });
  one.comesIn(caller);
  assert.equal(transfer(one), 'anna outside connected nobody');
  one.ends(agentLeg);
  assert.equal(one.shows('anna'), 'available');
  one.wait(20_000);
  one.ends(outside);
  assert.deepEqual(number(one), ['answered', 'caller', 20_000, 'together']);
  one.ends(caller);
  const { conversations, endPlace, lastExit } = one.lastTold('call-ended');
  assert.deepEqual([conversations, endPlace, lastExit], [1, 'conversation', 'outside']);
  const { answeredAt, handedOverAt, endedAt, offers } = one.lastTold('transfer-ended');
  assert.deepEqual(
    [(handedOverAt ?? 0) - (answeredAt ?? 0), endedAt - (handedOverAt ?? 0), offers],
    [10_000, 0, 0],
  );
  one.obeyHangUps();
  assert.equal(one.state.legs.size, 0);
});

test('an agent who hangs up while it rings leaves it ringing for the caller; where nobody answers, she is rung back', () => {
  const { one, caller, agentLeg, outside } = asking();
  one.ends(agentLeg);
  assert.equal(one.doing(caller), 'outside');
  one.state = thaw(freeze(one.state));
  one.ends(outside, 'no-answer');
  assert.deepEqual(number(one), ['no-answer', 'caller', 0, 'apart']);
  assert.deepEqual(one.ringing(), ['anna']);
  one.talk('anna');
  assert.equal(transfer(one), 'anna outside returned anna');
});

test('a number that is busy, declines or cannot be reached gives the caller back, with the reason', () => {
  const results: Readonly<Partial<Record<LegEnd, string>>> = {
    ...{ busy: 'busy', declined: 'refused', 'no-answer': 'no-answer', unreachable: 'failed' },
  };
  for (const [end, result] of Object.entries(results)) {
    const { one, caller, outside } = asking();
    one.ends(outside, end as LegEnd);
    assert.equal(one.doing(caller), 'talking');
    assert.equal(one.last('join-bridge').leg, caller);
    assert.equal(transfer(one), 'anna outside refused nobody');
    assert.deepEqual(number(one), [result, 'caller', 0, 'apart']);
  }
});

test('a number that nobody answers rings as long as the section says, and longer while Asterisk is not heard', () => {
  const { one, caller } = asking();
  one.take({ kind: 'telephony-lost' });
  one.wait(16_000);
  assert.equal(one.told('transfer-ended').length, 0);
  const legs = [...one.state.legs.keys()].map((leg) => ({
    leg,
    up: leg !== one.last('ring').leg,
    caller: null,
  }));
  one.take({ kind: 'telephony-back', existing: { legs, bridges: [], restarted: false } });
  one.wait(2_000);
  assert.deepEqual(number(one), ['no-answer', 'callplane', 0, 'apart']);
  assert.equal(one.doing(caller), 'talking');
});

test('whoever is asked outside hangs up, or the agent goes back: the caller is back, and the number was answered', () => {
  const left = answered();
  left.one.ends(left.outside);
  assert.equal(transfer(left.one), 'anna outside cancelled nobody');
  assert.deepEqual(number(left.one), ['answered', 'caller', 0, 'apart']);
  const back = answered();
  back.one.clear();
  back.one.mustAsk({ ask: 'cancel-transfer', call: back.call });
  assert.equal(transfer(back.one), 'anna outside cancelled nobody');
  assert.deepEqual(number(back.one), ['answered', 'agent', 0, 'apart']);
  assert.deepEqual(
    [back.one.last('hang-up').leg, back.one.last('join-bridge').leg],
    [back.outside, back.caller],
  );
  const early = asking();
  early.one.mustAsk({ ask: 'cancel-transfer', call: early.call });
  assert.deepEqual(number(early.one), ['agent-cancelled', 'agent', 0, 'apart']);
});

test('a caller who hangs up while a number is asked frees agent and number', () => {
  for (const make of [asking, answered]) {
    const { one, caller, agentLeg, outside } = make();
    one.clear();
    one.ends(caller);
    assert.deepEqual(new Set(one.all('hang-up').map(({ leg }) => leg)), new Set([agentLeg, outside]));
    const result = make === asking ? 'caller-left' : 'answered';
    assert.deepEqual(number(one), [result, 'callplane', 0, 'apart']);
    assert.equal(transfer(one), 'anna outside caller-left nobody');
    one.obeyHangUps();
    assert.equal(one.state.legs.size, 0);
  }
});

test('a phone that Asterisk cannot ring, and a leg that does not come into the bridge, give the caller back', () => {
  const unmade = asking();
  unmade.one.take({
    kind: 'command-failed',
    ...{
      command: { kind: 'ring', leg: unmade.outside, playback: null, bridge: null },
      failure: 'unreachable',
    },
  });
  assert.deepEqual(number(unmade.one), ['failed', 'callplane', 0, 'apart']);
  assert.equal(unmade.one.doing(unmade.caller), 'talking');
  const apart = answered();
  apart.one.take({
    kind: 'command-failed',
    ...{
      command: { kind: 'join-bridge', leg: apart.outside, playback: null, bridge: null },
      failure: 'refused',
    },
  });
  assert.deepEqual(number(apart.one), ['answered', 'callplane', 0, 'apart']);
  assert.equal(transfer(apart.one), 'anna outside cancelled nobody');
});

test('a caller who does not come to whoever has answered outside goes on behind the transfer', () => {
  const { one, call, agentLeg } = answered();
  one.mustAsk({ ask: 'complete-transfer', call });
  one.ends(agentLeg);
  one.wait(4_000);
  assert.deepEqual(number(one), ['failed', 'callplane', 0, 'apart']);
  assert.deepEqual(one.ringing(), ['anna']);
});

test('what the dial policy refuses, or agents may not call at all, is not asked', () => {
  const one = scene();
  const { call } = talkWithAnna(one);
  for (const refused of ['+447911123456', '+359901234567', '12']) {
    const answer = one.ask({ ask: 'consult', call, target: { to: 'number', number: refused }, reason: null });
    assert.equal(answer.ok ? 'done' : answer.code, 'number-refused');
  }
  assert.equal(one.shows('anna'), 'talking');
  assert.equal(one.told('outgoing-ended').length, 0);
  const closed = officeWithOutside({ dialPolicy: POLICY });
  const talk = talkWithAnna(closed);
  const answer = closed.ask({ ask: 'consult', call: talk.call, target: NUMBER, reason: null });
  assert.equal(answer.ok ? 'done' : answer.code, 'number-refused', 'agents call no numbers');
});

test('a number is asked on a second line: by an extension, or as it is dialled at home', () => {
  for (const dialled of ['700', '0880000777']) {
    const one = scene();
    const { agentLeg, caller } = talkWithAnna(one);
    const line = dialBeside(one, dialled);
    const outside = one.last('ring');
    assert.equal(outside.phone, `PJSIP/${PARTNER}@trunk`);
    assert.equal(one.last('indicate-ringing').leg, line);
    one.answers(outside.leg);
    assert.equal(one.last('answer').leg, line);
    one.comesIn(outside.leg);
    refer(one, agentLeg, '', line);
    one.comesIn(caller);
    assert.equal(transfer(one), 'anna outside connected nobody');
  }
  const busy = scene();
  talkWithAnna(busy);
  const line = dialBeside(busy, '0880000777');
  busy.ends(busy.last('ring').leg, 'busy');
  assert.ok(busy.all('hang-up').some(({ leg, reason }) => leg === line && reason === 'busy'));
});

test('where nobody is handed over to numbers, one that is dialled on a second line is none of the caller’s', () => {
  const one = officeWithExtensions();
  talkWithAnna(one);
  dialBeside(one, '0880000777');
  assert.equal(one.told('transfer-ended').length, 0);
  assert.equal(one.told('call-event').filter(({ event }) => event === 'transfer-asked').length, 0);
});

/** What the agent hears, as it was sent. */
function ringback(one: Scene, leg: LegId): readonly string[] {
  return one.commands.flatMap((it) =>
    (it.kind === 'start-ringback' || it.kind === 'stop-ringback') && it.leg === leg ? [it.kind] : [],
  );
}

test('who asks by request hears it ring until it is answered, or until the caller is back', () => {
  const heard = ['start-ringback', 'stop-ringback'];
  const { one, agentLeg } = answered();
  assert.deepEqual(ringback(one, agentLeg), heard);
  const busy = asking();
  assert.deepEqual(ringback(busy.one, busy.agentLeg), ['start-ringback']);
  busy.one.ends(busy.outside, 'busy');
  assert.deepEqual(ringback(busy.one, busy.agentLeg), heard);
  const boris = scene();
  const talk = talkWithAnna(boris);
  boris.mustAsk({ ask: 'consult', call: talk.call, target: { to: 'agent', agent: 'boris' }, reason: null });
  assert.deepEqual(ringback(boris, talk.agentLeg), ['start-ringback'], 'the same where an agent is asked');
  boris.ends(boris.ringingLeg('boris'), 'declined');
  assert.deepEqual(ringback(boris, talk.agentLeg), heard);
});

/** After a gap in which the agent's leg and the number stood in the bridge, or so many of them as are named. */
function afterGap({ one, caller, agentLeg, outside, call }: Asking, without: readonly LegId[] = []): void {
  const { activity } = one.state.calls.get(call) ?? {};
  assert.ok(activity?.kind === 'talking');
  one.state = thaw(freeze(one.state));
  one.take({ kind: 'telephony-lost' });
  one.clear();
  const up = [caller, agentLeg, outside].filter((leg) => !without.includes(leg));
  one.take({
    ...{ kind: 'telephony-back' },
    existing: {
      legs: up.map((leg) => ({ leg, up: leg !== outside || without.length > 0, caller: null })),
      bridges: [{ id: activity.conversation.bridge, legs: [agentLeg].filter((leg) => up.includes(leg)) }],
      restarted: false,
    },
  });
}

test('after a gap the agent hears it ring again, or no more', () => {
  const it = asking();
  afterGap(it);
  assert.deepEqual(ringback(it.one, it.agentLeg), ['start-ringback']);
  it.one.answers(it.outside);
  assert.deepEqual(ringback(it.one, it.agentLeg), ['start-ringback', 'stop-ringback']);
  it.one.mustAsk({ ask: 'cancel-transfer', call: it.call });
  afterGap(it);
  assert.deepEqual(ringback(it.one, it.agentLeg), ['stop-ringback'], 'the caller is back, or on his way');
});

test('an agent who has gone in the gap, while the number answered, leaves the caller to it', () => {
  const it = asking();
  afterGap(it, [it.agentLeg]);
  it.one.join();
  assert.deepEqual([it.one.doing(it.caller), transfer(it.one)], ['outside', 'anna outside connected nobody']);
  it.one.ends(it.outside);
  assert.deepEqual(number(it.one), ['answered', 'caller', 0, 'together']);
});

test('a line that goes after the number has answered, or does not come to it, brings the caller back', () => {
  for (const ends of [true, false]) {
    const one = scene();
    const { caller } = talkWithAnna(one);
    const line = dialBeside(one, '0880000777');
    const { leg } = one.last('ring');
    one.answers(leg);
    one.comesIn(leg);
    one.clear();
    const command = { kind: 'join-bridge', leg: line, playback: null, bridge: null } as const;
    if (ends) one.ends(line);
    else one.take({ kind: 'command-failed', command, failure: 'refused' });
    assert.deepEqual(number(one).slice(0, 1), ['answered']);
    assert.equal(transfer(one), 'anna outside cancelled nobody');
    assert.deepEqual([one.doing(caller), one.last('join-bridge').leg], ['talking', caller]);
    one.obeyHangUps();
    assert.equal(one.state.legs.size, 2);
  }
});

test('a number that has hung up is not hung up', () => {
  const { one, outside } = answered();
  one.clear();
  one.ends(outside);
  assert.deepEqual(one.all('hang-up'), []);
});

test('a restart in the middle of it finds everybody where he was, or brings him there', () => {
  const { one, caller, agentLeg, call, outside } = asking();
  one.state = thaw(freeze(one.state));
  const { activity } = one.state.calls.get(call) ?? {};
  assert.ok(activity?.kind === 'talking');
  const { bridge } = activity.conversation;
  const legs = [caller, agentLeg, outside].map((leg) => ({ leg, up: true, caller: null }));
  const existing: Existing = { legs, bridges: [{ id: bridge, legs: [agentLeg] }], restarted: false };
  assert.deepEqual(findAstray(one.state, existing), [{ what: 'unheard-answer', leg: outside }]);
  one.take({ kind: 'telephony-lost' });
  one.clear();
  one.take({ kind: 'telephony-back', existing });
  assert.ok(
    one.all('join-bridge').some(({ leg }) => leg === outside),
    'it has answered meanwhile',
  );
  one.state = thaw(freeze(one.state));
  assert.ok(findAstray(one.state, existing).some((it) => it.what === 'lonely-leg' && it.leg === outside));
  one.take({ kind: 'telephony-lost' });
  const without = { ...existing, legs: legs.filter(({ leg }) => leg !== outside) };
  one.take({ kind: 'telephony-back', existing: without });
  assert.deepEqual(number(one), ['answered', 'unknown', 0, 'apart']);
  assert.equal(transfer(one), 'anna outside cancelled nobody');
});

test('the talk with the caller is recorded but for the asking, and the talk with the number from when he came in', () => {
  const one = officeWithOutside({ dialPolicy: POLICY, atPhones: CALLING, record: true });
  const { call, caller } = talkWithAnna(one);
  const [own] = one.all('start-recording');
  one.take({ kind: 'recording-started', recording: own?.recording ?? '' });
  one.mustAsk({ ask: 'consult', call, target: NUMBER, reason: null });
  const outside = one.last('ring').leg;
  one.answers(outside);
  one.comesIn(outside);
  assert.deepEqual(
    one.all('pause-recording').map(({ recording }) => recording),
    [own?.recording],
  );
  one.clear();
  one.mustAsk({ ask: 'complete-transfer', call });
  assert.deepEqual(one.all('start-recording'), [], 'he is on his way');
  one.comesIn(caller);
  const { activity } = one.state.calls.get(call) ?? {};
  assert.ok(activity?.kind === 'outside' && activity.outside.stage.kind === 'talking');
  const { recording, bridge } = one.last('start-recording');
  assert.equal(bridge, activity.outside.stage.talk.bridge);
  assert.notEqual(recording, own?.recording);
});
