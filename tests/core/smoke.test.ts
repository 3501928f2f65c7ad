import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const ONE_QUEUE = plan({
  agents: ['anna', 'boris'],
  queues: [queue('sales', ['anna', 'boris'], { wrapUp: { timeMs: 20_000, extendToMs: 60_000 } })],
});

test('a call goes through queue, offer, talk and wrap-up, and every part is told once', () => {
  const scene = new Scene(ONE_QUEUE);
  scene.signIn('anna', 'boris');
  const caller = scene.call();
  assert.deepEqual(
    scene.all('ring').map(({ phone, timeoutMs }) => ({ phone, timeoutMs })),
    [{ phone: 'PJSIP/anna', timeoutMs: 17_000 }],
  );
  assert.equal(scene.all('answer').length, 1);
  scene.wait(4_000);
  assert.equal(scene.last('start-music').music, 'default');
  const { bridge } = scene.talk('anna');
  assert.equal(scene.doing(caller), 'talking');
  assert.equal(scene.shows('anna'), 'talking');
  scene.wait(60_000);
  scene.ends(caller);
  assert.equal(scene.doing(caller), 'gone');
  scene.obeyHangUps();
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.wait(20_000);
  assert.equal(scene.shows('anna'), 'available');
  assert.deepEqual(
    scene.all('remove-bridge').map((command) => command.bridge),
    [bridge],
    'an unused bridge is given back',
  );
  const call = scene.lastTold('call-ended');
  assert.equal(scene.told('call-ended').length, 1);
  assert.deepEqual(
    [call.endedBy, call.endPlace, call.lastExit, call.waitMs, call.talkMs, call.conversations],
    ['caller', 'conversation', 'answered', 4_000, 60_000, 1],
  );
  assert.deepEqual(
    scene.told('visit-ended').map(({ exit, waitMs, offers, agent }) => ({ exit, waitMs, offers, agent })),
    [{ exit: 'answered', waitMs: 4_000, offers: 1, agent: 'anna' }],
  );
  assert.deepEqual(
    scene.told('offer-ended').map(({ agent, result }) => ({ agent, result })),
    [{ agent: 'anna', result: 'answered' }],
  );
  assert.deepEqual(
    scene
      .told('conversation-ended')
      .map(({ talkMs, ringMs, waitMs, endedBy }) => ({ talkMs, ringMs, waitMs, endedBy })),
    [{ talkMs: 60_000, ringMs: 4_000, waitMs: 4_000, endedBy: 'caller' }],
  );
});
