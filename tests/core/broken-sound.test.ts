import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

function greeted(): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['welcome', 'channels'],
      queues: [
        queue('sales', ['anna'], {
          waiting: {
            music: 'default',
            position: null,
            messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: null }],
          },
        }),
      ],
      blocks: {
        greet: [
          { do: 'play', prompt: 'welcome', information: true },
          { do: 'queue', queue: 'sales' },
        ],
      },
      numbers: { '100': 'entry', '200': 'greet' },
    }),
  );
  scene.signIn('anna');
  return scene;
}

test('sound that breaks off because the caller has hung up leads on to nobody', () => {
  const scene = greeted();
  const caller = scene.call('200');
  scene.wait(2_000);
  scene.finishSound(false);
  scene.ends(caller);
  scene.wait(1_000);
  assert.deepEqual(scene.rung(), []);
  const call = scene.lastTold('call-ended');
  assert.deepEqual([call.endPlace, call.firstOfferedAt, call.informationHeard], ['prompt', null, 0]);
  const played = scene.told('call-event').find(({ event }) => event === 'prompt-played');
  assert.deepEqual(played?.detail, { prompt: 'welcome', heardMs: 2_000, complete: false });
});

test('sound that breaks off while the caller is still there leads on a moment later', () => {
  const scene = greeted();
  const caller = scene.call('200');
  scene.finishSound(false);
  scene.finishSound(false);
  assert.equal(scene.doing(caller), 'playing');
  scene.wait(300);
  assert.deepEqual(scene.ringing(), ['anna']);
});

test('a message that breaks off gives the music back a moment later', () => {
  const scene = greeted();
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  scene.wait(5_000);
  scene.clear();
  scene.finishSound(false);
  assert.deepEqual(scene.commands, []);
  scene.wait(300);
  assert.deepEqual(
    scene.commands.map(({ kind }) => kind),
    ['stop-playback', 'start-music'],
  );
});

for (const [told, waitMs] of [
  ['begins', 600_000],
  ['does not even begin', 5_000],
] as const) {
  test(`a prompt that ${told} and whose end is never told is stopped, and the flow goes on`, () => {
    const scene = greeted();
    const caller = scene.call('200');
    const { playback } = scene.last('play');
    if (told === 'begins') scene.take({ kind: 'playback-started', playback });
    scene.wait(waitMs - 1);
    assert.equal(scene.doing(caller), 'playing');
    scene.clear();
    scene.wait(1);
    assert.deepEqual(scene.all('stop-playback'), [{ kind: 'stop-playback', leg: caller, playback }]);
    assert.deepEqual(scene.ringing(), ['anna']);
  });
}

test('an overdue message is stopped before the music returns', () => {
  const scene = greeted();
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  scene.wait(5_000);
  scene.take({ kind: 'playback-started', playback: scene.last('play').playback });
  scene.clear();
  scene.wait(600_000);
  assert.deepEqual(
    scene.commands.map(({ kind }) => kind),
    ['stop-playback', 'start-music'],
  );
});
