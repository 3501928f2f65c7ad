import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Astray, findAstray, nameOfAstray } from '../../src/core/astray.js';
import type { Existing, ExistingLeg } from '../../src/core/signal.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

function talking(): { readonly scene: Scene; readonly caller: string; readonly agentLeg: string } {
  const scene = new Scene(plan({ agents: ['anna', 'boris'], queues: [queue('sales', ['anna', 'boris'])] }));
  scene.signIn('anna');
  const caller = scene.call();
  const agentLeg = scene.ringingLeg('anna');
  scene.talk('anna');
  return { scene, caller, agentLeg };
}

/** What Asterisk has when all is well. */
function asItIs(scene: Scene): Existing {
  return {
    legs: [...scene.state.legs].map(([leg, { role, bridge }]) => ({
      leg,
      up: role === 'caller' || bridge !== null,
      caller: role === 'caller' ? { from: null, fromName: null, dialled: '100' } : null,
    })),
    bridges: [...scene.state.bridges].map(([id, { legs }]) => ({ id, legs: [...legs] })),
    restarted: false,
  };
}

function mend(scene: Scene, existing: Existing): readonly string[] {
  scene.clear();
  const found = findAstray(scene.state, existing);
  for (const astray of found) scene.take({ kind: 'found-astray', astray });
  return found.map(({ what }) => what);
}

test('nothing is astray when Asterisk has what we know, in a talk, while a phone rings, in the queue', () => {
  const { scene } = talking();
  assert.deepEqual(findAstray(scene.state, asItIs(scene)), []);
  scene.call();
  scene.signIn('boris');
  assert.deepEqual(findAstray(scene.state, asItIs(scene)), []);
});

test('a caller whom nobody knows is taken in; any other leg is hung up', () => {
  const { scene } = talking();
  const existing = asItIs(scene);
  const caller: ExistingLeg = {
    leg: 'lost',
    up: true,
    caller: { from: '1', fromName: null, dialled: '100' },
  };
  const orphan: ExistingLeg = { leg: 'orphan', up: true, caller: null };
  const found = mend(scene, { ...existing, legs: [...existing.legs, caller, orphan] });
  assert.deepEqual(found, ['stray-leg', 'stray-leg']);
  assert.equal(scene.doing('lost'), 'waiting');
  assert.equal(scene.last('hang-up').leg, 'orphan');
});

test('a call that Asterisk does not have is ended, how is not known, and its agent is free', () => {
  const { scene, caller } = talking();
  assert.deepEqual(
    [...mend(scene, { legs: [], bridges: asItIs(scene).bridges, restarted: false })],
    ['missing-leg', 'missing-leg'],
  );
  assert.equal(scene.state.legs.has(caller), false);
  assert.equal(scene.lastTold('call-ended').endedBy, 'unknown');
  assert.notEqual(scene.shows('anna'), 'talking');
});

test('an answer that was never heard is taken up', () => {
  const { scene } = talking();
  const second = scene.call();
  scene.signIn('boris');
  const leg = scene.ringingLeg('boris');
  const existing = asItIs(scene);
  const legs = existing.legs.map((each) => (each.leg === leg ? { ...each, up: true } : each));
  assert.deepEqual(mend(scene, { ...existing, legs }), ['unheard-answer']);
  assert.equal(scene.doing(second), 'connecting');
});

test('a leg that stands alone in the bridge of a talk gets its partner back', () => {
  const { scene, caller, agentLeg } = talking();
  const existing = asItIs(scene);
  const bridges = existing.bridges.map((bridge) => ({ ...bridge, legs: [caller] }));
  assert.deepEqual(mend(scene, { ...existing, bridges }), ['lonely-leg']);
  assert.deepEqual([...scene.last('connect').legs].sort(), [agentLeg, caller].sort());
  assert.equal(scene.last('connect').create, false);
});

test('a bridge that nobody knows goes back to Asterisk', () => {
  const { scene } = talking();
  const existing = asItIs(scene);
  assert.deepEqual(mend(scene, { ...existing, bridges: [...existing.bridges, { id: 'stray', legs: [] }] }), [
    'stray-bridge',
  ]);
  assert.equal(scene.last('remove-bridge').bridge, 'stray');
});

test('what has come right before it is put right is left alone', () => {
  const { scene, caller } = talking();
  scene.clear();
  const stray: Astray = {
    what: 'stray-leg',
    leg: { leg: caller, up: true, caller: { from: null, fromName: null, dialled: '100' } },
  };
  scene.take({ kind: 'found-astray', astray: stray });
  scene.take({ kind: 'found-astray', astray: { what: 'missing-leg', leg: 'never-was' } });
  scene.take({ kind: 'found-astray', astray: { what: 'unheard-answer', leg: caller } });
  assert.equal(scene.doing(caller), 'talking');
  assert.deepEqual(scene.all('hang-up'), []);
  assert.equal(nameOfAstray(stray), `stray-leg ${caller}`);
});

test('a phone that was answered and is asked for its key is not astray', () => {
  const made = plan({ agents: ['head'], queues: [queue('sales', ['head'])] });
  const { head } = made.agents;
  assert.ok(head !== undefined);
  const confirm = { prompt: null, withinMs: 10_000 };
  const scene = new Scene({ ...made, agents: { head: { ...head, confirm } } });
  scene.signIn('head');
  scene.call();
  const leg = scene.ringingLeg('head');
  scene.answers(leg);
  const found = asItIs(scene);
  const legs = found.legs.map((each) => ({ ...each, up: true }));
  assert.deepEqual(findAstray(scene.state, { ...found, legs }), []);
});
