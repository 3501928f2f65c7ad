import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedQueue } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { LegId } from '../../src/core/signal.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const ESTIMATE = { music: 'default', position: null, messages: [] };

/** Anna answers; notes of ten seconds follow each conversation. */
function scene(changes: Partial<PlannedQueue>, agents: readonly string[] = ['anna']): Scene {
  const made = new Scene(
    plan({
      agents,
      queues: [queue('sales', agents, { wrapUp: { timeMs: 10_000, extendToMs: 10_000 }, ...changes })],
    }),
  );
  made.signIn(...agents);
  return made;
}

/** So many conversations of a minute and a half each, one after another. */
function talkOften(made: Scene, times: number): void {
  for (let time = 0; time < times; time++) {
    const caller = made.call();
    talkToEnd(made, caller, 90_000);
  }
}

function talkToEnd(made: Scene, caller: LegId, talkMs: number): void {
  made.talk('anna');
  made.wait(talkMs);
  made.ends(caller);
  made.obeyHangUps();
  made.wait(10_000);
}

/** The minutes that were said, and when, in seconds. */
function said(made: Scene, since: number): (readonly [number, unknown])[] {
  return made
    .told('call-event')
    .flatMap(({ event, at, detail }) =>
      event === 'announced' ? [[(at - since) / 1000, detail['minutes']] as const] : [],
    );
}

/** Lets announcements end after two seconds each. */
function waitWithSound(made: Scene, ms: number): void {
  for (let left = ms; left > 0; left -= 2_000) {
    made.wait(2_000);
    made.finishSound();
  }
}

test('the estimate is what conversations and notes took, for those before him and himself, by the agents', () => {
  const made = scene({ waiting: { ...ESTIMATE, estimate: { firstAfterMs: 10_000, everyMs: 60_000 } } });
  talkOften(made, 5);
  made.call();
  made.talk('anna');
  made.call();
  made.call();
  const since = made.now;
  made.clear();
  waitWithSound(made, 12_000);
  assert.deepEqual(
    said(made, since),
    [
      [10, 2],
      [10, 4],
    ],
    'one before him is talking and counts for nobody: 100 s and 200 s, rounded up',
  );
});

test('with too few conversations nothing is said, nor when nobody serves', () => {
  const made = scene({ waiting: { ...ESTIMATE, estimate: { firstAfterMs: 0, everyMs: 10_000 } } });
  talkOften(made, 4);
  made.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  made.call();
  waitWithSound(made, 20_000);
  assert.deepEqual(said(made, made.now), []);
  made.mustAsk({ ask: 'resume', agent: 'anna' });
  made.talk('anna');
  made.wait(90_000);
  made.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  made.call();
  waitWithSound(made, 20_000);
  assert.deepEqual(said(made, made.now), []);
});

test('the spoken estimate never grows: when an agent leaves it is not said again', () => {
  const made = scene({ waiting: { ...ESTIMATE, estimate: { firstAfterMs: 4_000, everyMs: 10_000 } } }, [
    'anna',
    'boris',
  ]);
  made.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  talkOften(made, 6);
  made.mustAsk({ ask: 'resume', agent: 'boris' });
  const first = made.call();
  made.talk('anna');
  made.call();
  made.talk('boris');
  made.call();
  made.call();
  const since = made.now;
  made.clear();
  waitWithSound(made, 6_000);
  made.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  waitWithSound(made, 20_000);
  assert.deepEqual(
    said(made, since),
    [
      [4, 1],
      [4, 2],
    ],
    'with one agent it would be 2 and 4',
  );
  assert.equal(made.doing(first), 'talking');
});

test('what was estimated at entry is held against the wait, and a queue that is often wrong says nothing', () => {
  const made = scene({ waiting: { ...ESTIMATE, estimate: { firstAfterMs: 5_000, everyMs: 60_000 } } });
  talkOften(made, 5);
  const talking = made.call();
  made.talk('anna');
  const waiting = made.call();
  made.clear();
  made.wait(10_000);
  made.ends(talking);
  made.obeyHangUps();
  made.wait(10_000);
  made.talk('anna');
  const proved = made.told('call-event').find(({ event }) => event === 'estimate-proved');
  assert.deepEqual(proved?.detail, { queue: 'sales', estimateMs: 100_000, waitMs: 20_000 });
  assert.equal(made.doing(waiting), 'talking');
  const error = made.state.queues.get('sales')?.estimateError;
  assert.ok(error !== undefined && error !== null && error > 0.7, 'off by 80 s of 100 s');
  made.state = thaw(freeze(made.state));
  made.clear();
  made.call();
  waitWithSound(made, 20_000);
  assert.deepEqual(said(made, made.now), []);
});

test('nobody is let in who would wait longer than the limit, as far as that can be told', () => {
  const made = scene({
    limits: { waitMs: null, callers: null, expectedWaitMs: 150_000 },
    exits: { wait: null, full: null, nobody: 'hangup', tooLong: 'hangup' },
  });
  talkOften(made, 5);
  made.call();
  made.talk('anna');
  const second = made.call();
  const third = made.call();
  assert.equal(made.doing(second), 'waiting');
  assert.equal(made.doing(third), 'leaving');
  assert.equal(made.lastTold('visit-ended').exit, 'full');
  const stages = made.told('call-event').filter(({ event }) => event === 'not-let-in');
  assert.deepEqual(
    stages.map(({ detail }) => detail),
    [{ queue: 'sales', limit: 'expected-wait' }],
  );
});

test('so many callers wait for each agent who serves, and no more', () => {
  const made = scene(
    {
      limits: { waitMs: null, callers: null, callersPerAgent: 2 },
      exits: { wait: null, full: null, nobody: 'hangup', crowded: 'hangup' },
    },
    ['anna', 'boris'],
  );
  made.call();
  made.talk('anna');
  made.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  const callers = [1, 2, 3].map(() => made.call());
  assert.deepEqual(
    callers.map((leg) => made.doing(leg)),
    ['waiting', 'waiting', 'leaving'],
  );
});

test('agents at lunch are nobody when the file says so, at entry and afterwards', () => {
  const made = scene({ nobodyCounts: ['paused'] });
  made.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  assert.equal(made.doing(made.call()), 'leaving');
  made.mustAsk({ ask: 'resume', agent: 'anna' });
  const talking = made.call();
  made.talk('anna');
  const waiting = made.call();
  made.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  made.wait(60_000);
  assert.equal(made.doing(waiting), 'waiting', 'she talks');
  made.ends(talking);
  made.obeyHangUps();
  made.wait(19_999);
  assert.equal(made.doing(waiting), 'waiting', 'notes, then the grace');
  made.wait(1);
  assert.equal(made.doing(waiting), 'leaving');
});

test('a key of the queue lets a waiting caller leave, even while a phone rings for him; other keys mean nothing', () => {
  const made = new Scene(
    plan({
      agents: ['anna'],
      queues: [queue('sales', ['anna'], { waiting: { ...ESTIMATE, keys: { '1': 'elsewhere' } } })],
      blocks: { elsewhere: [{ do: 'tag', tag: 'left' }, { do: 'hangup' }] },
    }),
  );
  made.signIn('anna');
  const caller = made.call();
  made.press(caller, '2');
  assert.deepEqual(made.ringing(), ['anna']);
  made.press(caller, '1');
  assert.deepEqual(made.ringing(), []);
  assert.equal(made.lastTold('visit-ended').exit, 'key');
  assert.equal(made.lastTold('offer-ended').result, 'withdrawn');
  assert.equal(made.doing(caller), 'leaving');
  made.obeyHangUps();
  assert.deepEqual(made.lastTold('call-ended').tags, ['left']);
});
