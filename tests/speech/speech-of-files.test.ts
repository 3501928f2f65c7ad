import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readRoutingPlan, type RoutingPlace } from '../../src/main-plan.js';
import { checkFiles, speechOfFiles } from '../../src/main-routing.js';
import { telephoneWave } from '../../src/speech/wave.js';
import { engineThat, scene } from './speech-scene.js';

const A_SECOND = telephoneWave({ rate: 8_000, channels: 1, samples: new Int16Array(8_000).fill(1_000) });

/** A routing file with these texts, and an engine that speaks everything but what says "broken". */
function place(t: TestContext, texts: readonly string[]): RoutingPlace & { readonly sounds: string } {
  const { folder, sounds } = scene(t);
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const engine = engineThat(
    `if (readFileSync(0, 'utf8').includes('broken')) { console.error('out of voice'); process.exit(1); }
     writeFileSync(file, readFileSync(${JSON.stringify(join(folder, 'second.wav'))}));`,
    folder,
  );
  const routing = join(folder, 'routing.yml');
  writeRouting(routing, texts);
  return { routing, sounds, speech: engine.command };
}

function writeRouting(path: string, texts: readonly string[]): void {
  const prompts = texts.map((text, index) => `  p${index}: { text: ${text} }`);
  const played = texts.map((_, index) => `p${index}`).join(', ');
  const lines = [
    'callplane: 1',
    'company: { name: Test, timezone: UTC }',
    'prompts:',
    ...prompts,
    `numbers: { "100": [{ play: [${played}] }, hangup] }`,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
}

const namesIn = (sounds: string): readonly string[] => readdirSync(join(sounds, 'en/callplane-speech'));

test('a text that cannot be spoken is a fault with its place; the next load makes only what is missing', async (t) => {
  const at = place(t, ['Welcome', 'Still broken', 'Goodbye']);
  const refused = await readRoutingPlan(at);
  assert.ok(!refused.ok);
  assert.deepEqual(
    refused.faults.map(({ line, column }) => [line, column]),
    [[5, 7]],
  );
  assert.match(
    refused.faults[0]?.message ?? '',
    /^found the prompt "p1", which could not be spoken in en \(.*ended with 1: out of voice\); right would be a speech engine that can \(setting CALLPLANE_SPEECH\), or a file instead of the text \[prompt-not-made\]$/,
  );
  const made = namesIn(at.sounds);
  assert.equal(made.length, 2);
  writeRouting(at.routing, ['Welcome', 'Mended', 'Goodbye']);
  const read = await readRoutingPlan(at);
  assert.ok(read.ok);
  const now = namesIn(at.sounds);
  assert.deepEqual([now.length, made.every((name) => now.includes(name))], [3, true]);
});

test('a folder for the files is needed', async (t) => {
  const read = await readRoutingPlan({ ...place(t, ['Welcome', 'Goodbye']), sounds: null });
  assert.ok(!read.ok);
  assert.deepEqual(
    read.faults.map(({ line, message }) => `${line}: ${message}`),
    [
      "4: found 2 text(s) to be spoken, and no folder for their sound files; right would be Asterisk's sounds folder in the setting CALLPLANE_SOUNDS [prompt-not-made]",
    ],
  );
});

test('check speaks what has no file yet, keeps nothing, and says the same', async (t) => {
  const at = place(t, ['Welcome', 'Still broken']);
  const report = await checkFiles([at.routing], at);
  assert.match(
    report.faults.join(),
    /routing\.yml:5:7: found the prompt "p1", which could not be spoken in en/,
  );
  writeRouting(at.routing, ['Welcome', 'Mended']);
  assert.deepEqual(await checkFiles([at.routing], at), { faults: [], warnings: [] });
  assert.deepEqual(readdirSync(at.sounds), []);
});

test('check without a sounds folder says what it did not try', async (t) => {
  const at = place(t, ['Welcome', 'Still broken']);
  const report = await checkFiles([at.routing], { ...at, sounds: null });
  assert.deepEqual(report.faults, []);
  assert.match(
    report.warnings.join(),
    /^[^,]*routing\.yml:4:7: found 2 text\(s\) to be spoken; whether they can be was not tried, because no sounds folder is set; .*\[prompt-not-tried\]$/,
  );
});

test('one fault for an engine that is not there, whatever the number of texts', async (t) => {
  const at = place(t, ['Welcome', 'Goodbye', 'Please wait']);
  const report = await checkFiles([at.routing], { ...at, speech: 'no-such-engine {file}' });
  assert.equal(report.faults.length, 1);
  assert.match(
    report.faults[0] ?? '',
    /routing\.yml:4:7: .*\(no-such-engine cannot be run: .*ENOENT; 2 more text\(s\) were not tried\)/,
  );
});

test('the list names texts with their files, and the files that no text needs, which can be deleted', async (t) => {
  const at = place(t, ['Welcome', 'Goodbye']);
  assert.ok((await readRoutingPlan(at)).ok);
  writeRouting(at.routing, ['Welcome', 'Not made']);
  const list = await speechOfFiles({ files: [at.routing], clear: 'list' }, at);
  assert.ok(list.ok);
  const [first, second, rest, left] = list.text.split('\n');
  assert.match(first ?? '', /^p0 \(en\): 1\.0 s, .*\/en\/callplane-speech\/[0-9a-f]{24}\.wav$/);
  assert.match(second ?? '', /^p1 \(en\): not made yet, /);
  assert.equal(rest, '1 file(s) needed by none of these texts, 17 kB');
  assert.equal(namesIn(at.sounds).length, 2);
  const cleared = await speechOfFiles({ files: [at.routing], clear: 'delete' }, at);
  assert.ok(cleared.ok && cleared.text.includes('1 file(s) deleted, 17 kB'));
  assert.ok(cleared.text.includes(left ?? ''));
  assert.equal(namesIn(at.sounds).length, 1);
  assert.ok(!(await speechOfFiles({ files: [at.routing], clear: 'list' }, { ...at, sounds: null })).ok);
});

test('a text with variables that takes longer than a call waits is warned of when it is loaded, a prompt is not', async (t) => {
  const { folder, sounds } = scene(t);
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const engine = engineThat(
    `setTimeout(() => writeFileSync(file, readFileSync(${JSON.stringify(join(folder, 'second.wav'))})), 5_200);`,
    folder,
  );
  const routing = join(folder, 'routing.yml');
  const load = async (step: string) => {
    const lines = [
      'callplane: 1',
      'company: { name: Test, timezone: UTC }',
      `numbers: { "100": [${step}, hangup] }`,
    ];
    writeFileSync(routing, `${lines.join('\n')}\n`);
    return readRoutingPlan({ routing, sounds, speech: engine.command });
  };
  const told = await load('{ set: { debt: x } }, { say: { text: "You owe {debt}." } }');
  assert.ok(told.ok);
  assert.match(
    told.warnings.join('\n'),
    /routing.yml:3:\d+: found the text "You owe \{debt\}\.", which took longer than 5 s to be spoken in en; .* \[prompt-too-slow\]$/,
  );
  const said = await load('{ say: { text: "We are closed." } }');
  assert.deepEqual(said.ok && said.warnings, []);
});
