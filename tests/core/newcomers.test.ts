import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, queue, WHOLE_DAY } from './plan-builder.js';
import { Scene } from './scene.js';

test('who was signed in before the others is no newcomer when he signs in again', () => {
  const counting = { ...WHOLE_DAY, newcomers: 'fair' } as const;
  const agents = ['anna', 'boris'];
  const scene = new Scene(plan({ agents, queues: [queue('sales', agents, { counting })] }));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.signIn('boris');
  const caller = scene.call();
  scene.talk('boris');
  scene.wait(60_000);
  scene.ends(caller);
  scene.obeyHangUps();
  scene.mustAsk({ ask: 'sign-out', agent: 'anna' });
  scene.signIn('anna');
  assert.deepEqual(scene.state.agents.get('anna')?.credits, {});
});
