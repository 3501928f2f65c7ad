import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { FAULT_CODES, WARNING_CODES, formatFault } from '../../src/routing/fault.js';
import { loadPlan } from '../../src/routing/load.js';

const guide = readFileSync('docs/routing.md', 'utf8');
const snippets = [...guide.matchAll(/^## (.*)|^```yaml\n([\s\S]*?)^```/gm)];

type Sections = Record<string, Record<string, unknown>>;

/** What the pieces of the guide may take for granted; a piece that gives a name itself replaces it. */
const REST: Sections = {
  company: { name: 'Guide', timezone: 'UTC' },
  prompts: Object.fromEntries(
    ['welcome', 'closed', 'all-busy', 'other-channels'].map((name) => [name, { file: name }]),
  ),
  agents: {
    anna: { phone: 'PJSIP/101', teams: ['sales'] },
    boris: { phone: 'PJSIP/102', teams: ['sales'] },
    vera: { phone: 'PJSIP/103', teams: ['support'] },
  },
  queues: {
    sales: { agents: { team: 'sales' }, exits: { nobody: 'hangup' } },
    support: { agents: { team: 'support' }, exits: { nobody: 'hangup' } },
  },
  flows: { closed: ['closed', 'hangup'] },
  numbers: { '1': [{ queue: 'sales' }], '2': [{ queue: 'support' }] },
};

function withRest(piece: Sections): string {
  const sections = Object.keys({ ...REST, ...piece });
  const merged = sections.map((section) => [section, { ...REST[section], ...piece[section] }]);
  return stringify({ callplane: 1, ...Object.fromEntries(merged) });
}

let heading = '';
for (const [, title, snippet] of snippets) {
  heading = title ?? heading;
  if (snippet === undefined || snippet.startsWith('# yaml-language-server')) continue;
  test(`the example of the guide under "${heading}" loads`, () => {
    const isWhole = snippet.startsWith('callplane:');
    const text = isWhole ? snippet : withRest(parse(snippet) as Sections);
    const loaded = loadPlan([{ path: 'guide.yml', text }]);
    assert.deepEqual(loaded.ok ? [] : loaded.faults.map(formatFault), []);
  });
}

test('the guide has examples, and names every code that the check can print', () => {
  assert.ok(snippets.filter(([, , snippet]) => snippet !== undefined).length >= 10);
  const codes = [...FAULT_CODES, ...WARNING_CODES];
  assert.deepEqual(
    codes.filter((code) => !guide.includes(`\`${code}\``)),
    [],
  );
});
