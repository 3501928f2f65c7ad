import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leavePlace, type Place, positionOf, type Queue, takePlace } from '../../src/core/queue/queue.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

test('places stand in the order of age, then of entry, whoever comes and goes', () => {
  const actions = fc.array(
    fc.record({
      call: fc.integer({ min: 0, max: 15 }),
      since: fc.integer({ min: 0, max: 6 }),
      comes: fc.boolean(),
    }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(actions, (steps) => {
      const line: Queue = { id: 'sales', waiting: [], lastServed: null, estimateError: null };
      let expected: Place[] = [];
      steps.forEach(({ call, since, comes }, ticket) => {
        const name = `call-${call}`;
        const isHere = expected.some((place) => place.call === name);
        if (comes && !isHere) {
          const place = { call: name, since, ticket };
          takePlace(line, place);
          expected = [...expected, place].sort((a, b) => a.since - b.since || a.ticket - b.ticket);
        } else if (!comes) {
          assert.equal(leavePlace(line, name), expected.findIndex((place) => place.call === name) + 1);
          expected = expected.filter((place) => place.call !== name);
        }
        assert.deepEqual(line.waiting, expected);
        assert.equal(positionOf(line, name), expected.findIndex((place) => place.call === name) + 1);
      });
    }),
  );
});

test('callers are served in the order of their arrival', () => {
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }));
  scene.signIn('anna');
  const talking = scene.call();
  scene.talk('anna');
  const waiting = Array.from({ length: 5 }, () => scene.call());
  assert.deepEqual(
    waiting.map((leg) => scene.doing(leg)),
    new Array(5).fill('waiting'),
  );
  let last = talking;
  for (const next of waiting) {
    scene.wait(1_000);
    scene.ends(last);
    scene.obeyHangUps();
    scene.talk('anna');
    assert.equal(scene.doing(next), 'talking');
    last = next;
  }
});

test('age carries over from queue to queue, the limit of the wait does not', () => {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      queues: [
        queue('first', ['anna'], {
          limits: { waitMs: 30_000, callers: null },
          exits: { wait: 'to-second', full: null, nobody: 'hangup' },
        }),
        queue('second', ['anna'], { limits: { waitMs: 30_000, callers: null } }),
      ],
      blocks: { 'to-second': [{ do: 'queue', queue: 'second' }] },
      numbers: { '100': 'entry', '200': 'to-second' },
    }),
  );
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const older = scene.call('100');
  scene.wait(20_000);
  const younger = scene.call('200');
  scene.wait(10_000);
  assert.deepEqual(
    scene.told('visit-ended').map(({ exit, carriedMs }) => [exit, carriedMs]),
    [['wait-limit', 0]],
  );
  scene.mustAsk({ ask: 'resume', agent: 'anna' });
  scene.talk('anna');
  assert.equal(scene.doing(older), 'talking', 'who has waited longer in all comes first');
  assert.equal(scene.doing(younger), 'waiting');
  assert.equal(scene.lastTold('visit-ended').carriedMs, 30_000);
});

test('an agent of two queues is given the oldest caller of both', () => {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      queues: [queue('first', ['anna']), queue('second', ['anna'])],
      blocks: { 'to-second': [{ do: 'queue', queue: 'second' }] },
      numbers: { '100': 'entry', '200': 'to-second' },
    }),
  );
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const older = scene.call('200');
  scene.wait(1_000);
  scene.call('100');
  scene.mustAsk({ ask: 'resume', agent: 'anna' });
  scene.talk('anna');
  assert.equal(scene.doing(older), 'talking');
});

test('a weight decides between queues, never within one, and everybody is served in the end', () => {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      queues: [queue('light', ['anna']), queue('heavy', ['anna'], { weight: 4 })],
      blocks: {
        'to-heavy': [{ do: 'queue', queue: 'heavy' }],
        behind: [
          { do: 'priority', priority: -1 },
          { do: 'queue', queue: 'heavy' },
        ],
      },
      numbers: { '100': 'entry', '200': 'to-heavy', '300': 'behind' },
    }),
  );
  scene.signIn('anna');
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const light = scene.call('100');
  scene.wait(30_000);
  const heavy = scene.call('200');
  const behind = scene.call('300');
  scene.wait(9_000);
  const order: string[] = [];
  const serve = (): void => {
    scene.mustAsk({ ask: 'resume', agent: 'anna' });
    scene.talk('anna');
    for (const [name, leg] of Object.entries({ light, heavy, behind })) {
      if (scene.doing(leg) !== 'talking') continue;
      order.push(name);
      scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
      scene.ends(leg);
    }
    scene.obeyHangUps();
  };
  serve();
  scene.wait(3_000);
  serve();
  serve();
  assert.deepEqual(order, ['light', 'heavy', 'behind'], '39 s against four times 9 s, then 12 s');
});
