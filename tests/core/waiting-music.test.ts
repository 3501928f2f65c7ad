import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedQueue } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

/** Anna, signed in, and a caller for her. */
function called(changes: Partial<PlannedQueue> = {}): { readonly scene: Scene; readonly caller: string } {
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'], changes)] }));
  scene.signIn('anna');
  return { scene, caller: scene.call() };
}

test('who is answered within 0.3 s hears no music that breaks off: four commands carry the whole call', () => {
  const { scene, caller } = called();
  scene.wait(299);
  const { legs } = scene.talk('anna');
  scene.wait(10_000);
  scene.ends(legs.find((leg) => leg !== caller) ?? '');
  scene.ends(caller);
  const kinds = scene.commands.map(({ kind }) => kind).filter((kind) => kind !== 'watch-phone');
  assert.deepEqual(kinds, ['answer', 'ring', 'connect', 'hang-up']);
});

test('who waits longer hears music, once', () => {
  const { scene, caller } = called();
  scene.wait(299);
  assert.deepEqual(scene.all('start-music'), []);
  scene.wait(1);
  scene.wait(10_000);
  assert.deepEqual(scene.all('start-music'), [{ kind: 'start-music', leg: caller, music: 'default' }]);
});

test('who has gone before hears nothing any more', () => {
  const { scene, caller } = called();
  scene.ends(caller);
  scene.wait(1_000);
  assert.deepEqual(scene.all('start-music'), []);
});

test('music does not begin into what is said; it begins when that is over', () => {
  const position = { firstAfterMs: 100, everyMs: 60_000, onlyWhenBetter: false };
  const { scene } = called({ waiting: { music: 'default', position, messages: [] } });
  scene.wait(1_000);
  const { playback } = scene.last('play');
  assert.deepEqual(scene.all('start-music'), []);
  scene.take({ kind: 'playback-ended', playback, complete: true });
  assert.equal(scene.all('start-music').length, 1);
  scene.wait(1_000);
  assert.equal(scene.all('start-music').length, 1);
});

test('a restart in between keeps the moment', () => {
  const { scene } = called();
  scene.wait(200);
  scene.state = thaw(freeze(scene.state));
  scene.wait(100);
  assert.equal(scene.all('start-music').length, 1);
});
