import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../../src/core/change.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { LegId, Request } from '../../src/core/signal.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const OLGA: Actor = { name: 'olga', role: 'supervisor', request: 'r-7' };

/** Anna serves both queues and is at lunch; 100 leads to sales, 200 to support. */
function lunch(): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna', 'boris'],
      queues: [
        queue('sales', ['anna'], {
          redialMs: 120_000,
          exits: { wait: null, full: null, nobody: 'sorry' },
        }),
        queue('support', ['anna'], { limits: { waitMs: null, callers: 1 } }),
        queue('night', ['boris']),
      ],
      blocks: {
        support: [{ do: 'queue', queue: 'support' }],
        sorry: [{ do: 'tag', tag: 'sorry' }, { do: 'hangup' }],
      },
      numbers: { '100': 'entry', '200': 'support' },
    }),
  );
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  return scene;
}

function callOf(scene: Scene, leg: LegId): string {
  return [...scene.state.calls.values()].find((call) => call.leg === leg)?.id ?? '';
}

/** Who talks to Anna, one after another, by their names. */
function served(scene: Scene, callers: Readonly<Record<string, LegId>>): string[] {
  const order: string[] = [];
  scene.mustAsk({ ask: 'resume', agent: 'anna' });
  while (scene.ringing().length > 0) {
    scene.talk('anna');
    for (const [name, leg] of Object.entries(callers)) {
      if (scene.doing(leg) !== 'talking') continue;
      order.push(name);
      scene.ends(leg);
    }
    scene.obeyHangUps();
  }
  return order;
}

test('a supervisor moves a caller, who keeps his age; the limits of the other queue are set aside', () => {
  const scene = lunch();
  const old = scene.call('100');
  scene.wait(30_000);
  const young = scene.call('200');
  scene.wait(1_000);
  scene.mustAsk({ ask: 'move-call', call: callOf(scene, old), queue: 'support' });
  const visits = scene.told('visit-ended');
  assert.deepEqual(
    visits.map(({ queue: name, exit }) => [name, exit]),
    [['sales', 'removed']],
  );
  assert.deepEqual(served(scene, { young, old }), ['old', 'young']);
  assert.equal(scene.told('visit-ended')[1]?.carriedMs, 31_000);
});

test('who is taken out goes the way of the exit nobody', () => {
  const scene = lunch();
  const caller = scene.call('100');
  scene.mustAsk({ ask: 'remove-call', call: callOf(scene, caller) });
  assert.equal(scene.lastTold('visit-ended').exit, 'removed');
  scene.obeyHangUps();
  assert.deepEqual(scene.lastTold('call-ended').tags, ['sorry']);
});

test('a new priority changes the place at once, and in later queues', () => {
  const scene = lunch();
  const first = scene.call('100');
  scene.wait(10_000);
  const second = scene.call('100');
  scene.mustAsk({ ask: 'set-priority', call: callOf(scene, second), priority: 1 });
  scene.state = thaw(freeze(scene.state));
  assert.deepEqual(served(scene, { first, second }), ['second', 'first']);
});

test('what cannot be done is refused and changes nothing', () => {
  const scene = lunch();
  const waiting = callOf(scene, scene.call('100'));
  const refusals: readonly (readonly [Request, string])[] = [
    [{ ask: 'move-call', call: 'nobody', queue: 'support' }, 'unknown-call'],
    [{ ask: 'move-call', call: waiting, queue: 'none' }, 'unknown-queue'],
    [{ ask: 'move-call', call: waiting, queue: 'sales' }, 'wrong-state'],
    [{ ask: 'move-call', call: waiting, queue: 'night' }, 'wrong-state'],
  ];
  for (const [request, code] of refusals) {
    const before = freeze(scene.state);
    const answer = scene.ask(request);
    assert.deepEqual([answer.ok, answer.ok ? null : answer.code], [false, code]);
    assert.equal(freeze(scene.state), before);
  }
  scene.mustAsk({ ask: 'resume', agent: 'anna' });
  scene.talk('anna');
  for (const request of [
    { ask: 'remove-call', call: waiting },
    { ask: 'move-call', call: waiting, queue: 'support' },
    { ask: 'set-priority', call: waiting, priority: 3 },
  ] as const) {
    const answer = scene.ask(request);
    assert.deepEqual([answer.ok, answer.ok ? null : answer.code], [false, 'wrong-state']);
  }
});

test('nobody is moved to a queue that came after him: he would know no way out of it', () => {
  const before = { agents: ['anna'], queues: [queue('sales', ['anna'])] };
  const scene = new Scene(plan({ ...before, version: '1' }));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const caller = scene.call();
  const later = [...before.queues, queue('later', ['anna'])];
  scene.take({ kind: 'plan-loaded', plan: plan({ ...before, version: '2', queues: later }), by: 'test' });
  const refused = scene.ask({ ask: 'move-call', call: callOf(scene, caller), queue: 'later' });
  assert.ok(!refused.ok && refused.code === 'wrong-state' && /knows no way out/.test(refused.detail));
  assert.equal(scene.doing(caller), 'waiting');
});

test('whoever does it stands in the record of changes, with before and after', () => {
  const scene = lunch();
  const call = callOf(scene, scene.call('100'));
  scene.take({ kind: 'request', id: '1', by: OLGA, request: { ask: 'set-priority', call, priority: 2 } });
  scene.take({ kind: 'request', id: '2', by: OLGA, request: { ask: 'move-call', call, queue: 'support' } });
  scene.take({ kind: 'request', id: '3', by: OLGA, request: { ask: 'remove-call', call } });
  const changes = scene.told('changed').filter(({ about }) => about === call);
  assert.deepEqual(
    changes.map(({ what, by, before, after }) => [what, by.name, before, after]),
    [
      ['set-priority', 'olga', { queue: 'sales', priority: 0 }, { queue: 'sales', priority: 2 }],
      ['move-call', 'olga', { queue: 'sales', priority: 2 }, { queue: 'support', priority: 2 }],
      ['remove-call', 'olga', { queue: 'support', priority: 2 }, { queue: null, priority: 2 }],
    ],
  );
});

test('who drops his call and calls again in time stands where he stood, once', () => {
  const scene = lunch();
  const dropped = scene.call('100', '+359 88 1');
  scene.wait(60_000);
  const other = scene.call('100', '359882');
  scene.ends(dropped);
  scene.wait(20_000);
  scene.state = thaw(freeze(scene.state));
  const again = scene.call('100', '359881');
  const third = scene.call('100', '359881');
  assert.deepEqual(served(scene, { other, third, again }), ['again', 'other', 'third']);
  assert.equal(scene.told('visit-ended')[1]?.carriedMs, 60_000);
});

test('an age is kept for the time that the queue says, and not without a number', () => {
  const scene = lunch();
  for (const from of [null, '359881']) scene.ends(scene.call('100', from));
  assert.equal(scene.state.dropped.size, 1);
  scene.wait(119_999);
  assert.equal(scene.state.dropped.size, 1);
  scene.wait(1);
  assert.equal(scene.state.dropped.size, 0);
  scene.ends(scene.call('200', '359881'));
  assert.equal(scene.state.dropped.size, 0, 'this queue keeps none');
});

test('while his agent hears what the call is about a caller waits for nobody any more: his priority stays', () => {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['for-sales'],
      queues: [queue('sales', ['anna'], { whisper: { prompt: 'for-sales', waited: false } })],
    }),
  );
  scene.signIn('anna');
  const leg = scene.call();
  scene.answers(scene.ringingLeg('anna'));
  const call = callOf(scene, leg);
  const { ok } = scene.ask({ ask: 'set-priority', call, priority: 2 });
  assert.equal(ok, false);
  assert.equal(scene.state.calls.get(call)?.priority, 0);
});
