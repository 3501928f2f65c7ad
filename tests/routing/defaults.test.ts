import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { routingSchema } from '../../src/routing/schema.js';
import { loadPlan } from '../../src/routing/load.js';

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** Every default of the format by its path, as the JSON Schema says it. */
function defaultsOf(schema: Json): Map<string, string> {
  const found = new Map<string, string>();
  const parts = isJson(schema['$defs']) ? schema['$defs'] : {};
  const visit = (node: unknown, path: string): void => {
    if (!isJson(node)) return;
    if ('default' in node) found.set(path, String(node['default']));
    if (isJson(node['properties'])) {
      for (const [key, inner] of Object.entries(node['properties']))
        visit(inner, path === '' ? key : `${path}.${key}`);
    }
    visit(node['additionalProperties'], `${path}.NAME`);
    visit(node['items'], path);
    if (Array.isArray(node['anyOf'])) node['anyOf'].forEach((inner) => visit(inner, path));
  };
  visit(schema, '');
  visit(parts['step'], '');
  return found;
}

test('the table of defaults in the guide is what the program does', () => {
  const guide = readFileSync('docs/routing.md', 'utf8');
  const rows = [...guide.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|/gm)].map(([, key, value]) => [key, value]);
  const sorted = (pairs: (string | undefined)[][]) => pairs.map((pair) => pair.join(' = ')).sort();
  assert.deepEqual(sorted(rows), sorted([...defaultsOf(routingSchema())]));
});

test('a queue of which only the least is said has the defaults of the table', () => {
  const text = [
    'callplane: 1',
    'company: { name: Test, timezone: UTC }',
    'agents: { anna: { phone: PJSIP/1 } }',
    'queues: { sales: { agents: [anna], exits: { nobody: hangup } } }',
    'numbers: { "100": { queue: sales } }',
  ].join('\n');
  const loaded = loadPlan([{ path: 'a.yml', text }]);
  assert.ok(loaded.ok);
  assert.deepEqual(loaded.plan.company, {
    name: 'Test',
    timezone: 'UTC',
    language: 'en',
    country: null,
    hours: null,
  });
  assert.deepEqual(loaded.plan.queues['sales'], {
    id: 'sales',
    agents: ['anna'],
    strategy: 'longest-idle',
    counting: { window: { kind: 'day' }, newcomers: 'first', talk: 'mean', calls: 'all-queues' },
    offerMs: 15_000,
    answer: 'at-entry',
    hear: 'music',
    offers: {
      'no-answer': { restMs: 0, pauseAfterMissed: null },
      declined: { restMs: 10_000, pauseAfterMissed: null },
      busy: { restMs: 5000, pauseAfterMissed: null },
      unreachable: { restMs: 30_000, pauseAfterMissed: null },
      'not-confirmed': { restMs: 10_000, pauseAfterMissed: null },
    },
    wrapUp: { timeMs: 0, extendToMs: 0 },
    serviceLevel: { target: 0.8, withinMs: 20_000, shortAbandonMs: 5000 },
    waiting: { music: 'default', position: null, messages: [] },
    limits: { waitMs: null, callers: null },
    exits: { wait: null, full: null, nobody: 'queues.sales.exits.nobody' },
    nobodyGraceMs: 10_000,
    redialMs: 120_000,
    record: null,
  });
});
