import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

function oneAgent(): Scene {
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }));
  scene.signIn('anna');
  return scene;
}

function talkAndLeave(scene: Scene): string {
  const caller = scene.call();
  const { bridge } = scene.talk('anna');
  scene.ends(caller);
  scene.obeyHangUps();
  return bridge;
}

test('a bridge that both have left carries the next talk', () => {
  const scene = oneAgent();
  const bridge = talkAndLeave(scene);
  scene.clear();
  scene.call();
  const connect = scene.talk('anna');
  assert.deepEqual([connect.bridge, connect.create], [bridge, false]);
});

test('bridges take turns, so that a steady load neither makes nor removes any', () => {
  const scene = new Scene(plan({ agents: ['anna', 'boris'], queues: [queue('sales', ['anna', 'boris'])] }));
  scene.signIn('anna');
  scene.signIn('boris');
  const first = scene.call();
  scene.talk('anna');
  const second = scene.call();
  scene.talk('boris');
  scene.ends(first);
  scene.ends(second);
  scene.obeyHangUps();
  scene.clear();
  for (let calls = 0; calls < 10; calls++) {
    const caller = scene.call();
    scene.talk(scene.state.agents.get('anna')?.work.kind === 'offered' ? 'anna' : 'boris');
    scene.wait(6_000);
    scene.ends(caller);
    scene.obeyHangUps();
  }
  assert.deepEqual(scene.all('remove-bridge'), []);
  assert.deepEqual(
    scene.all('connect').filter(({ create }) => create),
    [],
  );
});

test('a bridge that nobody uses for ten seconds is given back', () => {
  const scene = oneAgent();
  const bridge = talkAndLeave(scene);
  scene.wait(9_999);
  assert.deepEqual(scene.all('remove-bridge'), []);
  scene.wait(1);
  assert.deepEqual(
    scene.all('remove-bridge').map((command) => command.bridge),
    [bridge],
  );
  scene.call();
  assert.equal(scene.talk('anna').create, true);
});

test('a bridge in which a leg may still stand is never used again', () => {
  const scene = oneAgent();
  const caller = scene.call();
  const { bridge } = scene.talk('anna');
  scene.ends(caller);
  scene.wait(30_000);
  assert.deepEqual([...scene.state.legs.keys()], [], 'the agent leg is given up after several hang-ups');
  assert.equal(scene.last('remove-bridge').bridge, bridge);
  scene.call();
  assert.notEqual(scene.talk('anna').bridge, bridge);
});

test('a bridge in which both were never seen together is not used again', () => {
  const scene = oneAgent();
  const caller = scene.call();
  scene.answers(scene.ringingLeg('anna'));
  const { bridge } = scene.last('connect');
  scene.ends(caller);
  scene.obeyHangUps();
  assert.equal(scene.last('remove-bridge').bridge, bridge);
  scene.call();
  assert.notEqual(scene.talk('anna').bridge, bridge);
});

test('a bridge that could not be removed is removed again', () => {
  const scene = oneAgent();
  const bridge = talkAndLeave(scene);
  scene.wait(10_000);
  scene.clear();
  const command = { kind: 'remove-bridge', leg: null, playback: null, bridge };
  scene.take({ kind: 'command-failed', command, failure: 'timeout' });
  scene.wait(10_000);
  assert.deepEqual(
    scene.all('remove-bridge').map((one) => one.bridge),
    [bridge],
  );
  scene.take({ kind: 'command-failed', command, failure: 'gone' });
  scene.wait(60_000);
  assert.equal(scene.all('remove-bridge').length, 1);
});

test('a connection that fails leaves the caller waiting, rung for again, in a new bridge', () => {
  const scene = oneAgent();
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.answers(leg);
  const { bridge } = scene.last('connect');
  scene.wait(3_000);
  assert.equal(scene.doing(caller), 'waiting');
  assert.equal(scene.last('remove-bridge').bridge, bridge);
  assert.equal(scene.last('start-music').leg, caller);
  assert.equal(scene.lastTold('offer-ended').result, 'failed');
  scene.ends(leg);
  scene.wait(1_000);
  const next = scene.talk('anna');
  assert.notEqual(next.bridge, bridge);
  assert.equal(scene.doing(caller), 'talking');
});
