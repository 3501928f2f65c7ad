import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

test('music is stopped before the caller is in the bridge, where Asterisk could lose its end', () => {
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }));
  scene.signIn('anna');
  const caller = scene.call();
  scene.answers(scene.ringingLeg('anna'));
  const [music, connection] = [scene.last('stop-music'), scene.last('connect')];
  assert.equal(music.leg, caller);
  assert.ok(scene.commands.indexOf(music) < scene.commands.indexOf(connection));
});
