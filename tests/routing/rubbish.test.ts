import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadPlan, type Loaded } from '../../src/routing/load.js';

const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.yml'))
  .map((name) => readFileSync(`examples/${name}`, 'utf8'));

function load(text: string): Loaded {
  return loadPlan([{ path: 'fuzz.yml', text }]);
}

/** Either a plan or faults, each with its place inside the text. */
function assertAnswered(text: string): void {
  const loaded = load(text);
  if (loaded.ok) return;
  assert.ok(loaded.faults.length > 0);
  const lines = text.split('\n').length;
  for (const { at, found, right } of loaded.faults) {
    assert.ok(at.line >= 0 && at.line <= lines, `line ${at.line} of ${lines}`);
    assert.ok(found.length > 0 && right.length > 0);
    assert.ok(!/[\n\r]/.test(found + right), 'a message of several lines');
  }
}

const text = fc.string({ unit: 'binary', maxLength: 300 });
const yamlish = fc.string({
  unit: fc.constantFrom(
    ...'ab1 :-[]{},"\'\n\t&*#|>%!?'.split(''),
    '\n  ',
    '- ',
    'queues:',
    'agents: ',
    '---\n',
  ),
  maxLength: 200,
});

test('any text is answered, never thrown over', () => {
  fc.assert(fc.property(fc.oneof(text, yamlish), assertAnswered), { numRuns: 1500 });
});

test('any document is answered, never thrown over', () => {
  const keys = ['callplane', 'company', 'hours', 'agents', 'queues', 'flows', 'numbers', 'people', 'prompts'];
  const inner = fc.anything({
    maxDepth: 4,
    key: fc.constantFrom('play', 'if', 'menu', 'ring', 'exits', '1', 'x'),
  });
  const document = fc.dictionary(fc.constantFrom(...keys), inner);
  fc.assert(
    fc.property(document, (value) => assertAnswered(stringify(JSON.parse(JSON.stringify(value))))),
    { numRuns: 1000 },
  );
});

interface Edit {
  readonly example: number;
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  example: fc.nat(examples.length - 1),
  at: fc.nat(5000),
  cut: fc.nat(12),
  put: fc.oneof(
    fc.constantFrom('', ' ', '\n', '{', '[', '"', ': ', '- ', '&a ', '*a', '0', 'hangup'),
    yamlish,
  ),
});

test('an example with pieces cut out and put in is answered, never thrown over', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let changed = examples[edits[0]?.example ?? 0] ?? '';
      for (const { at, cut, put } of edits) {
        const start = at % (changed.length + 1);
        changed = changed.slice(0, start) + put + changed.slice(start + cut);
      }
      assertAnswered(changed);
    }),
    { numRuns: 1500 },
  );
});

test('an example with lines moved about is answered, never thrown over', () => {
  fc.assert(
    fc.property(fc.nat(examples.length - 1), fc.nat(200), fc.nat(200), (example, from, to) => {
      const lines = (examples[example] ?? '').split('\n');
      const [moved = ''] = lines.splice(from % lines.length, 1);
      lines.splice(to % lines.length, 0, moved);
      assertAnswered(lines.join('\n'));
    }),
    { numRuns: 500 },
  );
});

test('brackets without end, in either form, are a fault of depth and not a crash', () => {
  for (const rubbish of ['['.repeat(200_000), '{a: '.repeat(100_000), '- '.repeat(100_000)]) {
    const loaded = load(rubbish);
    assert.ok(!loaded.ok);
    assert.equal(loaded.faults[0]?.code, 'too-deep');
  }
});

test('a bomb of aliases is refused without being opened', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  const loaded = load(lines.join('\n'));
  assert.ok(!loaded.ok);
  assert.ok(loaded.faults.some(({ code }) => code === 'alias'));
});

test('a text that is too large is refused without being read', () => {
  const loaded = load('a'.repeat(400_001));
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.faults.map(({ code }) => code),
    ['file-too-large'],
  );
});

test('after five hundred faults the rest is counted as one', () => {
  const agents = Array.from({ length: 2000 }, (_, index) => `  a${index}: { phone: SIP/${index} }`);
  const loaded = load(['callplane: 1', 'agents:', ...agents].join('\n'));
  assert.ok(!loaded.ok);
  assert.equal(loaded.faults.length, 501);
  assert.ok(loaded.faults.some(({ code }) => code === 'faults-too-many'));
});

test('a byte order mark and Windows line ends change nothing, the places neither', () => {
  const plain = 'callplane: 1\ncompany:\n  name: Test\n  timezone: Mars\n';
  const expected = load(plain);
  assert.ok(!expected.ok);
  assert.deepEqual(load(`\uFEFF${plain.replaceAll('\n', '\r\n')}`), expected);
});

test('no sources at all are two faults, not a crash', () => {
  const loaded = loadPlan([]);
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.faults.map(({ code }) => code),
    ['company-missing', 'numbers-missing'],
  );
});
