import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { RingStep } from '../../src/core/plan.js';
import { plan, queue, ring } from './plan-builder.js';
import { Scene } from './scene.js';

const AGENTS = ['anna', 'boris', 'vera', 'head'];

function stepScene(changes: Partial<RingStep>, second: Partial<RingStep> = {}): Scene {
  const scene = new Scene(
    plan({
      agents: AGENTS,
      prompts: ['sorry'],
      queues: [queue('sales', ['anna'])],
      blocks: {
        steps: [
          ring('steps[0]', ['anna', 'boris', 'vera'], changes),
          ring('steps[1]', ['head'], { mark: 'escalated', ...second }),
          { do: 'play', prompt: 'sorry', information: false },
        ],
      },
      numbers: { '100': 'steps', '200': 'entry' },
    }),
  );
  scene.signIn(...AGENTS);
  return scene;
}

test('agents are rung one after the other for the time of an offer, never two at once; then the next step begins', () => {
  const scene = stepScene({});
  scene.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  scene.call();
  for (const expected of ['anna', 'vera', 'head']) {
    assert.deepEqual(scene.ringing(), [expected]);
    scene.wait(14_999);
    assert.deepEqual(scene.ringing(), [expected]);
    scene.wait(1);
    scene.obeyHangUps();
  }
  assert.deepEqual(scene.last('play').media, ['sound:callplane/sorry']);
  assert.deepEqual(
    scene.told('visit-ended').map(({ step, exit, waitMs, offers }) => ({ step, exit, waitMs, offers })),
    [
      { step: 'steps[0]', exit: 'ran-out', waitMs: 30_000, offers: 2 },
      { step: 'steps[1]', exit: 'ran-out', waitMs: 15_000, offers: 1 },
    ],
  );
});

test('backups ring together; the step is over when the last of them has missed', () => {
  const scene = stepScene({ strategy: 'parallel' });
  scene.call();
  assert.deepEqual(scene.ringing(), ['anna', 'boris', 'vera']);
  scene.ends(scene.ringingLeg('boris'), 'declined');
  assert.deepEqual(scene.ringing(), ['anna', 'vera']);
  scene.wait(15_000);
  assert.deepEqual(scene.ringing(), ['head']);
});

test('a step in which nobody can be rung is passed over at once, and its mark is kept all the same', () => {
  const scene = stepScene({});
  for (const agent of AGENTS) scene.mustAsk({ ask: 'pause', agent, reason: 'lunch' });
  const caller = scene.call();
  assert.equal(scene.doing(caller), 'playing');
  scene.ends(caller);
  const call = scene.lastTold('call-ended');
  assert.deepEqual([call.marks, call.lastExit, call.waitMs], [['escalated'], 'ran-out', 0]);
});

test('the limit of the step ends it in the middle of an offer', () => {
  const scene = stepScene({ limitMs: 20_000 });
  scene.call();
  scene.wait(15_000);
  assert.deepEqual(scene.ringing(), ['boris']);
  scene.wait(5_000);
  assert.deepEqual(scene.ringing(), ['head']);
  assert.deepEqual(
    scene.told('offer-ended').map(({ agent, result }) => `${agent} ${result}`),
    ['anna no-answer', 'boris withdrawn'],
  );
});

test('the caller hears ringing before the answer, and no answer is sent for it', () => {
  const scene = stepScene({});
  const caller = scene.call();
  assert.deepEqual(scene.all('answer'), []);
  assert.equal(scene.last('indicate-ringing').leg, caller);
  scene.talk('anna');
  assert.equal(scene.all('answer').length, 1);
});

test('a step with music answers the caller', () => {
  const scene = stepScene({ hear: 'music' });
  scene.call();
  assert.equal(scene.all('answer').length, 1);
  assert.equal(scene.all('start-music').length, 1);
});

test('the caller hears ringing again after a connection that failed', () => {
  const scene = stepScene({ hear: 'ringing' });
  const caller = scene.call();
  scene.ends(scene.ringingLeg('anna'), 'busy');
  scene.answers(scene.ringingLeg('boris'));
  scene.wait(3_000);
  assert.equal(scene.last('start-ringback').leg, caller);
  assert.deepEqual(scene.ringing(), ['vera']);
});

test('who is in a ring step has the same agents as a queue: nobody is rung twice', () => {
  const scene = stepScene({});
  scene.call('200');
  scene.call('100');
  assert.deepEqual(scene.ringing(), ['anna', 'boris']);
});

test('a talk from a ring step has its own wrap-up and belongs to no queue', () => {
  const scene = stepScene({ wrapUp: { timeMs: 8_000, extendToMs: 8_000 } });
  const caller = scene.call();
  scene.talk('anna');
  scene.ends(caller);
  scene.obeyHangUps();
  assert.equal(scene.lastTold('conversation-ended').queue, null);
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.wait(8_000);
  assert.equal(scene.shows('anna'), 'available');
});

test('rotating goes on behind whoever was served last from this step, over a snapshot and a reload', () => {
  const scene = stepScene({ strategy: 'rotating' });
  const rungFirst = (): string | undefined => {
    const caller = scene.call();
    const [first] = scene.ringing();
    scene.talk(first ?? '');
    scene.ends(caller);
    scene.obeyHangUps();
    return first;
  };
  assert.deepEqual([rungFirst(), rungFirst()], ['anna', 'boris']);
  scene.state = thaw(freeze(scene.state));
  assert.equal(rungFirst(), 'vera');
  const loaded = scene.state.plans.get('plan-1');
  assert.ok(loaded !== undefined);
  scene.take({ kind: 'plan-loaded', plan: { ...loaded, version: 'plan-2' }, by: 'test' });
  assert.equal(rungFirst(), 'anna');
  assert.equal(rungFirst(), 'boris');
});

test('a ring step that is in no plan any more is forgotten', () => {
  const scene = stepScene({ strategy: 'rotating' });
  const caller = scene.call();
  scene.talk('anna');
  scene.ends(caller);
  assert.deepEqual([...scene.state.servedBySteps], [['steps[0]', 'anna']]);
  scene.take({ kind: 'plan-loaded', plan: plan({ version: 'plan-2', agents: AGENTS }), by: 'test' });
  assert.deepEqual([...scene.state.servedBySteps], []);
});
