import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyedNumber, mayBeCalledAt, noteDialled, refusalOf } from '../../src/core/callback/policy.js';
import { createState } from '../../src/core/step.js';
import { planInForce } from '../../src/core/state.js';
import { asked, CLIENT, HOUR, POLICY, scene } from './callback-scene.js';

test('numbers are read as their country writes them', () => {
  const read = (keyed: string, home = POLICY.home): string | null => keyedNumber({ ...POLICY, home }, keyed);
  assert.equal(read('0888 123 456'), '+359888123456');
  assert.equal(read('00359888123456'), '+359888123456');
  assert.equal(read('359888123456'), '+359888123456');
  assert.equal(read('+359888123456'), '+359888123456');
  assert.equal(read('888123456'), '+359888123456');
  assert.equal(read('89161234567', { countryCode: '7', trunkPrefix: '8' }), '+79161234567');
  assert.equal(read('0888123456', null), null);
  assert.equal(read('0044207946', null), '+44207946');
  for (const nothing of ['', '*12', 'x']) assert.equal(read(nothing), null, nothing);
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

test('the record of changes has no more of a number than by which it can be known again', () => {
  const one = scene();
  one.clear();
  one.mustAsk(asked);
  const [callback = ''] = one.state.callbacks.keys();
  one.mustAsk({ ask: 'cancel-callback', callback });
  assert.deepEqual(
    one.told('changed').map(({ what, about }) => [what, about]),
    [
      ['ask-callback', 'caller …0001'],
      ['cancel-callback', callback],
    ],
  );
});
