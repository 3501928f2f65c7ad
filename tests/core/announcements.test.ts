import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WaitingRule } from '../../src/core/plan.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

/** A caller who waits while the only agent is at lunch. */
function waiting(rule: Partial<WaitingRule>): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['channels', 'thanks'],
      queues: [
        queue('sales', ['anna'], { waiting: { music: 'default', position: null, messages: [], ...rule } }),
      ],
    }),
  );
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  return scene;
}

/** When what was spoken, in seconds after the entry; sounds last so long. */
function spoken(scene: Scene, forMs: number, soundMs: number): string[] {
  const startsAt = scene.now;
  const heard: string[] = [];
  const began = new Map<string, number>();
  while (scene.now < startsAt + forMs) {
    for (const playback of [...scene.state.playbacks.keys()]) {
      if ((began.get(playback) ?? Infinity) + soundMs > scene.now) continue;
      scene.take({ kind: 'playback-ended', playback, complete: true });
      scene.wait(0);
    }
    for (const { playback, media } of scene.all('play')) {
      if (began.has(playback)) continue;
      began.set(playback, scene.now);
      heard.push(`${(scene.now - startsAt) / 1000} ${(media[0] ?? '').replace(/.*[:/]/, '')}`);
      scene.take({ kind: 'playback-started', playback });
    }
    scene.wait(100);
  }
  return heard;
}

test('a message comes at its first time and then every so often', () => {
  const scene = waiting({ messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: 30_000 }] });
  assert.deepEqual(spoken(scene, 70_000, 2_000), ['5 channels', '35 channels', '65 channels']);
});

test('a message without repetition comes once', () => {
  const scene = waiting({ messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: null }] });
  assert.deepEqual(spoken(scene, 70_000, 2_000), ['5 channels']);
});

test('turns that passed while something was heard are not made up for', () => {
  const scene = waiting({ messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: 5_000 }] });
  scene.wait(5_000);
  scene.wait(4_900);
  scene.take({ kind: 'playback-started', playback: scene.last('play').playback });
  scene.wait(12_100);
  for (let end = 0; end < 3; end++) {
    scene.finishSound();
    scene.wait(0);
  }
  assert.equal(scene.all('play').length, 2, 'one at 5 s, one for all the turns that were missed');
  scene.wait(3_000);
  assert.equal(scene.all('play').length, 3, 'the next in its turn');
});

test('two messages due at once come one after the other, the position before both', () => {
  const scene = waiting({
    position: { firstAfterMs: 5_000, everyMs: 60_000, onlyWhenBetter: false },
    messages: [
      { prompt: 'channels', firstAfterMs: 5_000, everyMs: null },
      { prompt: 'thanks', firstAfterMs: 4_000, everyMs: 60_000 },
    ],
  });
  assert.deepEqual(spoken(scene, 20_000, 2_000), ['4 thanks', '6 queue-youarenext', '8 channels']);
});

test('a position is spoken again only when it is better, where the file says so', () => {
  for (const [onlyWhenBetter, times] of [
    [true, 1],
    [false, 3],
  ] as const) {
    const scene = waiting({ position: { firstAfterMs: 1_000, everyMs: 10_000, onlyWhenBetter } });
    assert.equal(spoken(scene, 25_000, 1_000).length, times);
  }
});
