import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndPlace, OfferResult, VisitExit } from '../../src/core/milestone.js';
import type { LegId } from '../../src/core/signal.js';
import { plan, queue, ring } from './plan-builder.js';
import { Scene } from './scene.js';

function line(): Scene {
  const agents = ['anna', 'boris'];
  const scene = new Scene(
    plan({
      agents,
      prompts: ['welcome', 'choose', 'channels', 'sorry'],
      queues: [
        queue('sales', agents, {
          waiting: {
            music: 'default',
            position: null,
            messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: 30_000 }],
          },
          limits: { waitMs: 60_000, callers: 2 },
          exits: { wait: 'sorry', full: 'sorry', nobody: 'sorry' },
        }),
      ],
      blocks: {
        greet: [
          { do: 'play', prompt: 'welcome', information: false },
          {
            do: 'menu',
            id: 'greet[1]',
            prompt: 'choose',
            keys: { '1': 'entry' },
            timeoutMs: 5_000,
            tries: 1,
            otherwise: 'entry',
          },
        ],
        steps: [ring('steps[0]', ['anna'])],
        sorry: [{ do: 'play', prompt: 'sorry', information: false }],
      },
      numbers: { '100': 'entry', '200': 'greet', '300': 'steps' },
    }),
  );
  scene.signIn('anna');
  return scene;
}

interface Ending {
  readonly stage: string;
  readonly reach: (scene: Scene) => LegId;
  readonly place: EndPlace;
  readonly exit?: VisitExit;
  readonly offer?: OfferResult;
}

const ENDINGS: readonly Ending[] = [
  { stage: 'during the greeting', reach: (scene) => scene.call('200'), place: 'prompt' },
  {
    stage: 'during the prompt of the menu',
    reach: (scene) => {
      const caller = scene.call('200');
      scene.finishSound();
      return caller;
    },
    place: 'menu',
  },
  {
    stage: 'in the silence after the prompt of the menu',
    reach: (scene) => {
      const caller = scene.call('200');
      scene.finishSound();
      scene.finishSound();
      return caller;
    },
    place: 'menu',
  },
  {
    stage: 'while the phone rings for him',
    reach: (scene) => scene.call(),
    place: 'queue',
    exit: 'hung-up',
    offer: 'caller-left',
  },
  {
    stage: 'while he waits and hears a message',
    reach: (scene) => {
      scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
      const caller = scene.call();
      scene.wait(5_000);
      assert.equal(scene.state.playbacks.size, 1);
      return caller;
    },
    place: 'queue',
    exit: 'hung-up',
  },
  {
    stage: 'between the answer of the agent and the bridge',
    reach: (scene) => {
      const caller = scene.call();
      scene.answers(scene.ringingLeg('anna'));
      return caller;
    },
    place: 'queue',
    exit: 'hung-up',
    offer: 'caller-left',
  },
  {
    stage: 'when he alone is in the bridge',
    reach: (scene) => {
      const caller = scene.call();
      scene.answers(scene.ringingLeg('anna'));
      scene.take({ kind: 'leg-joined', leg: caller, bridge: scene.last('connect').bridge });
      return caller;
    },
    place: 'queue',
    exit: 'hung-up',
    offer: 'caller-left',
  },
  {
    stage: 'in mid-talk',
    reach: (scene) => {
      const caller = scene.call();
      scene.talk('anna');
      return caller;
    },
    place: 'conversation',
    exit: 'answered',
    offer: 'answered',
  },
  {
    stage: 'in a ring step',
    reach: (scene) => scene.call('300'),
    place: 'ring',
    exit: 'hung-up',
    offer: 'caller-left',
  },
  {
    stage: 'after he was turned away from a full queue',
    reach: (scene) => {
      scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
      scene.call();
      scene.call();
      return scene.call();
    },
    place: 'prompt',
    exit: 'full',
  },
];

for (const { stage, reach, place, exit, offer } of ENDINGS) {
  test(`a caller who hangs up ${stage} has one end there, and everything is given back`, () => {
    const scene = line();
    const caller = reach(scene);
    scene.ends(caller);
    scene.ends(caller);
    const ended = scene.told('call-ended').filter(({ endedBy }) => endedBy === 'caller');
    assert.deepEqual(
      ended.map((call) => [call.endPlace, call.lastExit]),
      [[place, exit ?? null]],
    );
    if (offer !== undefined) assert.equal(scene.lastTold('offer-ended').result, offer);
    scene.obeyHangUps();
    for (const leg of [...scene.state.legs.keys()]) scene.ends(leg);
    if (scene.shows('anna') === 'paused') scene.mustAsk({ ask: 'resume', agent: 'anna' });
    assert.equal(scene.shows('anna'), 'available');
    scene.wait(10_000);
    const { calls, offers, legs, playbacks, bridges, deadlines } = scene.state;
    assert.deepEqual(
      [calls, offers, legs, playbacks, bridges, deadlines].map(({ size }) => size),
      [0, 0, 0, 0, 0, 0],
    );
  });
}

test('the wait limit leads on at its instant, out of a standing offer', () => {
  const scene = line();
  const caller = scene.call();
  scene.wait(59_999);
  assert.equal(scene.doing(caller), 'waiting');
  scene.wait(1);
  assert.equal(scene.lastTold('visit-ended').exit, 'wait-limit');
  assert.equal(scene.lastTold('visit-ended').waitMs, 60_000);
  assert.equal(scene.lastTold('offer-ended').result, 'withdrawn');
  assert.deepEqual(scene.last('play').media, ['sound:callplane/sorry']);
});

test('the limit stands still while an answer is being connected', () => {
  const scene = line();
  const caller = scene.call();
  scene.wait(50_000);
  scene.obeyHangUps();
  scene.wait(9_900);
  scene.answers(scene.ringingLeg('anna'));
  scene.wait(1_000);
  assert.equal(scene.doing(caller), 'connecting');
  scene.join();
  assert.equal(scene.doing(caller), 'talking');
});

test('a limit that came up while an answer was being connected holds when the connection fails', () => {
  const scene = line();
  const caller = scene.call();
  scene.wait(50_000);
  scene.obeyHangUps();
  scene.wait(9_900);
  scene.answers(scene.ringingLeg('anna'));
  scene.wait(3_500);
  assert.equal(scene.doing(caller), 'playing');
  const visit = scene.lastTold('visit-ended');
  assert.deepEqual([visit.exit, visit.waitMs], ['wait-limit', 63_000]);
});

test('a queue with nobody turns the caller away at once', () => {
  const scene = line();
  scene.mustAsk({ ask: 'sign-out', agent: 'anna' });
  scene.call();
  const visit = scene.lastTold('visit-ended');
  assert.deepEqual([visit.exit, visit.waitMs], ['nobody', 0]);
  assert.deepEqual(scene.all('ring'), []);
});

test('paused, talking and wrapping-up people are somebody', () => {
  const scene = line();
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const caller = scene.call();
  scene.wait(30_000);
  assert.equal(scene.doing(caller), 'waiting');
});

test('two answers in the same millisecond: one talk, one lost race, nothing stands still', () => {
  const agents = ['anna', 'boris'];
  const scene = new Scene(plan({ agents, queues: [queue('sales', agents, { strategy: 'parallel' })] }));
  scene.signIn(...agents);
  const caller = scene.call();
  const [first, second] = [scene.ringingLeg('boris'), scene.ringingLeg('anna')];
  scene.answers(first);
  scene.answers(second);
  assert.deepEqual(scene.last('hang-up'), { kind: 'hang-up', leg: second, reason: 'answered-elsewhere' });
  assert.deepEqual(new Set(scene.all('connect').flatMap(({ legs }) => legs)), new Set([caller, first]));
  scene.join();
  scene.ends(second);
  assert.deepEqual([scene.shows('boris'), scene.shows('anna')], ['talking', 'available']);
  const next = scene.call();
  scene.talk('anna');
  assert.equal(scene.doing(next), 'talking');
});

test('an agent is offered one call at a time, over all queues', () => {
  const agents = ['anna'];
  const scene = new Scene(
    plan({
      agents,
      queues: [
        queue('sales', agents, { strategy: 'parallel' }),
        queue('support', agents, { strategy: 'parallel' }),
      ],
      blocks: { other: [{ do: 'queue', queue: 'support' }] },
      numbers: { '100': 'entry', '200': 'other' },
    }),
  );
  scene.signIn('anna');
  for (const number of ['100', '200', '100', '200']) scene.call(number);
  assert.deepEqual(scene.rung(), ['anna']);
});

test('a hang-up that shows no effect is repeated, asked about, and in the end the leg is taken for gone', () => {
  const scene = line();
  const caller = scene.call();
  scene.talk('anna');
  const leg = scene.state.agents.get('anna')?.legs[0] ?? '';
  scene.ends(caller);
  scene.clear();
  scene.wait(5_000);
  assert.deepEqual(
    scene.commands.map(({ kind }) => kind),
    ['hang-up', 'verify-leg'],
  );
  scene.wait(25_000);
  assert.equal(scene.state.legs.has(leg), false);
  scene.answers(leg);
  assert.equal(scene.last('hang-up').leg, leg, 'and hung up once more if it ever shows up again');
});

test('announcements never delay an answer, and music returns after them', () => {
  const scene = line();
  scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  scene.call();
  scene.wait(5_000);
  const { playback } = scene.last('play');
  scene.finishSound();
  assert.equal(scene.all('start-music').length, 2);
  scene.wait(30_000);
  scene.mustAsk({ ask: 'resume', agent: 'anna' });
  assert.notEqual(scene.last('play').playback, playback);
  scene.clear();
  scene.answers(scene.ringingLeg('anna'));
  const kinds = scene.commands.map(({ kind }) => kind);
  assert.deepEqual(
    kinds.filter((kind) => kind === 'stop-playback' || kind === 'connect'),
    ['stop-playback', 'connect'],
  );
});
