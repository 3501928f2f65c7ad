import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPlan, type Loaded } from '../../src/routing/load.js';

function loaded(text: string, speechEngine: string): Extract<Loaded, { ok: true }> {
  const routing = [
    'callplane: 1',
    'company: { name: Test, timezone: UTC, language: ru }',
    `prompts: { welcome: { text: ${text} } }`,
    'numbers: { "100": [{ play: welcome }, hangup] }',
  ].join('\n');
  const result = loadPlan([{ path: 'a.yml', text: routing }], { speechEngine });
  assert.ok(result.ok);
  return result;
}

test('a text without a language is in the language of the company', () => {
  const { spoken, plan } = loaded('Здравствуйте', 'engine');
  assert.deepEqual(
    spoken.map(({ prompt, language, text, at }) => [prompt, language, text, at.line]),
    [['welcome', 'ru', 'Здравствуйте', 3]],
  );
  assert.deepEqual(plan.prompts['welcome']?.media, { ru: `sound:${spoken[0]?.file ?? ''}` });
  assert.match(spoken[0]?.file ?? '', /^callplane-speech\/[0-9a-f]{24}$/);
});

test('another text, language or engine is another file, and another version of the plan', () => {
  const first = loaded('Здравствуйте', 'engine');
  const others = [
    loaded('Здравствуйте!', 'engine'),
    loaded('Здравствуйте', 'another'),
    loaded('{ ru: Здравствуйте! }', 'another'),
  ];
  const files = [first, ...others].map(({ spoken }) => spoken[0]?.file);
  assert.equal(new Set(files).size, 4);
  assert.equal(new Set([first, ...others].map(({ plan }) => plan.version)).size, 4);
  assert.deepEqual(loaded('{ ru: Здравствуйте }', 'engine').spoken[0]?.file, files[0]);
});
