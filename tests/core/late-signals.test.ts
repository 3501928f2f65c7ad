import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Failure } from '../../src/core/signal.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const FAILURES: readonly Failure[] = [
  'gone',
  'conflict',
  'invalid-state',
  'unreachable',
  'refused',
  'timeout',
  'unknown',
];

function twoAgents(): Scene {
  const scene = new Scene(plan({ agents: ['anna', 'boris'], queues: [queue('sales', ['anna', 'boris'])] }));
  scene.signIn('anna', 'boris');
  return scene;
}

test('an answer that is told twice while the caller is being connected changes nothing', () => {
  const scene = twoAgents();
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.answers(leg);
  scene.clear();
  scene.answers(leg);
  assert.deepEqual(scene.commands, []);
  assert.equal(scene.doing(caller), 'connecting');
});

test('an answer that is told again in mid-talk does not end the talk', () => {
  const scene = twoAgents();
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.talk('anna');
  scene.clear();
  scene.answers(leg);
  assert.deepEqual(scene.commands, []);
  assert.equal(scene.doing(caller), 'talking');
});

for (const failure of FAILURES) {
  test(`a ring that is said to have failed (${failure}) after the phone answered changes nothing`, () => {
    const scene = twoAgents();
    const caller = scene.call();
    const leg = scene.ringingLeg('anna');
    const command = { kind: 'ring', leg, playback: null, bridge: null };
    scene.answers(leg);
    const connect = scene.last('connect');
    scene.clear();
    scene.take({ kind: 'command-failed', command, failure });
    assert.equal(scene.doing(caller), 'connecting');
    scene.join(connect);
    scene.take({ kind: 'command-failed', command, failure });
    assert.equal(scene.doing(caller), 'talking');
    assert.deepEqual(scene.commands, []);
  });

  test(`a connection that is said to have failed (${failure}) after both were together changes nothing`, () => {
    const scene = twoAgents();
    const caller = scene.call();
    const { bridge } = scene.talk('anna');
    scene.clear();
    scene.take({
      kind: 'command-failed',
      command: { kind: 'connect', leg: null, playback: null, bridge },
      failure,
    });
    assert.equal(scene.doing(caller), 'talking');
    assert.deepEqual(scene.commands, []);
  });
}

test('the end of an agent leg that is told twice ends the talk once', () => {
  const scene = twoAgents();
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.talk('anna');
  scene.ends(leg);
  scene.ends(leg);
  scene.ends(caller);
  scene.ends(caller);
  assert.equal(scene.told('conversation-ended').length, 1);
  assert.equal(scene.told('call-ended').length, 1);
  assert.equal(scene.lastTold('call-ended').endedBy, 'agent');
});
