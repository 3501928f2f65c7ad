import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedQueue } from '../../src/core/plan.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const AGENTS = ['anna', 'boris', 'vera'];

function planOf(version: string, changes: Partial<PlannedQueue>, agents = AGENTS): ReturnType<typeof plan> {
  return plan({
    version,
    agents,
    queues: [queue('sales', agents, changes)],
    prompts: ['channels', 'sorry'],
    blocks: { sorry: [{ do: 'play', prompt: 'sorry', information: false }] },
  });
}

function load(scene: Scene, changed: ReturnType<typeof plan>): void {
  scene.take({ kind: 'plan-loaded', plan: changed, by: 'test' });
}

test('the next call after a reload is rung for by the new strategy', () => {
  const scene = new Scene(planOf('1', { strategy: 'sequential' }));
  scene.signIn(...AGENTS);
  load(scene, planOf('2', { strategy: 'parallel' }));
  scene.call();
  assert.deepEqual(scene.rung(), AGENTS);
});

test('a caller who waits is rung for by the order of the list when a reload brings agents to his queue', () => {
  const scene = new Scene(
    plan({
      agents: AGENTS,
      queues: [queue('sales', ['anna'], { exits: { wait: null, full: null, nobody: 'hangup' } })],
    }),
  );
  scene.signIn(...AGENTS);
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  load(scene, plan({ version: '2', agents: AGENTS, queues: [queue('sales', ['anna', 'vera', 'boris'])] }));
  assert.deepEqual(scene.rung(), ['vera']);
});

test('a message that is due and no longer in the file is not spoken, and time goes on', () => {
  const scene = new Scene(
    planOf('1', {
      waiting: {
        music: 'default',
        position: { firstAfterMs: 5_000, everyMs: 5_000, onlyWhenBetter: false },
        messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: 5_000 }],
      },
    }),
  );
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  load(scene, planOf('2', {}));
  scene.wait(60_000);
  assert.deepEqual(scene.all('play'), []);
});

test('a waiting caller hears the messages that a reload brings, from the next turn on', () => {
  const scene = new Scene(planOf('1', {}));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  scene.wait(12_000);
  load(
    scene,
    planOf('2', {
      waiting: {
        music: 'default',
        position: null,
        messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: 10_000 }],
      },
    }),
  );
  scene.wait(2_999);
  assert.equal(scene.all('play').length, 0);
  scene.wait(1);
  assert.equal(scene.all('play').length, 1);
});

test('a new limit of the wait holds for who waits already, counted from his entry', () => {
  const scene = new Scene(planOf('1', {}));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const caller = scene.call();
  scene.wait(20_000);
  load(scene, planOf('2', { limits: { waitMs: 30_000, callers: null } }));
  scene.wait(9_999);
  assert.equal(scene.doing(caller), 'waiting');
  scene.wait(1);
  assert.equal(scene.lastTold('visit-ended').exit, 'wait-limit');
});

test('a new limit whose way out he does not know holds for nobody who waits already, but for the next', () => {
  const scene = new Scene(planOf('1', {}));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const old = scene.call();
  const exits = { wait: 'sorry', full: 'sorry', nobody: 'sorry' };
  load(scene, planOf('2', { limits: { waitMs: 30_000, callers: null }, exits }));
  const young = scene.call();
  scene.wait(30_000);
  assert.equal(scene.doing(young), 'playing');
  scene.wait(90_000);
  assert.equal(scene.doing(old), 'waiting');
});

test('a limit that a reload takes away does not hold any more', () => {
  const scene = new Scene(planOf('1', { limits: { waitMs: 30_000, callers: null } }));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const caller = scene.call();
  load(scene, planOf('2', {}));
  scene.wait(90_000);
  assert.equal(scene.doing(caller), 'waiting');
});

test('callers of a queue that loses all its agents leave it after the grace', () => {
  const scene = new Scene(planOf('1', {}));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  load(scene, plan({ version: '2', agents: AGENTS, queues: [queue('sales', [])] }));
  scene.wait(10_000);
  assert.equal(scene.lastTold('visit-ended').exit, 'nobody');
});

test('callers of a queue that is gone leave it at once, on the exit of the plan that they started with', () => {
  const scene = new Scene(planOf('1', { exits: { wait: null, full: null, nobody: 'sorry' } }));
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const caller = scene.call();
  load(scene, plan({ version: '2', agents: AGENTS, queues: [queue('other', AGENTS)] }));
  assert.equal(scene.lastTold('visit-ended').exit, 'removed');
  assert.equal(scene.doing(caller), 'playing');
  assert.deepEqual(scene.last('play').media, ['sound:callplane/sorry']);
  assert.equal(scene.state.queues.has('sales'), false);
});

test('a caller whose connection fails after his queue was removed leaves it too', () => {
  const scene = new Scene(planOf('1', { exits: { wait: null, full: null, nobody: 'sorry' } }));
  scene.signIn('anna');
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.answers(leg);
  load(scene, plan({ version: '2', agents: AGENTS, queues: [queue('other', AGENTS)] }));
  assert.equal(scene.doing(caller), 'connecting');
  scene.ends(leg);
  assert.equal(scene.lastTold('visit-ended').exit, 'removed');
  assert.equal(scene.doing(caller), 'playing');
});

test('an agent who is in the plan no more is signed out; his talk goes on to its end', () => {
  const scene = new Scene(planOf('1', { wrapUp: { timeMs: 20_000, extendToMs: 20_000 } }));
  scene.signIn('anna', 'boris');
  const caller = scene.call();
  scene.talk('anna');
  load(scene, planOf('2', {}, ['boris', 'vera']));
  assert.equal(scene.doing(caller), 'talking');
  assert.equal(scene.shows('anna'), 'talking');
  scene.ends(caller);
  assert.equal(scene.shows('anna'), 'signed-out');
});

for (const stage of ['offered', 'connecting', 'wrap-up', 'paused'] as const) {
  test(`an agent may leave the plan while ${stage}`, () => {
    const scene = new Scene(planOf('1', { wrapUp: { timeMs: 20_000, extendToMs: 20_000 } }));
    scene.signIn('anna', 'boris');
    const caller = scene.call();
    if (stage === 'paused') scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
    if (stage === 'connecting') scene.answers(scene.ringingLeg('anna'));
    if (stage === 'wrap-up') {
      scene.talk('anna');
      scene.ends(caller);
      scene.obeyHangUps();
    }
    load(scene, planOf('2', {}, ['boris', 'vera']));
    if (stage === 'connecting') {
      scene.join();
      assert.equal(scene.doing(caller), 'talking');
      scene.ends(caller);
    }
    assert.equal(scene.shows('anna'), 'signed-out');
    if (stage === 'offered' || stage === 'paused') assert.deepEqual(scene.ringing(), ['boris']);
  });
}

test('an agent with a new phone is rung there', () => {
  const scene = new Scene(planOf('1', {}));
  scene.signIn('anna');
  load(
    scene,
    plan({ version: '2', agents: AGENTS, phones: { anna: 'PJSIP/900' }, queues: [queue('sales', AGENTS)] }),
  );
  assert.equal(scene.last('unwatch-phone').phone, 'PJSIP/anna');
  assert.equal(scene.last('watch-phone').phone, 'PJSIP/900');
  scene.call();
  assert.deepEqual(
    scene.all('ring').map(({ phone }) => phone),
    ['PJSIP/900'],
  );
});

test('an old plan is kept as long as a call needs it, and not longer', () => {
  const scene = new Scene(planOf('1', {}));
  scene.signIn('anna');
  const caller = scene.call();
  load(scene, planOf('2', {}));
  assert.deepEqual([...scene.state.plans.keys()], ['1', '2']);
  scene.ends(caller);
  assert.deepEqual([...scene.state.plans.keys()], ['2']);
  assert.equal(scene.lastTold('call-ended').planVersion, '1');
});
