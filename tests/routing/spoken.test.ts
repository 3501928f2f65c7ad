import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPlan, type Loaded } from '../../src/routing/load.js';

interface Written {
  readonly text: string;
  readonly engine?: string;
  readonly voices?: string;
}

function loaded({ text, engine = 'engine', voices }: Written): Extract<Loaded, { ok: true }> {
  const voiced = voices === undefined ? '' : `, voices: ${voices}`;
  const routing = [
    'callplane: 1',
    `company: { name: Test, timezone: UTC, language: ru${voiced} }`,
    `prompts: { welcome: { text: ${text} } }`,
    'numbers: { "100": [{ play: welcome }, hangup] }',
  ].join('\n');
  const result = loadPlan([{ path: 'a.yml', text: routing }], { speechEngine: engine });
  assert.ok(result.ok);
  return result;
}

test('a text without a language is in the language of the company, by a voice of its name', () => {
  const { spoken, plan } = loaded({ text: 'Здравствуйте' });
  assert.deepEqual(
    spoken.map(({ prompt, language, voice, text, at }) => [
      prompt,
      language,
      voice,
      text,
      at.line,
      at.column,
    ]),
    [['welcome', 'ru', 'ru', 'Здравствуйте', 3, 21]],
  );
  assert.deepEqual(plan.prompts['welcome']?.media, { ru: `sound:${spoken[0]?.file ?? ''}` });
  assert.match(spoken[0]?.file ?? '', /^callplane-speech\/[0-9a-f]{24}$/);
});

test('lines of a text are joined', () => {
  const { spoken } = loaded({ text: '"  Добрый\\n день,\\tгоспожа. "' });
  assert.equal(spoken[0]?.text, 'Добрый день, госпожа.');
});

test('another text, voice, language or engine is another file, and another version of the plan', () => {
  const first = loaded({ text: 'Здравствуйте' });
  const others = [
    loaded({ text: 'Здравствуйте!' }),
    loaded({ text: 'Здравствуйте', engine: 'another' }),
    loaded({ text: 'Здравствуйте', voices: '{ ru: irina }' }),
  ];
  assert.equal(others[2]?.spoken[0]?.voice, 'irina');
  const files = [first, ...others].map(({ spoken }) => spoken[0]?.file);
  assert.equal(new Set(files).size, 4);
  assert.equal(new Set([first, ...others].map(({ plan }) => plan.version)).size, 4);
});

test('the same text is the same file, however it is written, and what nobody hears is not spoken', () => {
  const first = loaded({ text: 'Здравствуйте' });
  const same = loaded({ text: '{ ru: Здравствуйте, en: Welcome }', voices: '{ en: amy, ru: ru }' });
  assert.deepEqual(
    same.spoken.map(({ file }) => file),
    first.spoken.map(({ file }) => file),
  );
});

/** Prompts of a plan with these steps. */
function heardIn(steps: string): { readonly names: readonly string[]; readonly texts: readonly string[] } {
  const routing = [
    'callplane: 1',
    'company: { name: Test, timezone: UTC }',
    `numbers: { "100": [${steps}, hangup] }`,
  ].join('\n');
  const result = loadPlan([{ path: 'a.yml', text: routing }]);
  assert.ok(result.ok);
  const block = Object.values(result.plan.blocks).find((each) =>
    each.some(({ do: what }) => what === 'play'),
  );
  const names = (block ?? []).flatMap((step) => (step.do === 'play' ? [step.prompt] : []));
  for (const name of names) assert.ok(result.plan.prompts[name] !== undefined, name);
  return { names, texts: result.spoken.map(({ text, at }) => `${at.line}:${at.column} ${text}`) };
}

test('a text in a step is a prompt whose name is the text, or its beginning', () => {
  assert.deepEqual(heardIn('{ say: { text: We are closed. } }, { say: { text: We are closed. } }'), {
    names: ['"We are closed."', '"We are closed."'],
    texts: ['3:20 We are closed.', '3:55 We are closed.'],
  });
  const long = 'We are closed today, tomorrow, and on every other day of this week; please write to us.';
  const { names } = heardIn(`{ say: { text: "${long}" } }, { say: { text: "${long} Thank you." } }`);
  assert.match(
    names[0] ?? '',
    /^"We are closed today, tomorrow, and on every other day of thi…" [0-9a-f]{6}$/,
  );
  assert.notEqual(names[0], names[1]);
  const { names: two } = heardIn(
    '{ say: { text: { en: Bye, ru: Пока } } }, { say: { text: { en: Bye, ru: До связи } } }',
  );
  assert.equal(new Set(two).size, 2);
});
