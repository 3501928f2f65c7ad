import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpeakStep, Step } from '../../src/core/plan.js';
import type { SpeechOutcome } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { SpeechOrder } from '../../src/core/web-request.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const ANNA = '+359888000001';
const MEDIA = 'sound:callplane-speech/calls/abc';

const SPEAK: SpeakStep = {
  do: 'speak',
  name: '"{caller.name}, your debt is {debt}."',
  texts: {
    en: { text: '{caller.name}, your debt is {debt}.', language: 'en', voice: 'en-gb' },
    ru: { text: '{caller.name}, ваш долг {debt}.', language: 'ru', voice: 'ru' },
  },
};
const MENU: Step = {
  ...{ do: 'menu', id: 'main[2]', prompt: 'choose', keys: { '1': 'sales' } },
  ...{ timeoutMs: 5_000, tries: 1, otherwise: 'sales' },
};
const PIN: Step = {
  ...{ do: 'collect', id: 'main[2]', prompt: 'choose', as: 'pin', least: 4, most: 4, endKey: null },
  ...{ timeoutMs: 5_000, tries: 1, secret: true, otherwise: 'sales' },
};

function office(debt = '1,250', before: readonly Step[] = [], after: readonly Step[] = []): Scene {
  const scene = new Scene(
    plan({
      agents: ['boris'],
      prompts: ['welcome', 'choose'],
      queues: [queue('sales', ['boris'])],
      callers: { [ANNA]: { name: 'Anna' } },
      blocks: {
        entry: [
          { do: 'set', name: 'debt', value: debt },
          ...before,
          SPEAK,
          ...after,
          { do: 'queue', queue: 'sales' },
        ],
        sales: [{ do: 'queue', queue: 'sales' }],
      },
    }),
  );
  scene.signIn('boris');
  return scene;
}

function orders(scene: Scene): readonly SpeechOrder[] {
  return scene.reactions.flatMap(({ webRequests }) => webRequests.filter((one) => one.kind === 'speak'));
}

function lastOrder(scene: Scene): SpeechOrder {
  const order = orders(scene).at(-1);
  assert.ok(order !== undefined, 'nothing is to be spoken');
  return order;
}

function made(scene: Scene, outcome: SpeechOutcome, { speech, call } = lastOrder(scene)): void {
  scene.take({ kind: 'speech-made', speech, call, outcome });
}

function notSpoken(scene: Scene): unknown {
  return scene.told('call-event').find(({ event }) => event === 'text-not-spoken')?.detail;
}

test('the text holds the values of the call, and is played when it is spoken', () => {
  const scene = office();
  const leg = scene.call('100', ANNA);
  const { text, language, voice, timeoutMs } = lastOrder(scene);
  assert.deepEqual([text, language, voice, timeoutMs], ['Anna, your debt is 1,250.', 'en', 'en-gb', 5_000]);
  assert.equal(scene.doing(leg), 'awaiting-speech');
  assert.deepEqual(scene.all('play'), []);
  made(scene, { ok: true, media: MEDIA });
  assert.deepEqual(scene.all('play').at(-1)?.media, [MEDIA]);
  assert.equal(scene.doing(leg), 'playing');
});

test('a call without one of the values is passed over, with the reason', () => {
  for (const [from, debt, missing] of [
    [ANNA, '  ', 'debt'],
    [ANNA, '\u0007\ud800 \u0000', 'debt'],
    [ANNA, `${'\u0007'.repeat(200)}1`, 'debt'],
    ['+359888000002', '1', 'caller.name'],
    ['+359888000002', '', 'caller.name, debt'],
  ] as const) {
    const scene = office(debt);
    const leg = scene.call('100', from);
    assert.deepEqual(orders(scene), []);
    assert.equal(scene.doing(leg), 'waiting');
    assert.deepEqual(notSpoken(scene), {
      ...{ text: '"{caller.name}, your debt is {debt}."', why: 'no-value', missing },
    });
  }
});

test('an engine that fails, or never answers, holds nobody up', () => {
  const scene = office();
  const failed = scene.call('100', ANNA);
  made(scene, { ok: false, failure: 'failed' });
  assert.equal(scene.doing(failed), 'waiting');
  const silent = scene.call('100', ANNA);
  scene.wait(5_499);
  assert.equal(scene.doing(silent), 'awaiting-speech');
  scene.wait(1);
  assert.equal(scene.doing(silent), 'waiting');
  made(scene, { ok: true, media: MEDIA });
  assert.deepEqual(scene.all('play'), []);
});

test('who hangs up meanwhile leaves nothing behind', () => {
  const scene = office();
  scene.ends(scene.call('100', ANNA));
  assert.equal(scene.state.deadlines.size, 0);
  made(scene, { ok: true, media: MEDIA });
  assert.equal(scene.state.calls.size, 0);
});

test('one text that is late is not another one', () => {
  const scene = office();
  const first = scene.call('100', ANNA);
  const before = lastOrder(scene);
  scene.ends(first);
  const leg = scene.call('100', ANNA);
  made(scene, { ok: true, media: MEDIA }, { ...before, call: lastOrder(scene).call });
  assert.equal(scene.doing(leg), 'awaiting-speech');
});

test('after a restart it is spoken again, and has its whole time', () => {
  const scene = office();
  const leg = scene.call('100', ANNA);
  const before = lastOrder(scene);
  scene.wait(4_000);
  scene.state = thaw(freeze(scene.state));
  scene.now += 60_000;
  scene.take({ kind: 'restarted' });
  assert.deepEqual([orders(scene).length, lastOrder(scene)], [2, before]);
  scene.wait(5_499);
  assert.equal(scene.doing(leg), 'awaiting-speech');
  made(scene, { ok: true, media: MEDIA });
  assert.equal(scene.doing(leg), 'playing');
});

test('what no engine speaks is a blank, and each value has its bound', () => {
  const scene = office(`a\u0007b\ud800${'9'.repeat(300)}`);
  scene.call('100', ANNA);
  assert.equal(lastOrder(scene).text, `Anna, your debt is a b ${'9'.repeat(196)}.`);
});

test('whoever waited in vain once waits a second for the next text, until one is spoken in time', () => {
  const scene = office('1', [SPEAK, SPEAK]);
  const leg = scene.call('100', ANNA);
  scene.wait(5_500);
  assert.deepEqual([orders(scene).length, lastOrder(scene).timeoutMs], [2, 1_000]);
  scene.state = thaw(freeze(scene.state));
  scene.take({ kind: 'restarted' });
  assert.equal(lastOrder(scene).timeoutMs, 1_000);
  scene.wait(1_499);
  const before = lastOrder(scene).speech;
  scene.wait(1);
  assert.notEqual(lastOrder(scene).speech, before);
  made(scene, { ok: true, media: MEDIA });
  assert.equal(scene.doing(leg), 'playing');
});

test('a key that the menu behind a text knows cuts off what is said before it', () => {
  const scene = office('1', [{ do: 'play', prompt: 'welcome', information: false }], [MENU]);
  const leg = scene.call('100', ANNA);
  scene.press(leg, '1');
  assert.deepEqual([scene.doing(leg), orders(scene)], ['waiting', []]);
});

test('a key while a text is being spoken is for the menu behind it; nobody waits for the text any more', () => {
  const scene = office('1', [], [MENU]);
  const leg = scene.call('100', ANNA);
  assert.equal(scene.doing(leg), 'awaiting-speech');
  scene.press(leg, '7');
  assert.equal(scene.doing(leg), 'awaiting-speech');
  scene.press(leg, '1');
  assert.equal(scene.doing(leg), 'waiting');
  made(scene, { ok: true, media: MEDIA });
  assert.deepEqual(scene.all('play'), []);
  assert.equal(scene.state.deadlines.has('speech', lastOrder(scene).call), false);
});

test('secret digits keyed while a text is being spoken, or before it, count, and are told nowhere', () => {
  for (const before of [[], [{ do: 'play', prompt: 'welcome', information: false }]] as const) {
    const scene = office('1', before, [PIN]);
    const leg = scene.call('100', ANNA);
    for (const key of '4711') scene.press(leg, key);
    assert.equal(scene.doing(leg), 'waiting');
    assert.deepEqual(scene.state.secrets.get(lastCall(scene)), { pin: '4711' });
    assert.doesNotMatch(JSON.stringify(freeze(scene.state)), /4711/);
  }
});

function lastCall(scene: Scene): string {
  return [...scene.state.calls.keys()].at(-1) ?? '';
}
