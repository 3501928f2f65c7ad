import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyedNumber } from '../../src/core/callback/number.js';
import { mayBeCalledAt, noteDialled, refusalOf } from '../../src/core/callback/policy.js';
import { createState } from '../../src/core/step.js';
import { planInForce } from '../../src/core/state.js';
import { homeForm, numberForms } from '../../src/routing/callers/number-forms.js';
import { asked, CLIENT, HOUR, POLICY, scene } from './callback-scene.js';

/** Keyed in at home in a country whose neighbours may be called, too: the number, or why it is not called. */
function called(country: string | null, keyed: string, allow = ['+']): string | null {
  const home = country === null ? null : homeForm(country);
  const policy = { ...POLICY, home, allow, forms: numberForms(allow) };
  const number = keyedNumber(policy, keyed);
  return refusalOf(createState({ prefix: 't', seed: 1 }), policy, number, 0) ?? number;
}

test('numbers are read as their country writes them, and what is called is one number in one form', () => {
  for (const [country, keyed, number] of [
    ['BG', '0888 123 456', '+359888123456'],
    ['BG', '00359888123456', '+359888123456'],
    ['BG', '359888123456', '+359888123456'],
    ['BG', '+359888123456', '+359888123456'],
    ['BG', '888123456', '+359888123456'],
    ['BG', '3590888123456', '+359888123456'],
    ['RU', '89161234567', '+79161234567'],
    ['RU', '79161234567', '+79161234567'],
    ['RU', '8121234567', '+78121234567'],
    ['RU', '810442079460000', '+442079460000'],
    ['RU', '7011234567', '+77011234567'],
    ['KZ', '7011234567', '+77011234567'],
    ['BY', '80291234567', '+375291234567'],
    ['IT', '3931234567', '+393931234567'],
    ['IT', '0612345678', '+390612345678'],
    ['US', '14155550123', '+14155550123'],
    ['US', '4155550123', '+14155550123'],
    ['US', '011442079460000', '+442079460000'],
    ['BR', '0 15 11 961234567', '+5511961234567'],
    ['AR', '011 15 2345 6789', '+5491123456789'],
    [null, '00442079460000', '+442079460000'],
  ] as const)
    assert.equal(called(country, keyed), number, `${country} ${keyed}`);
  for (const nothing of ['', '*12', 'x']) assert.equal(called('BG', nothing), 'no-number', nothing);
  assert.equal(called(null, '0888123456'), 'no-number');
});

test('no other writing of a number leads past the policy', () => {
  const { home } = POLICY;
  const state = createState({ prefix: 't', seed: 1 });
  for (const keyed of ['0901234567', '359090123456', '00359901234567', '+359901234567'])
    assert.equal(refusalOf(state, POLICY, keyedNumber({ home }, keyed), 0), 'not-allowed', keyed);
  for (const [number, because] of [
    ['00359090123456', 'not-possible'],
    ['+3590888000001', 'not-possible'],
    ['+359088800000', 'not-possible'],
    ['+35988', 'not-possible'],
    ['+35988800000123', 'not-possible'],
    ['+71044207946', 'not-allowed'],
  ] as const)
    assert.equal(refusalOf(state, POLICY, keyedNumber({ home }, number), 0), because, number);
  for (const number of ['+71044207946', '+37580291234567', '+789161234567', '+1234567'])
    assert.equal(called('RU', number), 'not-possible', number);
  assert.equal(called('RU', '81044207946'), 'not-possible');
});

test('a number is called no more often than the policy allows', () => {
  const state = createState({ prefix: 't', seed: 1 });
  const now = 1_000_000_000_000;
  for (let times = 0; times < 3; times++) noteDialled(state, POLICY, CLIENT, now + times);
  assert.equal(refusalOf(state, POLICY, CLIENT, now + 3), 'too-often');
  assert.equal(mayBeCalledAt(state, POLICY, CLIENT, now + 3), now + 24 * HOUR);
  assert.equal(refusalOf(state, POLICY, CLIENT, now + 24 * HOUR), null);
  noteDialled(state, POLICY, '+359888000002', now + 25 * HOUR);
  assert.deepEqual([...state.dialled.keys()], ['+359888000002']);
  assert.equal(refusalOf(state, POLICY, '359888000002', now), 'no-number');
});

test('when numbers were called is forgotten in time, also where nobody is called any more', () => {
  const one = scene();
  const { state } = one;
  noteDialled(state, POLICY, CLIENT, one.now);
  one.wait(23 * HOUR);
  noteDialled(state, POLICY, '+359888000002', one.now);
  one.wait(HOUR - 1);
  one.take({ kind: 'time-passed' });
  assert.equal(state.dialled.size, 2);
  one.wait(1);
  one.take({ kind: 'time-passed' });
  assert.deepEqual([...state.dialled.keys()], ['+359888000002']);
  const { dialPolicy: _, ...without } = planInForce(state);
  one.take({ kind: 'plan-loaded', plan: { ...without, version: 'next' }, by: 'test' });
  one.take({ kind: 'time-passed' });
  assert.equal(state.dialled.size, 1, 'the policy may come back');
  one.wait(24 * HOUR);
  one.take({ kind: 'time-passed' });
  assert.equal(state.dialled.size, 0);
});

test('the record of changes names a callback, not the number that is to be called', () => {
  const one = scene();
  one.clear();
  one.mustAsk(asked);
  const [callback = ''] = one.state.callbacks.keys();
  one.mustAsk({ ask: 'cancel-callback', callback });
  assert.deepEqual(
    one.told('changed').map(({ what, about }) => [what, about]),
    [
      ['ask-callback', callback],
      ['cancel-callback', callback],
    ],
  );
});
