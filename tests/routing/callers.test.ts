import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownCaller } from '../../src/core/plan.js';
import { MOST_CALLERS } from '../../src/routing/callers/directory.js';
import { e164Of } from '../../src/routing/callers/e164.js';
import { formatFault } from '../../src/routing/fault.js';
import { loadPlan, type Loaded } from '../../src/routing/load.js';

const ROUTING = [
  'callplane: 1',
  'company: { name: Test, timezone: Europe/Sofia, country: BG }',
  'prompts: { dear: { file: dear } }',
  'agents: { anna: { phone: PJSIP/1 }, boris: { phone: PJSIP/2 } }',
  'callers: { file: clients.csv, known: { "0888 000 009": { name: Written } } }',
  'queues: { sales: { agents: [anna, boris], limits: { wait: 5m }, exits: { wait: hangup, nobody: hangup } } }',
  'numbers: { "100": [{ play: dear }, { queue: sales }] }',
].join('\n');

function loadWith(table: string): Loaded {
  const sources = [{ path: 'office/a.yml', text: ROUTING }];
  return loadPlan(sources, {
    fetchTable: (path) =>
      path === 'office/clients.csv' ? { ok: true, text: table } : { ok: false, found: path },
  });
}

function readWith(table: string): {
  callers: Readonly<Record<string, KnownCaller>>;
  warnings: readonly string[];
} {
  const loaded = loadWith(table);
  assert.ok(loaded.ok, 'the plan loads');
  const warnings = loaded.warnings.map(formatFault);
  return { callers: loaded.plan.callers ?? {}, warnings };
}

test('a table is read by the names of its columns, whatever separates them', () => {
  for (const separator of [',', ';', '\t']) {
    const lines = [
      ['Number', 'tags', 'manager', 'backups', 'greeting', 'priority', 'blocked', 'name', 'group'],
      [
        '0888 000 001',
        '"gold, loud"',
        'anna',
        'boris',
        'dear',
        '-3',
        'no',
        '"Petrov ""P"", Ivan"',
        'partners',
      ],
    ];
    const { callers, warnings } = readWith(`\uFEFF${lines.map((line) => line.join(separator)).join('\r\n')}`);
    assert.deepEqual(warnings, []);
    assert.deepEqual(callers['+359888000001'], {
      name: 'Petrov "P", Ivan',
      group: 'partners',
      tags: ['gold', 'loud'],
      priority: -3,
      greeting: 'dear',
      manager: 'anna',
      backups: ['boris'],
      blocked: false,
    });
  }
});

test('a line that cannot be read is left out, a value that is wrong is left empty, each with its line', () => {
  const { callers, warnings } = readWith(
    [
      'number,name,priority,manager,blocked',
      '0888000001,"Maria,1,anna,',
      'nobody,Elena,,,',
      '',
      '0888000002,Ivan,99,ana,maybe',
      '0888000003,Kiril,1,anna,,one more',
      '00359888000002,Again,,,',
      '0888000009,Table,,,',
      '0888000004',
    ].join('\n'),
  );
  assert.deepEqual(warnings, [
    'office/clients.csv:2:1: found a quote that is not closed in its line; the line is left out; right would be cells with a comma or quote in quotes [caller-line-left-out]',
    'office/clients.csv:3:1: found the number "nobody"; the line is left out; right would be a telephone number of BG, or one with its country code, such as "+359 2 000 0001" [caller-line-left-out]',
    'office/clients.csv:5:1: found the number 99, which is left out; right would be a whole number from -10 to 10 [caller-value-left-out]',
    'office/clients.csv:5:1: found the unknown agent "ana", which is left out; right would be one of anna, boris (did you mean anna?) [caller-value-left-out]',
    'office/clients.csv:5:1: found "maybe", which is left out; right would be one of yes, no [caller-value-left-out]',
    'office/clients.csv:6:1: found 6 cells in a line; the line is left out; right would be at most 5, as in the first line [caller-line-left-out]',
    'office/clients.csv:7:1: found the caller "00359888000002" a second time (first at office/clients.csv:5:1); the line is left out; right would be each once in all files together [caller-line-left-out]',
    'office/clients.csv:8:1: found the caller "0888000009" a second time (first at office/a.yml:5:40); the line is left out; right would be each once in all files together [caller-line-left-out]',
  ]);
  assert.deepEqual(Object.keys(callers), ['+359888000009', '+359888000002', '+359888000004']);
  assert.equal(callers['+359888000009']?.name, 'Written');
  assert.equal(callers['+359888000002']?.manager, null);
});

test('of many bad lines the first are told one by one', () => {
  const bad = Array.from({ length: 30 }, (_, index) => `nobody-${index}`);
  const { warnings } = readWith(['number', ...bad].join('\n'));
  assert.equal(warnings.length, 21);
  assert.match(warnings[20] ?? '', /clients\.csv:22:1: found 10 more lines and values that are left out/);
});

test('more callers than a plan may hold are refused', () => {
  const numbers = Array.from(
    { length: MOST_CALLERS + 1 },
    (_, index) => `+35988${String(1_000_000 + index)}`,
  );
  const loaded = loadWith(['number', ...numbers].join('\n'));
  assert.ok(!loaded.ok);
  assert.deepEqual(loaded.faults.map(formatFault), [
    `office/a.yml:5:18: found ${MOST_CALLERS + 2} callers; right would be at most ${MOST_CALLERS}; a lookup asks for more [callers-too-many]`,
  ]);
});

test('a number is the same however it is written, and no number is taken for one', () => {
  for (const written of [
    '0888 000 001',
    '+359 88 8000001',
    '00359 888 000 001',
    '359888000001',
    '(0888) 000-001',
  ])
    assert.equal(e164Of(written, 'BG'), '+359888000001', written);
  assert.equal(e164Of('89160000001', 'RU'), '+79160000001');
  assert.equal(e164Of('+7 916 000-00-01', null), '+79160000001');
  for (const none of ['', '100', 'anonymous', 'call +359888000001', '0888 000 001 ext. 5', '1'.repeat(41)])
    assert.equal(e164Of(none, 'BG'), null, none);
  assert.equal(e164Of('0888000001', null), null);
  assert.equal(e164Of('0888000001', 'XX'), null);
});
