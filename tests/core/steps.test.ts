import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bound, Condition, QueueFigure } from '../../src/core/condition.js';
import type { Step } from '../../src/core/plan.js';
import { OFFICE, plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const NOTHING: Condition = { inHours: null, outside: null, dialled: null };

/** A flow of these steps before the queue. */
function flowScene(steps: readonly Step[], blocks: Readonly<Record<string, readonly Step[]>> = {}): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['welcome', 'choose', 'one', 'many', 'few'],
      calendars: { office: OFFICE },
      queues: [queue('sales', ['anna'])],
      blocks: {
        main: [...steps, { do: 'queue', queue: 'sales' }],
        yes: [{ do: 'tag', tag: 'yes' }],
        ...blocks,
      },
      numbers: { '100': 'main' },
    }),
  );
  scene.signIn('anna');
  return scene;
}

function tagsAfter(
  condition: Condition,
  from: string | null,
  before: readonly Step[] = [],
): readonly string[] {
  const scene = flowScene([...before, { do: 'if', condition, then: 'yes', otherwise: null }]);
  scene.call('100', from);
  return [...scene.state.calls.values()][0]?.tags ?? [];
}

const SET: readonly Step[] = [{ do: 'set', name: 'order', value: '12' }];
const CONDITIONS: readonly (readonly [string, Condition, string | null, 'holds' | 'does not hold'])[] = [
  ['a hidden number is hidden', { ...NOTHING, caller: { is: 'hidden' } }, null, 'holds'],
  ['a number that is told is not hidden', { ...NOTHING, caller: { is: 'hidden' } }, '359', 'does not hold'],
  ['a number that is told is shown', { ...NOTHING, caller: { is: 'shown' } }, '359', 'holds'],
  [
    'a prefix counts by its digits',
    { ...NOTHING, caller: { is: 'prefix', prefixes: ['1', '7495'] } },
    '+7 (495) 1',
    'holds',
  ],
  [
    'another prefix',
    { ...NOTHING, caller: { is: 'prefix', prefixes: ['7495'] } },
    '+7 496 1',
    'does not hold',
  ],
  [
    'a hidden number has no prefix',
    { ...NOTHING, caller: { is: 'prefix', prefixes: ['7495'] } },
    null,
    'does not hold',
  ],
  ['one of several values', { ...NOTHING, variable: { name: 'order', is: ['11', '12'] } }, '1', 'holds'],
  ['another value', { ...NOTHING, variable: { name: 'order', is: ['1'] } }, '1', 'does not hold'],
  ['no value is empty', { ...NOTHING, variable: { name: 'nothing', is: [''] } }, '1', 'holds'],
  ['above', { ...NOTHING, variable: { name: 'order', above: 11.5 } }, '1', 'holds'],
  ['not above itself', { ...NOTHING, variable: { name: 'order', above: 12 } }, '1', 'does not hold'],
  ['below', { ...NOTHING, variable: { name: 'order', below: 13 } }, '1', 'holds'],
  ['not below itself', { ...NOTHING, variable: { name: 'order', below: 12 } }, '1', 'does not hold'],
  [
    'no value is not below anything',
    { ...NOTHING, variable: { name: 'nothing', below: 1 } },
    '1',
    'does not hold',
  ],
  ['a day of every year', { ...NOTHING, dates: ['03-04'] }, '1', 'holds'],
  ['a day of another year', { ...NOTHING, dates: ['2025-03-04'] }, '1', 'does not hold'],
  ['always', { ...NOTHING, chance: 1 }, '1', 'holds'],
  ['never', { ...NOTHING, chance: 0 }, '1', 'does not hold'],
  ['one part does not hold', { ...NOTHING, inHours: 'office', dialled: ['999'] }, '1', 'does not hold'],
  [
    'the number of the caller',
    { ...NOTHING, variable: { name: 'caller.number', is: ['77'] } },
    '77',
    'holds',
  ],
  ['the date today', { ...NOTHING, variable: { name: 'today', is: ['2026-03-04'] } }, '1', 'holds'],
];

for (const [what, condition, from, expected] of CONDITIONS)
  test(`${what}: ${expected}`, () =>
    assert.deepEqual(tagsAfter(condition, from, SET), expected === 'holds' ? ['yes'] : []));

test('a share of the calls is that share', () => {
  const scene = flowScene([
    { do: 'if', condition: { ...NOTHING, chance: 0.3 }, then: 'yes', otherwise: null },
  ]);
  for (let caller = 0; caller < 500; caller++) scene.call();
  const tagged = [...scene.state.calls.values()].filter(({ tags }) => tags.includes('yes')).length;
  assert.ok(tagged > 110 && tagged < 190, `${tagged} of 500`);
});

test('a condition tells why it holds or does not', () => {
  const condition: Condition = { ...NOTHING, inHours: 'office', caller: { is: 'shown' } };
  const steps: readonly Step[] = [{ do: 'if', condition, then: 'yes', otherwise: null }];
  const [shown, hidden] = [flowScene(steps), flowScene(steps)];
  shown.call('100', '359');
  hidden.call('100', null);
  const becauseIn = (scene: Scene): unknown =>
    scene.told('call-event').find(({ event }) => event === 'condition')?.detail['because'];
  assert.equal(becauseIn(shown), 'inside office, caller shown');
  assert.equal(becauseIn(hidden), 'not caller shown');
});

test('variables stand in for their braces, and what has no value is empty', () => {
  const scene = flowScene([
    { do: 'set', name: 'order', value: '12' },
    {
      do: 'set',
      name: 'text',
      value: '{order}-{nothing}-{caller.number}-{dialled}-{today} {now}-{language}',
    },
  ]);
  scene.call('100', '+359 1');
  const [call] = [...scene.state.calls.values()];
  assert.equal(call?.variables['text'], '12--+359 1-100-2026-03-04 10:00-en');
});

test('a value that a flow makes longer and longer is cut, and odd names are names', () => {
  const twice: Step = { do: 'set', name: 'constructor', value: '{constructor}{constructor}x' };
  const scene = flowScene([
    ...Array.from({ length: 30 }, () => twice),
    { do: 'set', name: 'copy', value: '{toString}' },
  ]);
  scene.call();
  const [call] = [...scene.state.calls.values()];
  assert.equal(call?.variables['constructor'], 'x'.repeat(200));
  assert.equal(call.variables['copy'], '');
});

test('a language of the call speaks its numbers, plays its prompts and counts its place', () => {
  const scene = flowScene([
    { do: 'language', language: 'ru' },
    { do: 'say', as: 'number', value: '2', unit: { one: 'one', few: 'few', many: 'many' } },
  ]);
  scene.call();
  const { media, language } = scene.last('play');
  assert.equal(language, 'ru');
  assert.deepEqual(media, ['sound:digits/2', 'sound:callplane/few']);
});

test('a value that cannot be spoken is told and passed over', () => {
  const scene = flowScene([{ do: 'say', as: 'number', value: '{nothing}', unit: null }]);
  scene.call();
  assert.deepEqual(scene.rung(), ['anna']);
  assert.deepEqual(scene.told('call-event').find(({ event }) => event === 'not-said')?.detail, {
    as: 'number',
    value: '',
  });
});

test('after a gap what was being said is said again', () => {
  const scene = flowScene([{ do: 'say', as: 'digits', value: '12', unit: null }]);
  const caller = scene.call('100', '359');
  const before = scene.last('play');
  scene.take({ kind: 'telephony-lost' });
  scene.take({
    kind: 'telephony-back',
    existing: {
      restarted: false,
      bridges: [],
      legs: [{ leg: caller, up: true, caller: { from: '359', fromName: null, dialled: '100' } }],
    },
  });
  const again = scene.last('play');
  assert.notEqual(again.playback, before.playback);
  assert.deepEqual(again.media, before.media);
});

test('a minute of age is worth one step of priority, so that nobody waits for ever', () => {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      queues: [queue('sales', ['anna'])],
      blocks: {
        high: [
          { do: 'priority', priority: 2 },
          { do: 'queue', queue: 'sales' },
        ],
      },
      numbers: { '100': 'entry', '200': 'high' },
    }),
  );
  scene.signIn('anna');
  scene.call('100');
  scene.talk('anna');
  const old = scene.call('100');
  scene.wait(121_000);
  const high = scene.call('200');
  const young = scene.call('100');
  const waiting = scene.state.queues
    .get('sales')
    ?.waiting.map(({ call }) => scene.state.calls.get(call)?.leg);
  assert.deepEqual(waiting, [old, high, young]);
});

test('a key cuts off all that would be said before the menu that knows it, but not information', () => {
  const menu: Step = {
    do: 'menu',
    id: 'menu',
    prompt: 'choose',
    keys: { '1': 'yes' },
    timeoutMs: 5_000,
    tries: 1,
    otherwise: 'hangup',
  };
  const greet: Step = { do: 'play', prompt: 'welcome', information: false };
  const spoken: Step = { do: 'say', as: 'digits', value: '12', unit: null };
  const quick = flowScene([greet, spoken, greet, menu]);
  const caller = quick.call();
  quick.press(caller, '1');
  assert.deepEqual(quick.rung(), ['anna'], 'nothing more is said');
  assert.equal(quick.all('play').length, 1);

  const informed = flowScene([greet, { ...greet, information: true }, menu]);
  const other = informed.call();
  informed.press(other, '1');
  assert.equal(informed.all('play').length, 1, 'the greeting is heard to its end');
  informed.finishSound();
  assert.equal(informed.all('play').length, 2, 'and the information after it');
});

test('a condition goes by the figures of a queue, and tells them; what is not known is neither above nor below', () => {
  const asks = (figure: QueueFigure, bound: Bound): Step => ({
    do: 'if',
    condition: { ...NOTHING, queue: { name: 'sales', figure, ...bound } },
    then: 'yes',
    otherwise: null,
  });
  const verdict = (before: (scene: Scene) => void, figure: QueueFigure, bound: Bound): unknown => {
    const scene = flowScene([asks(figure, bound)]);
    before(scene);
    const leg = scene.call();
    const call = [...scene.state.calls.values()].find((each) => each.leg === leg);
    const told = scene
      .told('call-event')
      .filter(({ event, call: of }) => event === 'condition' && of === call?.id);
    return [call?.tags.length === 1, told[0]?.detail['because']];
  };
  const nothing = (): void => undefined;
  const three = (scene: Scene): void => {
    for (let count = 0; count < 3; count++) scene.call();
  };
  const paused = (scene: Scene): void => {
    scene.ask({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  };
  // Anna is rung for the first, who still waits.
  assert.deepEqual(verdict(three, 'waiting', { above: 2 }), [true, 'sales: waiting above 2 (3)']);
  assert.deepEqual(verdict(three, 'waiting', { above: 3 }), [false, 'not sales: waiting above 3 (3)']);
  assert.deepEqual(verdict(nothing, 'signed-in', { below: 1 }), [false, 'not sales: signed-in below 1 (1)']);
  assert.deepEqual(verdict(paused, 'signed-in', { above: 0 }), [true, 'sales: signed-in above 0 (1)']);
  assert.deepEqual(verdict(paused, 'serving', { above: 0 }), [false, 'not sales: serving above 0 (0)']);
  for (const bound of [{ above: 0 }, { below: 1 }])
    assert.equal((verdict(three, 'estimate', bound) as unknown[])[0], false);
});
