import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Requirement } from '../../src/core/needs.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const RU: Requirement = { skill: 'ru', least: 1, untilMs: null };
const GOOD_RU: Requirement = { skill: 'ru', least: 3, untilMs: 20_000 };

/** Number 100 needs Russian, 200 needs nothing, 300 good Russian for a while. */
function languages(changes: Parameters<typeof queue>[2] = {}): Scene {
  const scene = new Scene(
    plan({
      agents: ['ivan', 'mary', 'olga'],
      skills: { ivan: { ru: 1 }, mary: { en: 5 }, olga: { ru: 5, en: 5 } },
      queues: [queue('common', ['ivan', 'mary', 'olga'], changes)],
      blocks: {
        russian: [
          { do: 'needs', needs: [RU] },
          { do: 'queue', queue: 'common' },
        ],
        good: [
          { do: 'needs', needs: [GOOD_RU] },
          { do: 'queue', queue: 'common' },
        ],
      },
      numbers: { '100': 'russian', '200': 'entry', '300': 'good' },
    }),
  );
  return scene;
}

test('only who can do what the call needs is rung, and the younger caller does not wait for the older one', () => {
  const scene = languages();
  scene.signIn('mary', 'ivan');
  scene.mustAsk({ ask: 'pause', agent: 'ivan', reason: 'lunch' });
  const russian = scene.call('100');
  assert.deepEqual(scene.ringing(), []);
  const other = scene.call('200');
  assert.deepEqual(scene.ringing(), ['mary']);
  scene.mustAsk({ ask: 'resume', agent: 'ivan' });
  assert.deepEqual(scene.ringing(), ['mary', 'ivan']);
  scene.talk('ivan');
  assert.equal(scene.doing(russian), 'talking');
  assert.equal(scene.doing(other), 'waiting');
});

test('a requirement ends when the caller has waited long enough, and whoever is free then is rung', () => {
  const scene = languages();
  scene.signIn('mary');
  scene.call('300');
  scene.wait(19_999);
  assert.deepEqual(scene.ringing(), []);
  scene.wait(1);
  assert.deepEqual(scene.ringing(), ['mary']);
});

test('a requirement that ends does not send the caller away, one that lasts does', () => {
  const scene = languages();
  scene.signIn('mary');
  const patient = scene.call('300');
  const alone = scene.call('100');
  assert.equal(scene.doing(patient), 'waiting');
  assert.equal(scene.doing(alone), 'leaving');
  assert.equal(scene.lastTold('visit-ended').exit, 'nobody');
});

test('the last one who can serve a caller goes: he leaves after the grace, the others stay', () => {
  const scene = languages();
  scene.signIn('mary', 'ivan');
  scene.mustAsk({ ask: 'pause', agent: 'mary', reason: 'lunch' });
  scene.mustAsk({ ask: 'pause', agent: 'ivan', reason: 'lunch' });
  const russian = scene.call('100');
  const other = scene.call('200');
  scene.mustAsk({ ask: 'sign-out', agent: 'ivan' });
  scene.wait(5_000);
  scene.signIn('olga');
  scene.mustAsk({ ask: 'pause', agent: 'olga', reason: 'lunch' });
  scene.wait(20_000);
  assert.equal(scene.doing(russian), 'waiting', 'somebody came in time');
  scene.mustAsk({ ask: 'sign-out', agent: 'olga' });
  scene.wait(9_999);
  assert.equal(scene.doing(russian), 'waiting');
  scene.wait(1);
  assert.equal(scene.doing(russian), 'leaving');
  assert.equal(scene.doing(other), 'waiting');
});

test('after a restart, too, who can be served by nobody any more leaves after the grace', () => {
  const scene = languages();
  scene.signIn('mary', 'ivan');
  scene.mustAsk({ ask: 'pause', agent: 'mary', reason: 'lunch' });
  scene.mustAsk({ ask: 'pause', agent: 'ivan', reason: 'lunch' });
  const russian = scene.call('100');
  scene.state = thaw(freeze(scene.state));
  scene.mustAsk({ ask: 'sign-out', agent: 'ivan' });
  scene.wait(10_000);
  assert.equal(scene.doing(russian), 'leaving');
});

test('an opening that passed while Callplane was away does not put off the next one', () => {
  const scene = languages({ opensAfterMs: { olga: 10_000 } });
  scene.signIn('mary');
  const caller = scene.call('300');
  scene.wait(9_000);
  scene.now += 10_500;
  scene.take({ kind: 'restarted' });
  scene.take({
    kind: 'telephony-back',
    existing: {
      legs: [{ leg: caller, up: true, caller: { from: null, fromName: null, dialled: '300' } }],
      bridges: [],
      restarted: false,
    },
  });
  assert.deepEqual(scene.ringing(), []);
  scene.wait(500);
  assert.deepEqual(scene.ringing(), ['mary']);
});

test('what the queue asks for holds for all its callers', () => {
  const scene = languages({ needs: [RU] });
  scene.signIn('mary');
  const turnedAway = scene.call('200');
  assert.equal(scene.doing(turnedAway), 'leaving');
  scene.signIn('olga');
  scene.call('200');
  assert.deepEqual(scene.ringing(), ['olga']);
});

test('groups of agents open with the time that the caller has waited', () => {
  const scene = languages({ opensAfterMs: { mary: 10_000, olga: 20_000 }, offerMs: 6_000 });
  scene.signIn('ivan', 'mary', 'olga');
  scene.call('200');
  for (let second = 0; second < 30; second++) {
    scene.wait(1_000);
    scene.obeyHangUps();
  }
  assert.deepEqual(scene.rung(), ['ivan', 'ivan', 'mary', 'ivan', 'mary', 'olga']);
  scene.mustAsk({ ask: 'pause', agent: 'ivan', reason: 'lunch' });
  scene.clear();
  scene.wait(60_000);
  assert.ok(!scene.rung().includes('ivan'));
});

test('needs, groups and what is due survive a restart, and a reload changes them for who waits', () => {
  const scene = languages();
  scene.signIn('mary');
  scene.call('300');
  scene.wait(10_000);
  scene.state = thaw(freeze(scene.state));
  scene.wait(10_000);
  assert.deepEqual(scene.ringing(), ['mary']);
  const opening = languages({ opensAfterMs: { mary: 60_000 } });
  opening.signIn('mary');
  opening.call('200');
  opening.wait(1_000);
  const { plans, planInForce } = opening.state;
  const before = plans.get(planInForce ?? '');
  assert.ok(before !== undefined);
  const sooner = queue('common', ['ivan', 'mary', 'olga'], { opensAfterMs: { mary: 5_000 } });
  opening.take({
    kind: 'plan-loaded',
    plan: { ...before, version: 'plan-2', queues: { common: sooner } },
    by: 'test',
  });
  opening.wait(3_999);
  assert.deepEqual(opening.ringing(), []);
  opening.wait(1);
  assert.deepEqual(opening.ringing(), ['mary']);
});

test('a snapshot of the version before is read: everything that it did not know is filled in', () => {
  const scene = languages();
  scene.signIn('mary');
  scene.mustAsk({ ask: 'pause', agent: 'mary', reason: 'lunch' });
  scene.call('200');
  const text = freeze(scene.state);
  const { dropped: _new, ...known } = JSON.parse(text) as Record<string, unknown>;
  const old = { ...known, form: 5, calls: without(known['calls']), queues: without(known['queues']) };
  scene.state = thaw(JSON.stringify(old));
  assert.deepEqual(JSON.parse(freeze(scene.state)), JSON.parse(text));
  scene.mustAsk({ ask: 'resume', agent: 'mary' });
  assert.deepEqual(scene.ringing(), ['mary']);
});

/** The same without what callers and queues of form 5 do not have. */
function without(part: unknown): unknown {
  const fields = ['needs', 'keptMs', 'waveAt', 'estimateMs', 'estimateAt', 'estimateSpoken', 'estimateError'];
  return JSON.parse(JSON.stringify(part), (key, value: unknown) =>
    fields.includes(key) ? undefined : value,
  ) as unknown;
}
