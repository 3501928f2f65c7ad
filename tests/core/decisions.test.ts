import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DecisionFact } from '../../src/core/milestone.js';
import type { PlannedQueue, StrategyName } from '../../src/core/plan.js';
import { NAMED_AT_MOST } from '../../src/core/ringing/decision.js';
import { plan, queue, ring, WHOLE_DAY } from './plan-builder.js';
import { Scene } from './scene.js';

const FIVE = ['anna', 'boris', 'vera', 'georgi', 'dora'];
const MINUTE = 60_000;

function sceneOf(
  strategy: StrategyName,
  agents: readonly string[] = FIVE,
  changes: Partial<PlannedQueue> = {},
): Scene {
  const scene = new Scene(
    plan({
      agents,
      queues: [queue('sales', agents, { strategy, counting: WHOLE_DAY, ...changes })],
      blocks: { step: [ring('step[0]', agents, { strategy })] },
      numbers: { '100': 'entry', '200': 'step' },
    }),
  );
  scene.signIn(...agents);
  return scene;
}

function talked(scene: Scene, agent: string, calls: number, minutesAgo: number): void {
  const known = scene.state.agents.get(agent);
  assert.ok(known !== undefined);
  const endedAt = scene.now - minutesAgo * MINUTE;
  for (let index = 0; index < calls; index++)
    known.history.push({ endedAt, talkMs: 1_000, queue: 'sales', talks: 1 });
  known.idleSince = endedAt;
}

function lastDecision(scene: Scene): DecisionFact {
  return scene.lastTold('offer-decided');
}

test('a counter decides: who could be rung with figures in order, and every other agent with the reason', () => {
  const scene = sceneOf('least-calls');
  talked(scene, 'anna', 3, 9);
  talked(scene, 'boris', 2, 5);
  scene.mustAsk({ ask: 'pause', agent: 'vera', reason: 'lunch' });
  scene.mustAsk({ ask: 'sign-out', agent: 'georgi' });
  scene.call();
  scene.talk('dora');
  scene.call();
  assert.deepEqual(scene.ringing(), ['boris']);
  const { call, visit, queue: queueId, ...told } = lastDecision(scene);
  const offered = [...scene.state.offers.values()][0];
  assert.deepEqual([call, visit, queueId], [offered?.call, offered?.visit, 'sales']);
  assert.deepEqual(told, {
    ...{ kind: 'offer-decided', decision: offered?.id, wave: 1, decidedAt: scene.now },
    ...{ strategy: 'least-calls', decidedBy: 'counter', rung: 1, eligible: 2, leftOut: 3 },
    detail: {
      counting: WHOLE_DAY,
      ranked: [
        { agent: 'boris', figure: 2, idleMs: 5 * MINUTE },
        { agent: 'anna', figure: 3, idleMs: 9 * MINUTE },
      ],
      leftOut: {
        paused: { count: 1, agents: ['vera'] },
        'signed-out': { count: 1, agents: ['georgi'] },
        talking: { count: 1, agents: ['dora'] },
      },
    },
  });
});

test('equal counters are settled by idle time, and equal idle times by the order of the file', () => {
  const byIdle = sceneOf('least-calls');
  talked(byIdle, 'anna', 1, 2);
  talked(byIdle, 'boris', 1, 7);
  for (const agent of ['vera', 'georgi', 'dora']) talked(byIdle, agent, 4, 1);
  byIdle.call();
  assert.deepEqual([byIdle.ringing(), lastDecision(byIdle).decidedBy], [['boris'], 'idle']);
  const byOrder = sceneOf('longest-idle');
  byOrder.call();
  assert.deepEqual([byOrder.ringing(), lastDecision(byOrder).decidedBy], [['anna'], 'order']);
});

for (const [strategy, decidedBy] of [
  ['sequential', 'order'],
  ['rotating', 'turn'],
  ['random', 'chance'],
  ['parallel', 'nobody-else'],
] as const)
  test(`${strategy} is decided by ${decidedBy}, in a queue and in a ring step`, () => {
    for (const number of ['100', '200']) {
      const scene = sceneOf(strategy);
      scene.call(number);
      const told = lastDecision(scene);
      assert.equal(told.decidedBy, decidedBy);
      assert.equal(told.rung, scene.ringing().length);
      assert.deepEqual(
        told.detail.ranked.slice(0, told.rung).map(({ agent }) => agent),
        scene.ringing(),
      );
      assert.equal(told.detail.counting, null);
    }
  });

test('an agent who missed an offer rests, one of this round is not rung again, and a phone that is not free yet is told so', () => {
  const offers = { restMs: 20_000, pauseAfterMissed: null };
  const scene = sceneOf('sequential', ['anna', 'boris', 'vera'], {
    offers: {
      'no-answer': offers,
      declined: offers,
      busy: { restMs: 0, pauseAfterMissed: null },
      unreachable: offers,
    },
  });
  scene.call();
  scene.ends(scene.ringingLeg('anna'), 'declined');
  scene.ends(scene.ringingLeg('boris'), 'busy');
  assert.deepEqual(lastDecision(scene).detail.leftOut, { resting: { count: 2, agents: ['anna', 'boris'] } });
  scene.wait(1_000);
  scene.ends(scene.ringingLeg('vera'), 'busy');
  assert.deepEqual(scene.ringing(), ['boris']);
  assert.deepEqual(lastDecision(scene).detail.leftOut, { resting: { count: 2, agents: ['anna', 'vera'] } });
});

test('an agent rung in this round is told as such, and one whose phone rings for this call or another', () => {
  const scene = sceneOf('sequential', ['anna', 'boris'], {});
  scene.call();
  scene.call();
  assert.deepEqual(lastDecision(scene).detail.leftOut, {
    'rings-for-another': { count: 1, agents: ['anna'] },
  });
  const step = sceneOf('sequential', ['anna', 'boris']);
  step.call('200');
  step.ends(step.ringingLeg('anna'), 'busy');
  assert.deepEqual(lastDecision(step).detail.leftOut, { 'rung-before': { count: 1, agents: ['anna'] } });
  const parallel = sceneOf('parallel', ['anna', 'boris']);
  parallel.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  parallel.call();
  parallel.mustAsk({ ask: 'resume', agent: 'boris' });
  assert.deepEqual(lastDecision(parallel).detail.leftOut, {
    'rings-already': { count: 1, agents: ['anna'] },
  });
  assert.equal(lastDecision(parallel).rung, 1);
});

test('agents whom the caller has not waited long enough for, and those without the skills', () => {
  const scene = sceneOf('sequential', ['anna', 'boris', 'vera'], {
    opensAfterMs: { boris: 10_000 },
    needs: [{ skill: 'ru', least: 1, untilMs: 30_000 }],
  });
  scene.call();
  assert.deepEqual(scene.ringing(), []);
  assert.deepEqual(scene.told('offer-decided'), []);
  scene.wait(30_000);
  assert.deepEqual(scene.ringing(), ['anna']);
  const skilled = new Scene(
    plan({
      agents: ['anna', 'boris', 'vera'],
      skills: { vera: { ru: 3 } },
      queues: [
        queue('sales', ['anna', 'boris', 'vera'], {
          opensAfterMs: { boris: 10_000 },
          needs: [{ skill: 'ru', least: 1, untilMs: null }],
        }),
      ],
    }),
  );
  skilled.signIn('anna', 'boris', 'vera');
  skilled.call();
  assert.deepEqual(skilled.ringing(), ['vera']);
  assert.deepEqual(lastDecision(skilled).detail.leftOut, {
    skills: { count: 1, agents: ['anna'] },
    'not-yet': { count: 1, agents: ['boris'] },
  });
});

test('a decision among 300 agents stays small, and counts those whom it does not name', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => `agent-${index}`);
  const scene = sceneOf('least-calls', crowd);
  for (const agent of crowd.slice(0, 140)) scene.mustAsk({ ask: 'pause', agent, reason: 'lunch' });
  scene.call();
  const told = lastDecision(scene);
  assert.deepEqual([told.rung, told.eligible, told.leftOut], [1, 160, 140]);
  assert.equal(told.detail.ranked.length, NAMED_AT_MOST);
  assert.equal(told.detail.leftOut.paused?.count, 140);
  assert.deepEqual(told.detail.leftOut.paused.agents, crowd.slice(0, NAMED_AT_MOST));
  assert.ok(JSON.stringify(told).length < 2_000);
});
