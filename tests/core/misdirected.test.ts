import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '../../src/core/signal.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const SHORT_MS = 5_000;

/** A greeting, and the queue behind it; `200` is the queue alone, in which the caller hears ringing until an agent answers. */
function line(shortCallMs?: number): Scene {
  const scene = new Scene(
    plan({
      ...(shortCallMs === undefined ? {} : { shortCallMs }),
      agents: ['anna'],
      prompts: ['welcome', 'outage'],
      queues: [
        queue('sales', ['anna']),
        queue('direct', ['anna'], { answer: 'when-agent-answers', hear: 'ringing' }),
      ],
      blocks: {
        greet: [
          { do: 'play', prompt: 'welcome', information: false },
          { do: 'queue', queue: 'sales' },
        ],
        direct: [{ do: 'queue', queue: 'direct' }],
      },
      numbers: { '100': 'greet', '200': 'direct' },
    }),
  );
  scene.signIn('anna');
  return scene;
}

/** Whoever has called hangs up after so long: the marks of his call. */
function marksAfter(scene: Scene, caller: LegId, ms: number): readonly string[] {
  scene.wait(ms);
  scene.ends(caller);
  return scene.lastTold('call-ended').marks;
}

test('a caller who hangs up within short_call of the answer is marked, its last moment included', () => {
  for (const [ms, marks] of [
    [0, ['misdirected']],
    [SHORT_MS, ['misdirected']],
    [SHORT_MS + 1, []],
  ] as const) {
    const scene = line(SHORT_MS);
    assert.deepEqual(marksAfter(scene, scene.call(), ms), marks, `${ms} ms`);
  }
});

test('without short_call nobody is', () => {
  const scene = line();
  assert.deepEqual(marksAfter(scene, scene.call(), 0), []);
});

test('waiting in the queue behind the greeting he is still marked, ringing that nobody has answered he is not', () => {
  const waiting = line(SHORT_MS);
  const caller = waiting.call();
  waiting.finishSound();
  assert.deepEqual(marksAfter(waiting, caller, 1_000), ['misdirected']);
  const ringing = line(SHORT_MS);
  assert.deepEqual(marksAfter(ringing, ringing.call('200'), 1_000), []);
});

test('who has talked with an agent is not, nor is who leaves in the emergency message', () => {
  const talking = line(SHORT_MS);
  const caller = talking.call();
  talking.finishSound();
  talking.talk('anna');
  assert.deepEqual(marksAfter(talking, caller, 1_000), []);
  const informed = line(SHORT_MS);
  informed.mustAsk({ ask: 'start-message', prompt: 'outage', number: null, ends: null });
  assert.deepEqual(marksAfter(informed, informed.call(), 1_000), []);
  assert.equal(informed.lastTold('call-ended').endPlace, 'message');
});

test('who is hung up, or is gone when Asterisk is heard again, has not hung up himself', () => {
  const scene = line(SHORT_MS);
  const caller = scene.call();
  scene.take({ kind: 'telephony-lost' });
  scene.wait(1_000);
  scene.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: false } });
  assert.equal(scene.state.legs.has(caller), false);
  const { marks, endedBy } = scene.lastTold('call-ended');
  assert.deepEqual([marks, endedBy], [[], 'unknown']);
});
