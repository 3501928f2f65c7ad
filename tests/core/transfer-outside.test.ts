import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhonesRule } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { POLICY } from './callback-scene.js';
import type { Scene } from './scene.js';
import { officeWithOutside, PARTNER, refer, talkWithAnna } from './transfer-office.js';

const CALLING: PhonesRule = {
  outgoing: { ringMs: 30_000, record: null, wrapUp: { timeMs: 0, extendToMs: 0 } },
};

function scene(record = false): Scene {
  return officeWithOutside({ dialPolicy: POLICY, atPhones: CALLING, record });
}

function became(one: Scene): string {
  const { result, takenBy, target, agent } = one.lastTold('transfer-ended');
  return [agent, target, result, takenBy ?? 'nobody'].join(' ');
}

test('a caller who is sent to a number outside talks there, and his agent is free', () => {
  const one = scene();
  const { call, caller, agentLeg } = talkWithAnna(one);
  one.mustAsk({ ask: 'transfer-call', call, target: { to: 'number', number: '088 000 0777' }, reason: null });
  one.ends(agentLeg);
  assert.equal(one.shows('anna'), 'available');
  const { leg, phone } = one.last('ring');
  assert.equal(phone, `PJSIP/${PARTNER}@trunk`);
  assert.equal(one.last('start-music').music, 'handing-over');
  one.state = thaw(freeze(one.state));
  one.wait(4_000);
  one.answers(leg);
  one.join();
  assert.equal(became(one), 'anna outside connected nobody');
  one.wait(10_000);
  one.ends(leg);
  const { origin, agent, forCall, talkMs, number, result } = one.lastTold('outgoing-ended');
  assert.deepEqual(
    [origin, agent, forCall, talkMs, number, result],
    ['transfer', null, call, 10_000, PARTNER, 'answered'],
  );
  one.ends(caller);
  const { conversations, endPlace, lastExit } = one.lastTold('call-ended');
  assert.deepEqual([conversations, endPlace, lastExit], [1, 'conversation', 'outside']);
  one.obeyHangUps();
  assert.equal(one.state.legs.size, 0);
});

test('a number that talks with nobody sends the caller back to whoever has sent him, and no further', () => {
  for (const end of ['busy', 'no-answer', 'declined', 'unreachable'] as const) {
    const one = scene();
    const { call, agentLeg } = talkWithAnna(one);
    one.mustAsk({ ask: 'transfer-call', call, target: { to: 'number', number: PARTNER }, reason: null });
    one.ends(agentLeg);
    one.ends(one.last('ring').leg, end);
    assert.deepEqual(one.ringing(), ['anna']);
    one.talk('anna');
    assert.equal(became(one), 'anna outside returned anna');
  }
});

test('a caller who hangs up on his way there is told so, once', () => {
  const one = scene();
  const { call, caller } = talkWithAnna(one);
  one.mustAsk({ ask: 'transfer-call', call, target: { to: 'number', number: PARTNER }, reason: null });
  one.ends(caller);
  assert.equal(became(one), 'anna outside caller-left nobody');
  assert.equal(one.lastTold('outgoing-ended').result, 'caller-left');
  assert.deepEqual(one.lastTold('call-ended').marks, ['abandoned-after-transfer']);
});

test('what the dial policy refuses leaves the caller with his agent', () => {
  const one = scene();
  const { call } = talkWithAnna(one);
  for (const number of ['+447911123456', '+359901234567', '12', '+3592000000']) {
    const answer = one.ask({ ask: 'transfer-call', call, target: { to: 'number', number }, reason: null });
    assert.equal(answer.ok ? 'done' : answer.code, 'number-refused');
  }
  assert.equal(one.shows('anna'), 'talking');
  assert.equal(one.told('outgoing-ended').length, 0);
});

test('a number that the file names may always be called; another only where agents call numbers', () => {
  const one = officeWithOutside({ dialPolicy: POLICY });
  const { call, agentLeg } = talkWithAnna(one);
  const answer = one.ask({
    ask: 'transfer-call',
    call,
    target: { to: 'number', number: PARTNER },
    reason: null,
  });
  assert.equal(answer.ok ? 'done' : answer.code, 'number-refused');
  refer(one, agentLeg, PARTNER);
  assert.equal(one.last('answer-refer').answer, 'unavailable');
  for (const key of '#1700') one.press(agentLeg, key);
  assert.equal(one.last('ring').phone, `PJSIP/${PARTNER}@trunk`);
});

test('the transfer key of a phone names a number as it is dialled at home; what is refused is answered so', () => {
  const one = scene();
  const { agentLeg } = talkWithAnna(one);
  refer(one, agentLeg, '+447911123456');
  assert.equal(one.last('answer-refer').answer, 'declined');
  assert.equal(one.shows('anna'), 'talking');
  refer(one, agentLeg, '0880000777');
  assert.equal(one.last('answer-refer').answer, 'done');
  assert.equal(one.last('ring').phone, `PJSIP/${PARTNER}@trunk`);
});

test('what was being recorded is recorded there, too', () => {
  const one = scene(true);
  const { call } = talkWithAnna(one);
  one.mustAsk({ ask: 'transfer-call', call, target: { to: 'number', number: PARTNER }, reason: null });
  one.answers(one.last('ring').leg);
  one.join();
  assert.equal(one.all('start-recording').length, 2);
});
