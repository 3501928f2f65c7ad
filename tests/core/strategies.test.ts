import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Counting, PlannedQueue, StrategyName } from '../../src/core/plan.js';
import { plan, queue, WHOLE_DAY } from './plan-builder.js';
import { Scene } from './scene.js';

const FOUR = ['anna', 'boris', 'vera', 'georgi'];
const MINUTE = 60_000;

function sceneOf(
  strategy: StrategyName,
  agents: readonly string[],
  changes: Partial<PlannedQueue> = {},
): Scene {
  const scene = new Scene(plan({ agents, queues: [queue('sales', agents, { strategy, ...changes })] }));
  scene.signIn(...agents);
  return scene;
}

/** Conversations that are over, as the counters remember them, the last one a minute ago. */
function remember(scene: Scene, agent: string, talksMs: readonly number[], queueId = 'sales'): void {
  const known = scene.state.agents.get(agent);
  assert.ok(known !== undefined);
  talksMs.forEach((talkMs, index) =>
    known.history.push({
      endedAt: scene.now - (talksMs.length - index) * MINUTE,
      talkMs,
      queue: queueId,
      talks: 1,
    }),
  );
}

function idleSince(scene: Scene, agent: string, minutesAgo: number): void {
  const known = scene.state.agents.get(agent);
  assert.ok(known !== undefined);
  known.idleSince = scene.now - minutesAgo * MINUTE;
}

/** Who is rung for one caller, in order, when everybody declines. */
function order(scene: Scene, count: number): string[] {
  const before = scene.rung().length;
  const caller = scene.call();
  for (let index = 0; index < count; index++)
    for (const { leg } of [...scene.state.offers.values()]) scene.ends(leg, 'declined');
  const rung = scene.rung().slice(before, before + count);
  scene.ends(caller);
  scene.obeyHangUps();
  return rung;
}

/** One short talk with whoever is rung. */
function serve(scene: Scene, talkMs: number): string {
  const caller = scene.call();
  const [agent] = scene.ringing();
  assert.ok(agent !== undefined);
  scene.wait(1_000);
  scene.talk(agent);
  scene.wait(talkMs);
  scene.ends(caller);
  scene.obeyHangUps();
  scene.wait(1_000);
  return agent;
}

function counting(changes: Partial<Counting>): { counting: Counting } {
  return { counting: { ...WHOLE_DAY, ...changes } };
}

test('parallel rings everybody at once, the first answer wins, the others hear that it was answered elsewhere', () => {
  const scene = sceneOf('parallel', FOUR);
  scene.call();
  assert.deepEqual(scene.ringing(), FOUR);
  assert.deepEqual(new Set(scene.told('call-event').map(({ at }) => at)).size, 1, 'all in one instant');
  scene.talk('vera');
  assert.deepEqual(
    scene.all('hang-up').map(({ reason }) => reason),
    ['answered-elsewhere', 'answered-elsewhere', 'answered-elsewhere'],
  );
  assert.deepEqual(
    scene.told('offer-ended').map(({ agent, result }) => `${agent} ${result}`),
    ['anna lost-race', 'boris lost-race', 'georgi lost-race', 'vera answered'],
  );
});

test('the connection of caller and winner is sent before the others are told', () => {
  const scene = sceneOf('parallel', FOUR);
  scene.call();
  scene.clear();
  scene.answers(scene.ringingLeg('boris'));
  const kinds = scene.commands.map(({ kind }) => kind);
  assert.ok(kinds.indexOf('connect') < kinds.indexOf('hang-up'), kinds.join());
});

test('with everybody busy, a parallel queue rings the first who becomes free at once', () => {
  const scene = sceneOf('parallel', ['anna', 'boris']);
  const first = scene.call();
  scene.talk('anna');
  scene.obeyHangUps();
  scene.call();
  scene.talk('boris');
  scene.call();
  assert.deepEqual(scene.ringing(), []);
  scene.ends(first);
  scene.obeyHangUps();
  assert.deepEqual(scene.ringing(), ['anna']);
});

test('who becomes free while a parallel wave rings joins it; in a sequence he waits for his turn', () => {
  for (const [strategy, ringing] of [
    ['parallel', ['anna', 'boris']],
    ['sequential', ['anna']],
  ] as const) {
    const scene = sceneOf(strategy, ['anna', 'boris']);
    scene.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
    scene.call();
    scene.mustAsk({ ask: 'resume', agent: 'boris' });
    assert.deepEqual(scene.ringing(), ringing, strategy);
  }
});

test('sequential rings one after the other, in the order of the file, skips who is not free, and begins anew', () => {
  const scene = sceneOf('sequential', ['anna', 'boris', 'vera']);
  scene.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  scene.call();
  for (const expected of [['anna'], ['vera'], ['anna'], ['vera']]) {
    assert.deepEqual(scene.ringing(), expected);
    scene.wait(15_000);
    scene.obeyHangUps();
  }
});

test('random: each of four is first in 1,000 ± 100 of 4,000 calls, and nobody twice within a round', () => {
  const scene = sceneOf('random', FOUR);
  const first = new Map(FOUR.map((agent) => [agent, 0]));
  for (let call = 0; call < 4_000; call++) {
    const caller = scene.call();
    const [agent] = scene.ringing();
    first.set(agent ?? '', (first.get(agent ?? '') ?? 0) + 1);
    scene.ends(caller);
    scene.obeyHangUps();
  }
  for (const [agent, times] of first)
    assert.ok(Math.abs(times - 1_000) <= 100, `${agent} was first ${times} times`);
  for (let round = 0; round < 20; round++) {
    assert.equal(new Set(order(scene, 4)).size, 4);
    scene.wait(2_000);
  }
});

test('random: the same seed gives the same order, another seed another', () => {
  const rounds = (seed: number): string => {
    const scene = new Scene(plan({ agents: FOUR, queues: [queue('sales', FOUR, { strategy: 'random' })] }), {
      seed,
    });
    scene.signIn(...FOUR);
    return Array.from({ length: 10 }, () => {
      scene.wait(2_000);
      return order(scene, 4).join();
    }).join(' ');
  };
  assert.equal(rounds(7), rounds(7));
  assert.notEqual(rounds(7), rounds(8));
});

test('least-calls: A=5, B=2, C=2, D=9 are rung B, C (the longer idle first), A, D', () => {
  const scene = sceneOf('least-calls', ['a', 'b', 'c', 'd']);
  for (const [agent, calls] of [
    ['a', 5],
    ['b', 2],
    ['c', 2],
    ['d', 9],
  ] as const)
    remember(scene, agent, new Array<number>(calls).fill(MINUTE));
  idleSince(scene, 'b', 30);
  idleSince(scene, 'c', 20);
  assert.deepEqual(order(scene, 4), ['b', 'c', 'a', 'd']);
  scene.wait(2_000);
  idleSince(scene, 'c', 40);
  assert.deepEqual(order(scene, 4), ['c', 'b', 'a', 'd']);
});

test('least-calls: after 100 calls with everybody free, the counts differ by one at most', () => {
  const scene = sceneOf('least-calls', FOUR);
  const served = new Map(FOUR.map((agent) => [agent, 0]));
  for (let call = 0; call < 100; call++) {
    const agent = serve(scene, 1_000);
    served.set(agent, (served.get(agent) ?? 0) + 1);
  }
  const counts = [...served.values()];
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join());
});

test('least-calls counts all queues, or only this one when the file says so', () => {
  for (const [calls, first] of [
    ['all-queues', 'boris'],
    ['this-queue', 'anna'],
  ] as const) {
    const scene = sceneOf('least-calls', ['anna', 'boris'], counting({ calls }));
    remember(scene, 'anna', [1, 1, 1], 'other');
    remember(scene, 'boris', [1]);
    assert.deepEqual(order(scene, 1), [first], calls);
  }
});

test('least-talk compares the mean talk, or the total when the file says so; who has none yet comes first', () => {
  for (const [talk, expected] of [
    ['mean', ['new', 'a', 'b']],
    ['total', ['new', 'b', 'a']],
  ] as const) {
    const scene = sceneOf('least-talk', ['a', 'b', 'new'], counting({ talk }));
    remember(scene, 'a', new Array<number>(10).fill(60_000));
    remember(scene, 'b', [120_000, 120_000]);
    assert.deepEqual(order(scene, 3), expected, talk);
  }
});

test('rotating begins after who was served last, and every freed agent is rung at once', () => {
  const scene = sceneOf('rotating', ['a', 'b', 'c']);
  serve(scene, 1_000);
  assert.equal(serve(scene, 1_000), 'b');
  assert.deepEqual(order(scene, 3), ['c', 'a', 'b']);
});

test('rotating begins with the first of the file when nobody was served or the last one is gone', () => {
  const scene = sceneOf('rotating', ['a', 'b', 'c']);
  assert.deepEqual(order(scene, 3), ['a', 'b', 'c']);
  const sales = scene.state.queues.get('sales');
  assert.ok(sales !== undefined);
  sales.lastServed = 'somebody who left';
  scene.wait(2_000);
  assert.deepEqual(order(scene, 3), ['a', 'b', 'c']);
});

test('longest-idle rings who has been without a conversation longest, wrap-up counted as work', () => {
  const scene = sceneOf('longest-idle', ['a', 'b', 'c'], { wrapUp: { timeMs: 30_000, extendToMs: 30_000 } });
  idleSince(scene, 'a', 5);
  idleSince(scene, 'b', 9);
  idleSince(scene, 'c', 7);
  assert.deepEqual(order(scene, 3), ['b', 'c', 'a']);
  scene.wait(2_000);
  assert.equal(serve(scene, 1_000), 'b');
  scene.wait(30_000);
  assert.deepEqual(order(scene, 3), ['c', 'a', 'b']);
});

test('idle time is not reset by sign-in, pause, missed offers or lost races', () => {
  const scene = sceneOf('longest-idle', ['a', 'b']);
  idleSince(scene, 'a', 5);
  idleSince(scene, 'b', 9);
  order(scene, 2);
  scene.mustAsk({ ask: 'pause', agent: 'b', reason: 'lunch' });
  scene.mustAsk({ ask: 'resume', agent: 'b' });
  scene.mustAsk({ ask: 'sign-out', agent: 'b' });
  scene.mustAsk({ ask: 'sign-in', agent: 'b' });
  scene.wait(2_000);
  assert.deepEqual(order(scene, 2), ['b', 'a']);
});
