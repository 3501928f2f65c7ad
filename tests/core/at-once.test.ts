import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AtOnce } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { NO_CONSEQUENCE, plan, queue, ring } from './plan-builder.js';
import { Scene } from './scene.js';

const AGENTS = ['anna', 'boris', 'vera', 'ivan', 'olga'];

/** Number 100 leads to the queue, 200 to a ring step. */
function parallel(atOnce: AtOnce): Scene {
  const scene = new Scene(
    plan({
      agents: AGENTS,
      queues: [queue('sales', AGENTS, { strategy: 'parallel', atOnce })],
      blocks: { step: [ring('step[0]', AGENTS, { strategy: 'parallel', atOnce })] },
      numbers: { '100': 'entry', '200': 'step' },
    }),
  );
  scene.signIn(...AGENTS);
  return scene;
}

for (const [where, number] of [
  ['queue', '100'],
  ['ring step', '200'],
] as const) {
  test(`in a ${where} so many ring at once, and more after each time in which nobody answers`, () => {
    const scene = parallel({ first: 2, more: 1, everyMs: 4_000 });
    scene.call(number);
    assert.deepEqual(scene.ringing(), ['anna', 'boris']);
    scene.wait(3_999);
    assert.equal(scene.ringing().length, 2);
    scene.wait(1);
    assert.deepEqual(scene.ringing(), ['anna', 'boris', 'vera']);
    scene.wait(8_000);
    assert.deepEqual(scene.ringing(), AGENTS);
  });

  test(`in a ${where} the next takes the place of one who declines, and everybody is rung once in a round`, () => {
    const scene = parallel({ first: 2, more: 0, everyMs: 1_000 });
    scene.call(number);
    for (const agent of ['boris', 'anna', 'vera']) scene.ends(scene.ringingLeg(agent), 'declined');
    assert.deepEqual(scene.ringing(), ['ivan', 'olga']);
    assert.deepEqual(scene.rung(), ['anna', 'boris', 'vera', 'ivan', 'olga']);
  });
}

test('who has been idle longest is rung first when not all are', () => {
  const scene = parallel({ first: 2, more: 0, everyMs: 1_000 });
  const first = scene.call();
  scene.talk('anna');
  scene.obeyHangUps();
  scene.wait(5_000);
  scene.ends(first);
  scene.obeyHangUps();
  scene.call();
  assert.deepEqual(scene.ringing(), ['boris', 'vera']);
});

test('two callers share the phones instead of one taking them all', () => {
  const scene = parallel({ first: 2, more: 0, everyMs: 1_000 });
  scene.call();
  scene.call();
  scene.call();
  assert.deepEqual(
    [...scene.state.calls.values()].map(({ activity }) =>
      activity.kind === 'waiting' ? activity.visit.offers.length : 0,
    ),
    [2, 2, 1],
  );
});

test('a restart does not narrow or widen a wave', () => {
  const scene = parallel({ first: 1, more: 1, everyMs: 4_000 });
  scene.call();
  scene.wait(5_000);
  scene.state = thaw(freeze(scene.state));
  scene.wait(2_999);
  assert.equal(scene.ringing().length, 2);
  scene.wait(1);
  assert.equal(scene.ringing().length, 3);
});

test('a missed offer puts an agent last in the circle when the file says so', () => {
  const last = { restMs: 0, pauseAfterMissed: null, rank: 'last' } as const;
  const rung = (declined: typeof last | typeof NO_CONSEQUENCE): string[] => {
    const scene = new Scene(
      plan({
        agents: AGENTS.slice(0, 3),
        queues: [
          queue('sales', AGENTS.slice(0, 3), {
            strategy: 'rotating',
            offers: {
              'no-answer': NO_CONSEQUENCE,
              declined,
              busy: NO_CONSEQUENCE,
              unreachable: NO_CONSEQUENCE,
            },
          }),
        ],
      }),
    );
    scene.signIn('anna', 'boris', 'vera');
    const caller = scene.call();
    scene.ends(scene.ringingLeg('anna'), 'declined');
    scene.ends(caller);
    scene.obeyHangUps();
    scene.wait(2_000);
    scene.call();
    return scene.rung();
  };
  assert.deepEqual(rung(last), ['anna', 'boris', 'boris']);
  assert.deepEqual(rung(NO_CONSEQUENCE), ['anna', 'boris', 'anna']);
});

test('a reload that lets more ring is felt by the wave that rings', () => {
  const scene = parallel({ first: 1, more: 0, everyMs: 1_000 });
  scene.call();
  const before = scene.state.plans.get(scene.state.planInForce ?? '');
  assert.ok(before !== undefined);
  const wider = queue('sales', AGENTS, {
    strategy: 'parallel',
    atOnce: { first: 1, more: 2, everyMs: 4_000 },
  });
  scene.take({
    kind: 'plan-loaded',
    plan: { ...before, version: 'plan-2', queues: { sales: wider } },
    by: 'test',
  });
  assert.equal(scene.ringing().length, 1);
  scene.wait(4_000);
  assert.equal(scene.ringing().length, 3);
});
