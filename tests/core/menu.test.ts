import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OFFICE, plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

function menuScene(tries = 3): Scene {
  return new Scene(
    plan({
      agents: ['anna'],
      prompts: ['welcome', 'choose', 'info', 'sorry'],
      calendars: { office: OFFICE },
      queues: [
        queue('sales', ['anna'], { exits: { wait: null, full: null, nobody: 'sorry' } }),
        queue('empty', [], { exits: { wait: null, full: null, nobody: 'queue-loop' } }),
      ],
      blocks: {
        greet: [
          { do: 'play', prompt: 'welcome', information: false },
          {
            do: 'menu',
            id: 'greet[1]',
            prompt: 'choose',
            keys: { '1': 'entry', '3': 'info', '#': 'again' },
            timeoutMs: 5_000,
            tries,
            otherwise: 'sorry',
          },
        ],
        again: [{ do: 'go', flow: 'main' }],
        info: [{ do: 'play', prompt: 'info', information: true }, { do: 'hangup' }],
        sorry: [{ do: 'closed' }, { do: 'play', prompt: 'sorry', information: false }],
        hours: [
          {
            do: 'if',
            condition: { inHours: null, outside: 'office', dialled: null },
            then: 'sorry',
            otherwise: null,
          },
          { do: 'tag', tag: 'open' },
          { do: 'tag', tag: 'open' },
          { do: 'go', flow: 'main' },
        ],
        dialled: [
          {
            do: 'if',
            condition: { inHours: 'office', outside: null, dialled: ['500'] },
            then: 'info',
            otherwise: 'sorry',
          },
        ],
        loop: [{ do: 'go', flow: 'loop' }],
        'queue-loop': [{ do: 'queue', queue: 'empty' }],
      },
      flows: { main: 'greet', loop: 'loop' },
      numbers: {
        '100': 'greet',
        '300': { block: 'hours', tags: ['site'], hours: 'office' },
        '500': 'dialled',
        '501': 'dialled',
        '600': 'loop',
        '700': 'queue-loop',
      },
    }),
  );
}

function events(scene: Scene, name: string): Readonly<Record<string, unknown>>[] {
  return scene.told('call-event').flatMap(({ event, detail }) => (event === name ? [detail] : []));
}

function heard(scene: Scene): string[] {
  return scene.all('play').map(({ media }) => (media[0] ?? '').replace('sound:callplane/', ''));
}

test('a key during the prompt stops it and leads on at once; menu, key and try are kept', () => {
  const scene = menuScene();
  scene.signIn('anna');
  const caller = scene.call();
  scene.finishSound();
  assert.deepEqual(heard(scene), ['welcome', 'choose']);
  const playback = scene.last('play').playback;
  scene.press(caller, '1');
  assert.equal(scene.last('stop-playback').playback, playback);
  assert.deepEqual(events(scene, 'menu-key'), [{ menu: 'greet[1]', key: '1', try: 1 }]);
  assert.equal(scene.doing(caller), 'waiting');
});

test('wrong keys and silence count as tries; then the menu gives up and goes on by otherwise', () => {
  const scene = menuScene();
  const caller = scene.call();
  scene.finishSound();
  scene.press(caller, '7');
  scene.finishSound();
  scene.wait(4_999);
  assert.equal(heard(scene).length, 3);
  scene.wait(1);
  assert.deepEqual(heard(scene), ['welcome', 'choose', 'choose', 'choose']);
  scene.finishSound();
  scene.press(caller, '8');
  assert.deepEqual(events(scene, 'menu-wrong-key'), [
    { menu: 'greet[1]', key: '7', try: 1 },
    { menu: 'greet[1]', key: '8', try: 3 },
  ]);
  assert.deepEqual(events(scene, 'menu-silence'), [{ menu: 'greet[1]', try: 2 }]);
  assert.deepEqual(events(scene, 'menu-given-up'), [{ menu: 'greet[1]', tries: 3 }]);
  assert.equal(heard(scene).at(-1), 'sorry');
});

test('a key after the prompt is over ends the silence', () => {
  const scene = menuScene();
  const caller = scene.call();
  scene.finishSound();
  scene.finishSound();
  scene.wait(4_000);
  scene.press(caller, '3');
  scene.wait(4_000);
  assert.equal(heard(scene).at(-1), 'info');
  assert.deepEqual(events(scene, 'menu-silence'), []);
});

test('information heard to its end is kept with the call; the flow then hangs up', () => {
  const scene = menuScene();
  const caller = scene.call();
  scene.finishSound();
  scene.press(caller, '3');
  scene.finishSound();
  assert.equal(scene.last('hang-up').reason, 'normal');
  scene.ends(caller);
  const call = scene.lastTold('call-ended');
  assert.deepEqual([call.informationHeard, call.endedBy, call.endPlace], [1, 'callplane', 'flow']);
});

test('information that breaks off is not heard', () => {
  const scene = menuScene();
  const caller = scene.call();
  scene.finishSound();
  scene.press(caller, '3');
  scene.finishSound(false);
  scene.ends(caller);
  assert.equal(scene.lastTold('call-ended').informationHeard, 0);
});

test('a menu may lead back to its flow without end, one key at a time', () => {
  const scene = menuScene();
  const caller = scene.call();
  for (let round = 0; round < 300; round++) {
    scene.finishSound();
    scene.press(caller, '#');
  }
  assert.equal(scene.doing(caller), 'playing');
  assert.equal(scene.state.calls.values().next().value?.frames.length, 1);
});

test('a prompt that neither begins nor ends in time does not hold the caller', () => {
  const scene = menuScene();
  const caller = scene.call();
  scene.wait(5_000);
  assert.deepEqual(heard(scene), ['welcome', 'choose']);
  scene.take({ kind: 'playback-started', playback: scene.last('play').playback });
  scene.wait(600_000);
  assert.equal(scene.doing(caller), 'in-menu');
  scene.wait(5_000);
  assert.equal(heard(scene).length, 3);
});

test('a prompt that cannot be played is passed over', () => {
  const scene = menuScene();
  const caller = scene.call();
  for (let index = 0; index < 2; index++) {
    const { playback } = scene.last('play');
    const command = { kind: 'play', leg: caller, playback, bridge: null };
    scene.take({ kind: 'command-failed', command, failure: 'refused' });
  }
  assert.equal(scene.doing(caller), 'in-menu');
  scene.wait(5_000);
  assert.deepEqual(heard(scene), ['welcome', 'choose', 'choose']);
});

test('conditions look at hours and at the number dialled; the branch joins the flow again', () => {
  const scene = menuScene();
  scene.call('300');
  assert.deepEqual(heard(scene), ['welcome']);
  const call = scene.state.calls.values().next().value;
  assert.deepEqual([call?.tags, call?.inHours, call?.closed], [['site', 'open'], true, false]);
  scene.call('500');
  assert.equal(heard(scene).at(-1), 'info');
  scene.call('501');
  assert.equal(heard(scene).at(-1), 'sorry');
  scene.wait(9 * 3_600_000);
  scene.clear();
  const late = scene.call('300');
  assert.deepEqual(heard(scene), ['sorry']);
  scene.ends(late);
  const { closed, inHours } = scene.lastTold('call-ended');
  assert.deepEqual([closed, inHours], [true, false]);
});

test('a number that nobody knows is told so', () => {
  const scene = menuScene();
  const caller = scene.call('999');
  assert.equal(scene.last('hang-up').reason, 'unallocated');
  assert.deepEqual(scene.all('answer'), []);
  scene.ends(caller);
  assert.equal(scene.lastTold('call-ended').endPlace, 'unallocated');
});

for (const number of ['600', '700']) {
  test(`a flow that goes round without anything that takes time (${number}) is ended as our fault`, () => {
    const scene = menuScene();
    const caller = scene.call(number);
    assert.equal(scene.doing(caller), 'leaving');
    scene.ends(caller);
    assert.equal(scene.lastTold('call-ended').endPlace, 'failed');
  });
}

test('keys are nobody’s business outside a menu', () => {
  const scene = menuScene();
  scene.signIn('anna');
  const caller = scene.call();
  scene.finishSound();
  scene.press(caller, '1');
  scene.press(caller, '1');
  scene.talk('anna');
  scene.press(caller, '5');
  assert.equal(scene.doing(caller), 'talking');
});
