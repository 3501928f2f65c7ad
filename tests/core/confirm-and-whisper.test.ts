import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfirmRule, PlannedQueue } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { NO_CONSEQUENCE, plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const TEN_SECONDS: ConfirmRule = { prompt: null, withinMs: 10_000 };

/** The head has a mobile: he takes calls by key. Anna does not. */
function mobile(changes: Partial<PlannedQueue> = {}, confirm: ConfirmRule = TEN_SECONDS): Scene {
  const made = plan({
    agents: ['head', 'anna'],
    prompts: ['press', 'for-sales'],
    queues: [queue('sales', ['head', 'anna'], changes)],
  });
  const { head } = made.agents;
  assert.ok(head !== undefined);
  const scene = new Scene({ ...made, agents: { ...made.agents, head: { ...head, confirm } } });
  scene.signIn('head', 'anna');
  return scene;
}

function result(scene: Scene): string {
  return scene.lastTold('offer-ended').result;
}

test('whoever answers at a mobile has the call with the key 1, from then on; his ringing lasts until then', () => {
  const scene = mobile();
  scene.call();
  const leg = scene.ringingLeg('head');
  scene.wait(3_000);
  scene.answers(leg);
  assert.deepEqual(scene.last('play').media, ['sound:followme/options']);
  assert.equal(scene.all('connect').length, 0);
  scene.wait(4_000);
  scene.press(leg, '5');
  assert.equal(scene.all('connect').length, 0);
  scene.press(leg, '1');
  assert.equal(scene.last('stop-playback').playback, scene.last('play').playback);
  scene.join();
  assert.equal(scene.shows('head'), 'talking');
  const { offeredAt, endedAt } = scene.lastTold('offer-ended');
  assert.deepEqual([result(scene), endedAt - offeredAt], ['answered', 7_000]);
});

test('a mailbox that answers never has the caller: it is hung up in time, and the next agent is rung', () => {
  const scene = mobile({
    offers: {
      ...{ 'no-answer': NO_CONSEQUENCE, declined: NO_CONSEQUENCE, busy: NO_CONSEQUENCE },
      ...{ unreachable: NO_CONSEQUENCE, 'not-confirmed': { restMs: 30_000, pauseAfterMissed: 1 } },
    },
  });
  const caller = scene.call();
  const leg = scene.ringingLeg('head');
  scene.wait(14_000);
  scene.answers(leg);
  scene.wait(9_999);
  assert.deepEqual(scene.ringing(), ['head']);
  scene.wait(1);
  assert.equal(result(scene), 'not-confirmed');
  assert.equal(scene.last('hang-up').leg, leg);
  assert.deepEqual(scene.ringing(), ['anna']);
  assert.equal(scene.shows('head'), 'paused');
  assert.equal(scene.doing(caller), 'waiting');
});

test('a mailbox that hangs up, a person who does, and the key 2 end the offer at once, each with its result', () => {
  for (const [act, expected] of [
    [(scene: Scene, leg: string) => scene.ends(leg, 'normal'), 'not-confirmed'],
    [(scene: Scene, leg: string) => scene.press(leg, '2'), 'declined'],
  ] as const) {
    const scene = mobile();
    scene.call();
    const leg = scene.ringingLeg('head');
    scene.answers(leg);
    scene.wait(1_000);
    act(scene, leg);
    assert.equal(result(scene), expected);
    assert.deepEqual(scene.ringing(), ['anna']);
  }
});

test('without a policy of its own an offer that nobody took by key counts as one that nobody answered', () => {
  const scene = mobile({
    offers: {
      ...{ declined: NO_CONSEQUENCE, busy: NO_CONSEQUENCE, unreachable: NO_CONSEQUENCE },
      'no-answer': { restMs: 0, pauseAfterMissed: 1 },
    },
  });
  scene.call();
  scene.answers(scene.ringingLeg('head'));
  scene.wait(10_000);
  assert.equal(scene.shows('head'), 'paused');
});

test('of phones that ring together the first who takes the call has it, by key or by answering', () => {
  const byAnswer = mobile({ strategy: 'parallel' });
  byAnswer.call();
  byAnswer.answers(byAnswer.ringingLeg('head'));
  byAnswer.talk('anna');
  assert.equal(byAnswer.shows('anna'), 'talking');
  assert.equal(byAnswer.told('offer-ended').find(({ agent }) => agent === 'head')?.result, 'lost-race');
  const byKey = mobile({ strategy: 'parallel' });
  byKey.call();
  const leg = byKey.ringingLeg('head');
  byKey.answers(leg);
  byKey.press(leg, '1');
  byKey.join();
  assert.equal(byKey.shows('head'), 'talking');
  assert.equal(byKey.told('offer-ended').find(({ agent }) => agent === 'anna')?.result, 'lost-race');
});

test('the caller leaves while a key is awaited: nothing is held against the agent', () => {
  const scene = mobile();
  const caller = scene.call();
  const leg = scene.ringingLeg('head');
  scene.answers(leg);
  scene.ends(caller);
  assert.equal(result(scene), 'caller-left');
  assert.equal(scene.last('hang-up').leg, leg);
});

test('an answer that is told again changes nothing, also when the ringing is said to have failed; what is asked survives a restart', () => {
  const scene = mobile({}, { prompt: 'press', withinMs: 10_000 });
  scene.call();
  const leg = scene.ringingLeg('head');
  scene.answers(leg);
  scene.answers(leg);
  scene.take({
    kind: 'command-failed',
    command: { kind: 'ring', leg, playback: null, bridge: null },
    failure: 'timeout',
  });
  assert.deepEqual(
    scene.all('play').map(({ media }) => media),
    [['sound:callplane/press']],
  );
  scene.state = thaw(freeze(scene.state));
  scene.press(leg, '1');
  scene.join();
  assert.equal(scene.shows('head'), 'talking');
});

test('after a gap the question is asked again, with the whole time', () => {
  const scene = mobile();
  const caller = scene.call();
  const leg = scene.ringingLeg('head');
  scene.answers(leg);
  scene.wait(9_000);
  scene.take({ kind: 'telephony-lost' });
  const legs = [caller, leg].map((each) => ({ leg: each, up: true, caller: null }));
  scene.take({ kind: 'telephony-back', existing: { restarted: false, legs, bridges: [] } });
  assert.equal(scene.all('play').length, 2);
  scene.wait(9_000);
  scene.press(leg, '1');
  scene.join();
  assert.equal(scene.shows('head'), 'talking');
});

test('the agent hears the name of the queue and how long was waited; the caller hears music until both are connected', () => {
  const scene = mobile({ whisper: { prompt: 'for-sales', waited: true } });
  scene.mustAsk({ ask: 'sign-out', agent: 'head' });
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  scene.wait(40_000);
  scene.mustAsk({ ask: 'resume', agent: 'anna' });
  const leg = scene.ringingLeg('anna');
  scene.wait(1_000);
  scene.answers(leg);
  const played = scene.last('play');
  assert.equal(played.leg, leg);
  assert.deepEqual(played.media, [
    ...['sound:callplane/for-sales', 'sound:queue-reporthold', 'sound:digits/40', 'sound:queue-seconds'],
  ]);
  assert.equal(scene.all('stop-music').length, 0);
  scene.wait(2_000);
  scene.finishSound();
  assert.equal(scene.all('stop-music').length, 1);
  scene.join();
  assert.equal(scene.shows('anna'), 'talking');
});

test('the caller leaves during the whisper: the agent is let go, free, and nothing is held against him', () => {
  const scene = mobile({ whisper: { prompt: 'for-sales', waited: false } });
  scene.mustAsk({ ask: 'sign-out', agent: 'head' });
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.answers(leg);
  scene.ends(caller);
  assert.equal(result(scene), 'caller-left');
  assert.equal(scene.lastTold('visit-ended').exit, 'hung-up');
  assert.equal(scene.lastTold('call-ended').endPlace, 'queue');
  assert.equal(scene.last('hang-up').leg, leg);
  scene.obeyHangUps();
  assert.equal(scene.shows('anna'), 'available');
});

test('the agent hangs up during the whisper: he has declined, and the caller keeps his place and his announcements', () => {
  const scene = mobile({ whisper: { prompt: 'for-sales', waited: false }, strategy: 'sequential' });
  scene.mustAsk({ ask: 'sign-out', agent: 'head' });
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.answers(leg);
  scene.ends(leg);
  assert.equal(result(scene), 'declined');
  assert.equal(scene.doing(caller), 'waiting');
  scene.obeyHangUps();
  scene.wait(1_000);
  assert.deepEqual(scene.ringing(), ['anna']);
});

test('a whisper that cannot be heard does not hold up the caller, and one that a gap cut off is heard again', () => {
  const failing = mobile({ whisper: { prompt: 'for-sales', waited: false } });
  failing.mustAsk({ ask: 'sign-out', agent: 'head' });
  failing.call();
  failing.answers(failing.ringingLeg('anna'));
  failing.finishSound(false);
  failing.wait(1_000);
  failing.join();
  assert.equal(failing.shows('anna'), 'talking');
  const gap = mobile({ whisper: { prompt: 'for-sales', waited: false } });
  gap.mustAsk({ ask: 'sign-out', agent: 'head' });
  const caller = gap.call();
  const leg = gap.ringingLeg('anna');
  gap.answers(leg);
  gap.take({ kind: 'telephony-lost' });
  gap.state = thaw(freeze(gap.state));
  gap.finishSound();
  assert.equal(gap.all('connect').length, 0);
  const legs = [caller, leg].map((each) => ({ leg: each, up: true, caller: null }));
  gap.take({ kind: 'telephony-back', existing: { restarted: false, legs, bridges: [] } });
  assert.equal(gap.all('play').length, 2);
  gap.finishSound();
  gap.join();
  assert.equal(gap.shows('anna'), 'talking');
});

test('who takes the call by key hears the whisper, too, and an announcement to the caller is cut off before it', () => {
  const scene = mobile({
    whisper: { prompt: 'for-sales', waited: false },
    waiting: {
      ...{ music: 'default', position: null },
      messages: [{ prompt: 'press', firstAfterMs: 1_000, everyMs: 10_000 }],
    },
  });
  scene.mustAsk({ ask: 'sign-out', agent: 'anna' });
  const caller = scene.call();
  const leg = scene.ringingLeg('head');
  scene.answers(leg);
  scene.wait(1_000);
  assert.equal(scene.last('play').leg, caller);
  scene.press(leg, '1');
  assert.equal(scene.last('play').leg, leg);
  assert.equal(scene.last('stop-playback').leg, caller);
  scene.finishSound();
  scene.join();
  assert.equal(scene.shows('head'), 'talking');
});

test('who answers before the music has begun hears the whisper, and the caller music meanwhile', () => {
  const scene = mobile({ whisper: { prompt: 'for-sales', waited: false } });
  scene.mustAsk({ ask: 'sign-out', agent: 'head' });
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.wait(200);
  assert.deepEqual(scene.all('start-music'), []);
  scene.answers(leg);
  assert.equal(scene.last('play').leg, leg);
  assert.deepEqual(
    scene.all('start-music').map((music) => music.leg),
    [caller],
  );
  scene.wait(2_000);
  scene.finishSound();
  scene.join();
  assert.equal(scene.all('start-music').length, 1);
  assert.equal(scene.all('stop-music').length, 1);
});

test('the wait that is whispered is that in all queues of the call', () => {
  const scene = new Scene(
    plan({
      agents: ['anna', 'boris'],
      queues: [
        queue('sales', ['anna'], {
          limits: { waitMs: 20_000, callers: null },
          exits: { wait: 'next', full: null, nobody: 'hangup' },
        }),
        queue('support', ['boris'], { whisper: { prompt: null, waited: true } }),
      ],
      blocks: { next: [{ do: 'queue', queue: 'support' }] },
    }),
  );
  scene.signIn('anna', 'boris');
  for (const agent of ['anna', 'boris']) scene.mustAsk({ ask: 'pause', agent, reason: 'lunch' });
  scene.call();
  scene.wait(20_000);
  scene.wait(10_000);
  scene.mustAsk({ ask: 'resume', agent: 'boris' });
  scene.answers(scene.ringingLeg('boris'));
  assert.deepEqual(scene.last('play').media, [
    ...['sound:queue-reporthold', 'sound:digits/30', 'sound:queue-seconds'],
  ]);
});

test('a leg that goes by itself during the whisper, or while a key is awaited, is no decline', () => {
  for (const end of ['failed', 'unreachable', 'cancelled'] as const) {
    const whispered = mobile({ whisper: { prompt: 'for-sales', waited: false } });
    whispered.mustAsk({ ask: 'sign-out', agent: 'head' });
    whispered.call();
    const leg = whispered.ringingLeg('anna');
    whispered.answers(leg);
    whispered.ends(leg, end);
    assert.equal(result(whispered), 'failed', end);
    const asked = mobile();
    asked.call();
    const mobileLeg = asked.ringingLeg('head');
    asked.answers(mobileLeg);
    asked.ends(mobileLeg, end);
    assert.equal(result(asked), end === 'unreachable' ? 'unreachable' : 'failed', end);
  }
});

test('a mobile that was answered in a gap is asked for the key once', () => {
  const scene = mobile();
  const caller = scene.call();
  const leg = scene.ringingLeg('head');
  scene.take({ kind: 'telephony-lost' });
  const legs = [caller, leg].map((each) => ({ leg: each, up: true, caller: null }));
  scene.take({ kind: 'telephony-back', existing: { restarted: false, legs, bridges: [] } });
  assert.equal(scene.all('play').length, 1);
  assert.equal(scene.all('stop-playback').length, 0);
});

test('a mailbox that is asked for a key does not have the caller when a reload asks for none any more', () => {
  const scene = mobile();
  const caller = scene.call();
  const leg = scene.ringingLeg('head');
  scene.answers(leg);
  const agents = ['head', 'anna'];
  const later = plan({
    version: '2',
    agents,
    prompts: ['press', 'for-sales'],
    queues: [queue('sales', agents)],
  });
  scene.take({ kind: 'plan-loaded', plan: later, by: 'test' });
  scene.take({ kind: 'telephony-lost' });
  const legs = [caller, leg].map((each) => ({ leg: each, up: true, caller: null }));
  scene.take({ kind: 'telephony-back', existing: { restarted: false, legs, bridges: [] } });
  scene.take({ kind: 'found-astray', astray: { what: 'unheard-answer', leg } });
  assert.equal(scene.all('connect').length, 0);
  scene.wait(10_000);
  assert.equal(result(scene), 'not-confirmed');
});
