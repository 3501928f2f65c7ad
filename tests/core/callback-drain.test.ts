import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { asked, dialled, endOf, HOUR, scene, stageOf } from './callback-scene.js';

test('while new calls go elsewhere no callback is begun, and what is promised stays', () => {
  const one = scene();
  one.signIn('anna', 'boris');
  one.mustAsk(asked);
  const client = dialled(one);
  one.mustAsk({ ...asked, number: '+359888000002' });
  assert.deepEqual(one.ringing(), ['anna', 'boris']);
  one.take({ kind: 'new-calls', go: 'elsewhere' });
  assert.deepEqual(one.ringing(), ['anna'], 'she calls the client already');
  one.mustAsk({ ...asked, number: '+359888000003' });
  one.obeyHangUps();
  one.ends(client, 'busy');
  one.obeyHangUps();
  assert.equal(one.state.calls.size, 0, 'the drain comes to its end');
  one.wait(3 * HOUR);
  assert.deepEqual([stageOf(one), endOf(one), one.ringing()], ['resting,resting,resting', '', []]);
  one.take({ kind: 'new-calls', go: 'here' });
  assert.equal(stageOf(one), 'in-line,in-line,in-line');
});

test('a start takes new calls, whatever was asked of the line before it', () => {
  const one = scene();
  one.mustAsk(asked);
  one.take({ kind: 'new-calls', go: 'elsewhere' });
  assert.equal(stageOf(one), 'resting');
  one.state = thaw(freeze(one.state));
  assert.equal(stageOf(one), 'resting');
  one.take({ kind: 'restarted' });
  one.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: false } });
  assert.equal(stageOf(one), 'in-line');
});
