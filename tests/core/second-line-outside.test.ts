import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhonesRule } from '../../src/core/plan.js';
import { POLICY } from './callback-scene.js';
import type { Scene } from './scene.js';
import { dialBeside, officeWithOutside, PARTNER, talkWithAnna } from './transfer-office.js';

const CALLING: PhonesRule = {
  outgoing: { ringMs: 30_000, record: null, wrapUp: { timeMs: 0, extendToMs: 0 } },
};
const NUMBER = { to: 'number', number: PARTNER } as const;

function scene(): Scene {
  return officeWithOutside({ dialPolicy: POLICY, atPhones: CALLING });
}

/** What became of a number that was dialled on a second line and refused: told as blocked, and heard. */
function refusedThere(one: Scene, dialled: string): string {
  one.clear();
  const line = dialBeside(one, dialled, `line to ${dialled}`);
  const { origin, agent, number: told, result, refusal } = one.lastTold('outgoing-ended');
  assert.deepEqual([origin, agent, result], ['phone', 'anna', 'blocked-by-policy']);
  assert.deepEqual(one.all('ring'), []);
  const { leg, reason } = one.last('hang-up');
  assert.equal(leg, line);
  return [told, refusal, reason].join(' ');
}

test('a number that may not be called stands among the calls that were blocked, dialled on a second line as on a first', () => {
  const one = scene();
  const { caller } = talkWithAnna(one);
  assert.equal(refusedThere(one, '+447911123456'), '+447911123456 not-allowed congestion');
  assert.equal(refusedThere(one, '+359901234567'), '+359901234567 not-allowed congestion');
  const stage = one.told('call-event').find(({ event }) => event === 'transfer-refused');
  assert.equal(stage?.detail['why'], 'the dial policy does not allow to call this number');
  assert.equal(one.doing(caller), 'talking');
});

test('a number that somebody else calls just now is not asked, and no caller is sent there', () => {
  const one = scene();
  const { call } = talkWithAnna(one);
  one.mustAsk({ ask: 'call-out', agent: 'boris', number: PARTNER });
  assert.equal(refusedThere(one, '0880000777'), `${PARTNER} being-called busy`);
  for (const ask of ['consult', 'transfer-call'] as const) {
    const answer = one.ask({ ask, call, target: NUMBER, reason: null });
    assert.equal(answer.ok ? 'done' : answer.code, 'number-refused');
  }
  dialBeside(one, '700', 'line-7');
  assert.equal(one.last('ring').phone, `PJSIP/${PARTNER}@trunk`, 'the file names it for everybody');
});

test('while new calls go elsewhere no number is dialled, but a call that is here is handed over', () => {
  const one = scene();
  const { call } = talkWithAnna(one);
  one.take({ kind: 'new-calls', go: 'elsewhere' });
  assert.equal(refusedThere(one, '0880000777'), `${PARTNER} closed congestion`);
  one.mustAsk({ ask: 'consult', call, target: NUMBER, reason: null });
  one.mustAsk({ ask: 'cancel-transfer', call });
  dialBeside(one, '700', 'line-7');
  assert.equal(one.last('indicate-ringing').leg, 'line-7');
});

test('a number of the file is refused with the reason that there is no dial policy any more', () => {
  const one = officeWithOutside({ atPhones: CALLING });
  const { call, caller } = talkWithAnna(one);
  const target = { ...NUMBER, isWritten: true } as const;
  const answer = one.ask({ ask: 'consult', call, target, reason: null });
  assert.ok(!answer.ok && answer.code === 'number-refused');
  assert.match(answer.detail, /no dial_policy/);
  assert.equal(refusedThere(one, '700'), `${PARTNER} not-allowed congestion`);
  assert.equal(one.doing(caller), 'talking');
});
