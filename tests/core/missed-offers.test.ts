import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MissedResult, OfferPolicy } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { NO_CONSEQUENCE, plan, queue, ring } from './plan-builder.js';
import { Scene } from './scene.js';

const MISSED: readonly Exclude<MissedResult, 'not-confirmed'>[] = [
  'no-answer',
  'declined',
  'busy',
  'unreachable',
];

function sceneWith(policy: Partial<Record<MissedResult, OfferPolicy>>, agents = ['anna']): Scene {
  const offers = {
    'no-answer': NO_CONSEQUENCE,
    declined: NO_CONSEQUENCE,
    busy: NO_CONSEQUENCE,
    unreachable: NO_CONSEQUENCE,
    ...policy,
  };
  const scene = new Scene(
    plan({
      agents,
      queues: [queue('sales', agents, { offers })],
      blocks: { steps: [ring('steps[0]', agents), ring('steps[1]', agents)] },
      numbers: { '100': 'entry', '200': 'steps' },
    }),
  );
  scene.signIn(...agents);
  return scene;
}

function miss(scene: Scene, agent: string, result: (typeof MISSED)[number]): void {
  const leg = scene.ringingLeg(agent);
  if (result === 'no-answer') scene.wait(15_000);
  scene.ends(leg, result);
}

for (const result of MISSED) {
  test(`a rest after ${result} keeps the agent from offers for so long, and not longer`, () => {
    const scene = sceneWith({ [result]: { restMs: 10_000, pauseAfterMissed: null } });
    scene.call();
    miss(scene, 'anna', result);
    assert.equal(scene.lastTold('offer-ended').result, result);
    assert.equal(scene.shows('anna'), 'available');
    scene.wait(9_999);
    assert.equal(scene.rung().length, 1);
    scene.wait(1);
    assert.equal(scene.rung().length, 2);
  });

  test(`an agent who misses twice in a row by ${result} is paused`, () => {
    const scene = sceneWith({ [result]: { restMs: 0, pauseAfterMissed: 2 } });
    scene.call();
    miss(scene, 'anna', result);
    assert.equal(scene.state.agents.get('anna')?.pause, null);
    scene.wait(1_000);
    miss(scene, 'anna', result);
    assert.equal(scene.shows('anna'), 'paused');
    assert.equal(scene.state.agents.get('anna')?.pause?.reason, 'missed-calls');
    scene.mustAsk({ ask: 'resume', agent: 'anna' });
    scene.wait(1_000);
    assert.deepEqual(scene.ringing(), ['anna']);
  });
}

test('a snapshot remembers how many were missed in a row', () => {
  const scene = sceneWith({ declined: { restMs: 0, pauseAfterMissed: 2 } });
  scene.call();
  miss(scene, 'anna', 'declined');
  scene.state = thaw(freeze(scene.state));
  scene.wait(1_000);
  miss(scene, 'anna', 'declined');
  assert.equal(scene.shows('anna'), 'paused');
});

test('an answered call ends the row of missed ones', () => {
  const scene = sceneWith({ declined: { restMs: 0, pauseAfterMissed: 2 } });
  const caller = scene.call();
  miss(scene, 'anna', 'declined');
  scene.wait(1_000);
  scene.talk('anna');
  scene.ends(caller);
  scene.obeyHangUps();
  scene.call();
  miss(scene, 'anna', 'declined');
  assert.equal(scene.shows('anna'), 'available');
});

for (const end of ['busy', 'unreachable', 'declined', 'failed'] as const) {
  test(`a phone that is ${end} at once is tried once a second at most`, () => {
    const scene = sceneWith({});
    scene.call();
    for (let second = 0; second < 10; second++) {
      for (const { leg } of [...scene.state.offers.values()]) scene.ends(leg, end);
      scene.wait(1_000);
    }
    assert.equal(scene.rung().length, 11);
  });
}

test('the next agent is rung at once when one declines', () => {
  const scene = sceneWith({}, ['anna', 'boris']);
  scene.call();
  miss(scene, 'anna', 'declined');
  assert.deepEqual(scene.ringing(), ['boris']);
});

test('in a ring step a missed offer has no consequence for the next step', () => {
  const scene = sceneWith({ busy: { restMs: 60_000, pauseAfterMissed: 1 } });
  scene.call('200');
  miss(scene, 'anna', 'busy');
  assert.deepEqual(scene.rung(), ['anna', 'anna']);
  assert.equal(scene.state.agents.get('anna')?.pause, null);
});

test('neither a lost race nor a caller who leaves counts as missed', () => {
  const scene = new Scene(
    plan({
      agents: ['anna', 'boris'],
      queues: [
        queue('sales', ['anna', 'boris'], {
          strategy: 'parallel',
          offers: {
            'no-answer': { restMs: 60_000, pauseAfterMissed: 1 },
            declined: NO_CONSEQUENCE,
            busy: NO_CONSEQUENCE,
            unreachable: NO_CONSEQUENCE,
          },
        }),
      ],
    }),
  );
  scene.signIn('anna', 'boris');
  const first = scene.call();
  scene.talk('anna');
  scene.obeyHangUps();
  assert.deepEqual(
    scene.told('offer-ended').map(({ agent, result }) => [agent, result]),
    [
      ['boris', 'lost-race'],
      ['anna', 'answered'],
    ],
  );
  const second = scene.call();
  assert.deepEqual(scene.ringing(), ['boris']);
  scene.ends(second);
  scene.obeyHangUps();
  assert.equal(scene.shows('boris'), 'available');
  assert.equal(scene.state.agents.get('boris')?.missedInRow, 0);
  scene.ends(first);
});
