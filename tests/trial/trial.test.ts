import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Plan } from '../../src/core/plan.js';
import { e164Of } from '../../src/routing/callers/e164.js';
import { loadPlan } from '../../src/routing/load.js';
import { chartOf } from '../../src/trial/chart.js';
import { localInstant } from '../../src/trial/local-instant.js';
import { mermaidOf } from '../../src/trial/mermaid.js';
import { svgOf } from '../../src/trial/svg.js';
import { tellPath } from '../../src/trial/tell-path.js';
import { tryCall } from '../../src/trial/try-call.js';

function example(name: string): Plan {
  const text = readFileSync(`examples/${name}.yml`, 'utf8');
  const loaded = loadPlan([{ path: name, text }]);
  assert.ok(loaded.ok);
  return loaded.plan;
}

interface Asked {
  readonly to: string;
  readonly at?: string;
  readonly from?: string;
  readonly keys?: readonly string[];
}

function pathOf(name: string, asked: Asked): readonly string[] {
  return pathIn(example(name), asked);
}

function pathIn(plan: Plan, { to, at = '2026-03-04 11:00', from, keys = [] }: Asked): readonly string[] {
  const instant = localInstant(at, plan.company.timezone);
  assert.ok(instant !== null);
  const fromE164 = from === undefined ? null : e164Of(from, plan.company.country);
  const tried = { plan, to, from: from ?? null, fromE164, at: instant, keys };
  return tellPath(tried, tryCall(tried));
}

test('a call in hours comes to the queue that its key names', () => {
  assert.deepEqual(pathOf('s6-menu-and-strategies', { to: '+74950000001', keys: ['7', '2'] }), [
    'a hidden number calls +7 495 000 0001 on 2026-03-04 at 11:00 (Europe/Moscow, hours office)',
    '  else, because not outside office (flows.main[0])',
    '  hears welcome',
    '  comes to the menu flows.main[2].menu',
    '  presses 7, which the menu does not know',
    '  presses 2',
    '  enters the queue support',
    '  rings c',
    '  waits there; rung are c, d, e (least-calls)',
    '  after 300 s: queues.support.exits.wait',
    '  when nobody is there: queues.support.exits.nobody',
  ]);
});

test('what comes after a talk is told of a queue, and drawn', () => {
  assert.deepEqual(pathOf('v17-rating', { to: '+74950000001' }).slice(-5), [
    '  rings olga',
    '  waits there; rung are olga, pavel (longest-idle)',
    '  after 180 s: queues.support.exits.wait',
    '  when nobody is there: queues.support.exits.nobody',
    '  when an agent has talked and hung up: queues.support.after_call',
  ]);
  const boxOf = (name: string, id: string): readonly string[] | undefined =>
    chartOf(example(name)).boxes.find((box) => box.id === id)?.lines;
  assert.deepEqual(boxOf('v17-rating', 'queue:support')?.slice(-7), [
    'after the call:',
    '  rate rating from 1 to 5',
    '  if rating below 3',
    '    then:',
    '      tag unhappy',
    '      notify crm.example.com',
    '  play thanks',
  ]);
  assert.deepEqual(boxOf('s1-known-client', 'number:+359 2 000 0001'), [
    'after the call: rate rating from 1 to 5',
  ]);
});

test('a call out of hours hears so and is hung up', () => {
  assert.deepEqual(pathOf('s6-menu-and-strategies', { to: '+7 495 000 0001', at: '2026-03-04 18:00' }), [
    'a hidden number calls +7 495 000 0001 on 2026-03-04 at 18:00 (Europe/Moscow, hours office)',
    '  then, because outside office (flows.main[0])',
    '  goes to the flow closed',
    '  hears closed',
    '  is hung up',
    '  carries counts as out of hours; outside hours',
  ]);
});

test('digits, variables and a ring step are told', () => {
  const night = { to: '+359 2 000 0001', at: '2026-03-04 22:00', from: '+359 88 1' };
  assert.deepEqual(pathOf('s15-out-of-hours', { ...night, keys: ['12#', '6000#'] }), [
    '+359 88 1 calls +359 2 000 0001 on 2026-03-04 at 22:00 (Europe/Sofia, hours office)',
    '  then, because outside office (flows.main[0])',
    '  goes to the flow closed',
    '  hears closed',
    '  is asked for digits at flows.closed[2].collect',
    '  has keyed 2 digits (try 1)',
    '  has keyed contract = 6000',
    '  then, because contract above 5000 (flows.closed[3])',
    '  rings duty',
    '  hears call-later',
    '  is hung up',
    '  carries marks night; counts as out of hours; outside hours',
  ]);
});

test('the same call comes the same way every time', () => {
  const asked = { to: '+7 495 000 0001', keys: ['1'] };
  assert.deepEqual(pathOf('s13-two-languages', asked), pathOf('s13-two-languages', asked));
});

test('a number that is in no file is refused', () => {
  assert.equal(
    pathOf('s10-emergency-message', { to: '999' }).at(-1),
    '  is refused: no number of the file is this one',
  );
});

const TIMES: readonly (readonly [string, string, string | null])[] = [
  ['2026-03-04 18:00', 'Europe/Sofia', '2026-03-04T16:00:00.000Z'],
  ['2026-07-04T18:00', 'Europe/Sofia', '2026-07-04T15:00:00.000Z'],
  ['2026-03-29 02:30', 'Europe/Sofia', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29 04:30', 'Europe/Sofia', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25 03:30', 'Europe/Sofia', '2026-10-25T00:30:00.000Z'],
  ['2026-03-04 00:00', 'America/New_York', '2026-03-04T05:00:00.000Z'],
  ['2026-02-30 10:00', 'UTC', null],
  ['2026-03-04 24:00', 'UTC', null],
  ['18:00', 'UTC', null],
];

for (const [text, zone, expected] of TIMES)
  test(`${text} in ${zone} is ${expected ?? 'no time'}`, () => {
    const instant = localInstant(text, zone);
    assert.equal(instant === null ? null : new Date(instant).toISOString(), expected);
  });

test('the chart of an example has its boxes and ways', () => {
  const { boxes, ways } = chartOf(example('s6-menu-and-strategies'));
  assert.deepEqual(
    boxes.map(({ id }) => id),
    ['number:+7 495 000 0001', 'flow:main', 'flow:closed', 'queue:sales', 'queue:support', 'queue:operator'],
  );
  assert.deepEqual(
    ways.filter(({ from }) => from === 'flow:main').map(({ to, labels }) => [to, labels]),
    [
      ['flow:closed', ['then']],
      ['queue:operator', ['0', 'otherwise']],
      ['queue:sales', ['1']],
      ['queue:support', ['2']],
    ],
  );
  assert.deepEqual(boxes.find(({ id }) => id === 'queue:sales')?.lines, [
    'least-talk: a, b, c',
    'wait after 300 s: queue operator',
    'nobody: queue operator',
  ]);
});

test('why a number outside is not called, and nobody called back, is told in words', () => {
  const text = [
    'callplane: 1',
    'company: { name: Test, timezone: UTC, country: BG }',
    'agents: { anna: { phone: PJSIP/1 } }',
    'dial_policy: { trunk: trunk, allow: "+359" }',
    'queues: { sales: { agents: [anna], callback: {}, exits: { nobody: hangup } } }',
    'flows:',
    '  main:',
    '    - dial: { to: "{caller.number}", for: 20s, otherwise: [{ callback: { queue: sales, otherwise: hangup } }, hangup] }',
    'numbers: { "100": main }',
  ].join('\n');
  const loaded = loadPlan([{ path: 'dial.yml', text }]);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const [, dialled, calledBack] = pathIn(loaded.plan, { to: '100', from: '+442079460000' });
  const because = 'the dial policy does not allow to call this number';
  assert.equal(dialled, `  the number outside is not called (flows.main[0].dial): ${because}`);
  assert.equal(calledBack, `  cannot be called back: ${because}`);
});

test('that callers go to a partner is told, and drawn', () => {
  const words =
    'also to the partner night-desk above 3 waiting or 60 s of wait, until no more than 2 wait and nobody has waited 40 s';
  assert.ok(pathOf('s21-overflow', { to: '+35920000001' }).includes(`  ${words}`));
  const queue = chartOf(example('s21-overflow')).boxes.find(({ id }) => id === 'queue:sales');
  assert.deepEqual(queue?.lines.slice(0, 2), ['longest-idle: anna, boris', words]);
  const both = chartOf(example('tour')).boxes.find(({ id }) => id === 'queue:sales');
  const long =
    'also to the partner night-desk above 20 waiting or 180 s of wait, until no more than 10 wait and nobody has waited 60 s';
  assert.ok(both?.lines.includes(long));
});

test('Mermaid gets one line for each box and way, and nothing of a text as its own', () => {
  const plan = example('s6-menu-and-strategies');
  const chart = chartOf(plan);
  const lines = mermaidOf(chart).trim().split('\n');
  assert.equal(lines[0], 'flowchart LR');
  assert.equal(lines.length, 1 + chart.boxes.length + chart.ways.length);
  const evil = mermaidOf({
    boxes: [{ id: 'x', kind: 'flow', title: 'a"]; click <b>', lines: [] }],
    ways: [],
  });
  assert.ok(!evil.includes('"];') && !evil.includes('<b>a"'));
});

test('the SVG of twenty flows is well formed, and no box lies on another', () => {
  const flows = Array.from({ length: 20 }, (_, index) => `flow-${index}`);
  const text = [
    'callplane: 1',
    'company: { name: Test, timezone: UTC }',
    'prompts: { ask: { file: ask } }',
    'agents: { anna: { phone: PJSIP/1 } }',
    'queues: { sales: { agents: [anna], exits: { nobody: hangup } } }',
    'flows:',
    ...flows.map((flow, index) => {
      const next = index % 3 === 2 ? '{ queue: sales }' : `{ go: ${flows[index + 1] ?? 'flow-2'} }`;
      return `  ${flow}: [{ play: ask }, { if: { caller: hidden }, then: { queue: sales } }, ${next}]`;
    }),
    'numbers:',
    ...flows.map((flow, index) => `  "${100 + index}": ${flow}`),
  ].join('\n');
  const loaded = loadPlan([{ path: 'twenty.yml', text }]);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const svg = svgOf(chartOf(loaded.plan));
  const boxes = [...svg.matchAll(/<g><rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)].map((match) =>
    match.slice(1).map(Number),
  );
  assert.equal(boxes.length, 41);
  for (const [index, [x = 0, y = 0, width = 0, height = 0]] of boxes.entries())
    for (const [otherX = 0, otherY = 0, otherWidth = 0, otherHeight = 0] of boxes.slice(index + 1))
      assert.ok(
        x + width <= otherX || otherX + otherWidth <= x || y + height <= otherY || otherY + otherHeight <= y,
      );
  const opened = svg.match(/<(svg|g|text|defs|marker)\b/g)?.length;
  assert.equal(svg.match(/<\/(svg|g|text|defs|marker)>/g)?.length, opened);
});
