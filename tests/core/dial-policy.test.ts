import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyedNumber, mayBeCalledAt, noteDialled, refusalOf } from '../../src/core/callback/policy.js';
import { createState } from '../../src/core/step.js';
import { CLIENT, HOUR, POLICY } from './callback-scene.js';

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
