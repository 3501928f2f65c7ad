import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CollectStep, Step } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const GREET: Step = { do: 'play', prompt: 'welcome', information: false };

function collect(changes: Partial<CollectStep> = {}): CollectStep {
  return {
    do: 'collect',
    id: 'main[0]',
    prompt: 'order',
    as: 'order',
    least: 4,
    most: 6,
    endKey: '#',
    timeoutMs: 5_000,
    tries: 2,
    secret: false,
    otherwise: 'sorry',
    ...changes,
  };
}

function collectScene(step: CollectStep, before: readonly Step[] = []): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['welcome', 'order', 'choose'],
      queues: [queue('sales', ['anna'])],
      blocks: {
        main: [...before, step, menu()],
        sorry: [
          { do: 'tag', tag: 'sorry' },
          { do: 'queue', queue: 'sales' },
        ],
        entry: [{ do: 'queue', queue: 'sales' }],
      },
      numbers: { '100': 'main' },
    }),
  );
  scene.signIn('anna');
  return scene;
}

function menu(): Step {
  return {
    do: 'menu',
    id: 'menu',
    prompt: 'choose',
    keys: { '1': 'entry', '#': 'sorry' },
    timeoutMs: 5_000,
    tries: 1,
    otherwise: 'sorry',
  };
}

function press(scene: Scene, caller: string, keys: string): void {
  for (const key of keys) scene.press(caller, key);
}

function callIn(scene: Scene) {
  const [call] = [...scene.state.calls.values()];
  assert.ok(call !== undefined);
  return call;
}

function eventsIn(scene: Scene): readonly string[] {
  return scene.told('call-event').map(({ event }) => event);
}

test('the first digit cuts the prompt off, the key that ends them ends them', () => {
  const scene = collectScene(collect());
  const caller = scene.call();
  scene.press(caller, '1');
  assert.equal(scene.all('stop-playback').length, 1);
  press(scene, caller, '234#');
  assert.equal(callIn(scene).variables['order'], '1234');
  assert.equal(scene.doing(caller), 'in-menu');
  assert.deepEqual(scene.told('call-event').find(({ event }) => event === 'collected')?.detail, {
    collect: 'main[0]',
    as: 'order',
    secret: false,
    value: '1234',
  });
});

test('the most digits are enough, and an end key a moment later is not for what follows', () => {
  const scene = collectScene(collect());
  const caller = scene.call();
  press(scene, caller, '123456');
  assert.equal(callIn(scene).variables['order'], '123456');
  scene.wait(1_900);
  scene.press(caller, '#');
  assert.equal(scene.doing(caller), 'in-menu', 'the menu does not take it for its own');
  scene.press(caller, '#');
  assert.deepEqual(callIn(scene).tags, ['sorry'], 'the second one is for the menu');
});

test('an end key long after the digits is for what follows', () => {
  const scene = collectScene(collect());
  const caller = scene.call();
  press(scene, caller, '123456');
  scene.wait(2_100);
  scene.press(caller, '#');
  assert.deepEqual(callIn(scene).tags, ['sorry']);
});

test('silence ends digits that are enough', () => {
  const scene = collectScene(collect());
  const caller = scene.call();
  press(scene, caller, '1234');
  scene.wait(4_999);
  assert.equal(scene.doing(caller), 'collecting');
  scene.wait(1);
  assert.equal(callIn(scene).variables['order'], '1234');
});

test('too few digits are asked for again, and after the last try the call goes another way', () => {
  const scene = collectScene(collect());
  const caller = scene.call();
  press(scene, caller, '12#');
  assert.equal(scene.all('play').length, 2, 'the prompt is heard again');
  scene.finishSound();
  scene.wait(5_000);
  assert.deepEqual(callIn(scene).tags, ['sorry']);
  assert.deepEqual(scene.rung(), ['anna']);
  assert.deepEqual(
    eventsIn(scene).filter((event) => event.startsWith('collect')),
    ['collect-entered', 'collect-wrong', 'collect-wrong', 'collect-given-up'],
  );
  assert.equal(callIn(scene).variables['order'], undefined);
});

test('the star begins anew, unless it ends the digits', () => {
  const scene = collectScene(collect());
  const caller = scene.call();
  press(scene, caller, '99*1234#');
  assert.equal(callIn(scene).variables['order'], '1234');
  const other = collectScene(collect({ endKey: '*' }));
  const second = other.call();
  press(other, second, '12#34*');
  assert.equal(callIn(other).variables['order'], '1234', 'and a key that means nothing is passed over');
});

test('a digit during the greeting is the first one, and nothing more is said', () => {
  const scene = collectScene(collect(), [GREET, { do: 'say', as: 'digits', value: '1', unit: null }]);
  const caller = scene.call();
  press(scene, caller, '1234#');
  assert.equal(scene.all('play').length, 2, 'the greeting and the menu');
  assert.equal(callIn(scene).variables['order'], '1234');
});

test('after a gap digits are asked for again, as the same try', () => {
  const scene = collectScene(collect({ tries: 1 }));
  const caller = scene.call('100', '359');
  press(scene, caller, '12');
  scene.take({ kind: 'telephony-lost' });
  const back = { from: '359', fromName: null, dialled: '100' };
  scene.take({
    kind: 'telephony-back',
    existing: { restarted: false, bridges: [], legs: [{ leg: caller, up: true, caller: back }] },
  });
  assert.equal(scene.all('play').length, 2);
  press(scene, caller, '3456#');
  assert.equal(callIn(scene).variables['order'], '3456');
});

// ---------------------------------------------------------------- secret digits

const PIN = '80516';
/** Everything that may be written down of a scene. */
function written(scene: Scene): string {
  return JSON.stringify([scene.milestones, scene.commands, freeze(scene.state)]);
}

function secretScene(before: readonly Step[] = []): Scene {
  return collectScene(collect({ as: 'pin', secret: true, least: 5, most: 5 }), before);
}

test('secret digits stand in memory, and in no milestone, snapshot or shown signal', () => {
  const scene = secretScene();
  const caller = scene.call('100', '359');
  press(scene, caller, PIN);
  assert.deepEqual(Object.fromEntries(scene.state.secrets), { [callIn(scene).id]: { pin: PIN } });
  assert.equal(callIn(scene).variables['pin'], undefined);
  const shown = scene.reactions.flatMap((reaction) => reaction.shown ?? []);
  assert.deepEqual(
    shown.map((signal) => (signal.kind === 'key-pressed' ? signal.key : '')),
    ['?', '?', '?', '?', '?'],
  );
  assert.ok(!written(scene).includes('key":"8') && !written(scene).includes(PIN));
  assert.equal(thaw(freeze(scene.state)).secrets.size, 0);
});

test('a replay of what was shown comes to the same state without the secret', () => {
  const [live, replayed] = [secretScene([GREET]), secretScene([GREET])];
  for (const scene of [live, replayed]) scene.call('100', '359');
  for (const key of `${PIN}#91`) {
    const { shown } = live.take({ kind: 'key-pressed', leg: 'caller-1', key });
    replayed.take(shown ?? { kind: 'key-pressed', leg: 'caller-1', key });
  }
  assert.equal(freeze(replayed.state), freeze(live.state));
  assert.equal(live.state.secrets.size, 1);
  assert.equal(replayed.state.secrets.size, 0, 'a restart forgets it');
});

test('who keys too early, too much or again gives nothing away', () => {
  const scene = secretScene([GREET]);
  const caller = scene.call('100', '359');
  press(scene, caller, `${PIN}7777`);
  scene.press(caller, '1');
  scene.press(caller, '8');
  const keys = scene.told('call-event').flatMap(({ detail }) => detail['key'] ?? []);
  assert.deepEqual(keys, ['?', '?', '?', '?', '?', '?'], 'the menu does not know 7, then nothing listens');
});

test('a secret is forgotten with its call', () => {
  const scene = secretScene();
  const caller = scene.call('100', '359');
  press(scene, caller, PIN);
  scene.ends(caller);
  assert.equal(scene.state.secrets.size, 0);
});
