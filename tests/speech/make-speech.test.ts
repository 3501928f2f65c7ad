import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSpeech, trySpeech, type WantedSpeech, withoutFile } from '../../src/speech/make-speech.js';
import { lengthMs, publish, speechPath, unneeded } from '../../src/speech/speech-folder.js';
import { readWave, telephoneWave } from '../../src/speech/wave.js';
import { isAlive } from '../system/support/site.js';
import { until } from '../system/support/until.js';
import { engineCalled, engineThat, ownTemporary, scene } from './speech-scene.js';

const WELCOME: WantedSpeech = {
  language: 'en',
  voice: 'en-gb',
  text: 'Welcome.',
  file: 'callplane-speech/abc',
};
const RUSSIAN: WantedSpeech = { ...WELCOME, language: 'ru', voice: 'ru', text: 'Здравствуйте.' };
const CLOSED: WantedSpeech = { ...WELCOME, text: 'We are closed.', file: 'callplane-speech/def' };
const A_SECOND = telephoneWave({ rate: 8_000, channels: 1, samples: new Int16Array(8_000).fill(1_000) });

test('espeak-ng speaks both languages, as telephones have it', async (t) => {
  const { sounds } = scene(t);
  const engine = engineCalled('espeak-ng -v {voice} -w {file} --stdin');
  assert.deepEqual(await makeSpeech([WELCOME, RUSSIAN], sounds, engine), {
    failed: [],
    slow: [],
    untried: 0,
  });
  for (const each of [WELCOME, RUSSIAN]) {
    const read = readWave(readFileSync(speechPath(sounds, each)));
    assert.ok(read.ok);
    const { rate, channels, samples } = read.wave;
    assert.deepEqual([rate, channels], [8_000, 1]);
    assert.ok(samples.some((sample) => Math.abs(sample) > 1_000));
    const ms = await lengthMs(sounds, each);
    assert.ok(ms !== null && ms > 300 && ms < 3_000, `${ms} ms`);
  }
});

test('a voice that the engine does not know is told in its own words', async (t) => {
  const { sounds } = scene(t);
  const engine = engineCalled('espeak-ng -v {voice} -w {file} --stdin');
  const { failed } = await makeSpeech([{ ...WELCOME, voice: 'nobody' }], sounds, engine);
  assert.match(failed[0]?.why ?? '', /^espeak-ng ended with 1: .*voice/);
});

test('an engine gets language, voice, file and text as they are, and no variable of ours', async (t) => {
  const { folder, sounds } = scene(t);
  process.env['CALLPLANE_ARI_PASSWORD'] = 'secret';
  t.after(() => delete process.env['CALLPLANE_ARI_PASSWORD']);
  const text = '"Quotes", `ticks`, $(touch gone), ; and \\ are said.';
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const asked = join(folder, 'asked.json');
  const engine = engineThat(
    `const text = readFileSync(0, 'utf8');
     writeFileSync(${JSON.stringify(asked)}, JSON.stringify([language, voice, text, Object.keys(process.env)]));
     writeFileSync(file, readFileSync(${JSON.stringify(join(folder, 'second.wav'))}));`,
    folder,
  );
  assert.deepEqual(await makeSpeech([{ ...WELCOME, text }], sounds, engine), {
    failed: [],
    slow: [],
    untried: 0,
  });
  assert.deepEqual(JSON.parse(readFileSync(asked, 'utf8')), ['en', 'en-gb', text, ['PATH']]);
});

test('what is there is not made again, and one text in two prompts is made once', async (t) => {
  const { folder, sounds } = scene(t);
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const asked = join(folder, 'asked.txt');
  const engine = engineThat(
    `appendFileSync(${JSON.stringify(asked)}, readFileSync(0, 'utf8') + '|');
     writeFileSync(file, readFileSync(${JSON.stringify(join(folder, 'second.wav'))}));`,
    folder,
  );
  await makeSpeech(await withoutFile([WELCOME, WELCOME], sounds), sounds, engine);
  await makeSpeech(await withoutFile([WELCOME, CLOSED], sounds), sounds, engine);
  assert.equal(readFileSync(asked, 'utf8'), 'Welcome.|We are closed.|');
  assert.equal(await lengthMs(sounds, CLOSED), 1_000);
  // What a crash left half written is not there.
  writeFileSync(speechPath(sounds, WELCOME), '');
  assert.deepEqual(await withoutFile([WELCOME, CLOSED], sounds), [WELCOME]);
});

const FAILING: readonly (readonly [string, string, RegExp])[] = [
  [
    'ends with a fault',
    "console.error('no such\\nvoice \\x1b[31m'); process.exit(3);",
    /ended with 3: no such voice \[31m$/,
  ],
  ['is killed', "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000);", /was ended by SIGTERM$/],
  ['writes nothing', '', /^the engine wrote no file$/],
  ['writes an empty file', "writeFileSync(file, '');", /^the engine wrote an empty file$/],
  ['writes something else', "writeFileSync(file, 'hello, hello');", /^the engine wrote no WAV file$/],
  [
    'writes silence',
    `writeFileSync(file, Buffer.from('${telephoneWave({ rate: 8_000, channels: 1, samples: new Int16Array(100) }).toString('base64')}', 'base64'));`,
    /^the engine wrote a file in which nothing can be heard$/,
  ],
  ['does not read its text and fails', 'process.exit(1);', /ended with 1$/],
];
for (const [what, script, why] of FAILING)
  test(`an engine that ${what} is told for each text, and leaves nothing behind`, async (t) => {
    const { folder, sounds } = scene(t);
    const temporary = ownTemporary(t, folder);
    const { failed, untried } = await makeSpeech([WELCOME, CLOSED], sounds, engineThat(script, folder));
    assert.equal(untried, 0);
    assert.equal(failed.length, 2);
    for (const each of failed) assert.match(each.why, why);
    assert.ok(!existsSync(join(sounds, 'en')));
    assert.deepEqual(readdirSync(temporary), []);
  });

test('an engine that hangs is killed with all that it started, and no further text is tried', async (t) => {
  const { folder, sounds } = scene(t);
  const [script, pids] = [join(folder, 'engine'), join(folder, 'pids')];
  writeFileSync(script, `#!/bin/sh\nsleep 600 &\necho "$$ $!" >${pids}\nwait\n`, { mode: 0o755 });
  const engine = engineCalled(`${script} {file}`, 3_000);
  const { failed, untried } = await makeSpeech([WELCOME, CLOSED, RUSSIAN], sounds, engine);
  assert.match(failed[0]?.why ?? '', /was killed because it took longer than 3 s$/);
  assert.deepEqual([failed.length, untried], [1, 2]);
  const left = readFileSync(pids, 'utf8').split(' ').map(Number);
  await until('both to be gone', () => left.every((pid) => !isAlive(pid)));
});

test('what an engine leaves running ends with it, and does not hold it up', async (t) => {
  const { folder, sounds } = scene(t);
  const pid = join(folder, 'pid');
  const engine = engineThat(
    `const child = spawn('sleep', ['600'], { stdio: 'inherit' });
     writeFileSync(${JSON.stringify(pid)}, String(child.pid));
     child.unref();
     process.exit(2);`,
    folder,
  );
  const { failed } = await makeSpeech([WELCOME], sounds, engine);
  assert.match(failed[0]?.why ?? '', /ended with 2$/);
  await until('it to be gone', () => !isAlive(Number(readFileSync(pid, 'utf8'))));
});

test('an engine that is not there is told once', async (t) => {
  const { sounds } = scene(t);
  const { failed, untried } = await makeSpeech(
    [WELCOME, CLOSED],
    sounds,
    engineCalled('no-such-engine {file}'),
  );
  assert.match(failed[0]?.why ?? '', /^no-such-engine cannot be run: .*ENOENT/);
  assert.deepEqual([failed.length, untried], [1, 1]);
});

test('a folder that cannot be written is told, and what was made before it stays', async (t) => {
  const { folder, sounds } = scene(t);
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const engine = engineCalled(`cp ${join(folder, 'second.wav')} {file}`);
  writeFileSync(join(sounds, 'ru'), 'no folder');
  const { failed } = await makeSpeech([WELCOME, RUSSIAN], sounds, engine);
  assert.deepEqual(
    failed.map(({ wanted: { language } }) => language),
    ['ru'],
  );
  assert.match(failed[0]?.why ?? '', /ENOTDIR|EEXIST/);
  assert.equal(await lengthMs(sounds, WELCOME), 1_000);
});

test('files can be read by Asterisk whatever our mask is, and the mode of a folder that is there stays', async (t) => {
  const { folder, sounds } = scene(t);
  const mask = process.umask(0o077);
  t.after(() => process.umask(mask));
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const engine = engineCalled(`cp ${join(folder, 'second.wav')} {file}`);
  mkdirSync(join(sounds, 'ru/callplane-speech'), { recursive: true });
  chmodSync(join(sounds, 'ru/callplane-speech'), 0o2750);
  await makeSpeech([WELCOME, RUSSIAN], sounds, engine);
  const mode = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
  assert.equal(mode(speechPath(sounds, WELCOME)), '644');
  assert.equal(mode(join(sounds, 'en')), '755');
  assert.equal(mode(join(sounds, 'en/callplane-speech')), '755');
  assert.equal(mode(join(sounds, 'ru/callplane-speech')), '2750');
});

test('trying keeps nothing', async (t) => {
  const { folder, sounds } = scene(t);
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const engine = engineCalled(`cp ${join(folder, 'second.wav')} {file}`);
  assert.deepEqual(await trySpeech([WELCOME], engine), { failed: [], slow: [], untried: 0 });
  assert.deepEqual(readdirSync(sounds), []);
});

test('what no text needs is known, with what a crash left there', async (t) => {
  const { sounds } = scene(t);
  const folder = join(sounds, 'en/callplane-speech');
  assert.deepEqual(await unneeded(folder, []), []);
  mkdirSync(folder, { recursive: true });
  for (const name of ['abc.wav', 'old.wav', 'abc.wav.17']) writeFileSync(join(folder, name), 'x');
  assert.deepEqual(await unneeded(folder, [join(folder, 'abc.wav')]), [
    { path: join(folder, 'abc.wav.17'), bytes: 1 },
    { path: join(folder, 'old.wav'), bytes: 1 },
  ]);
});

test('two that put the same text into its place at once do not disturb each other', async (t) => {
  const { sounds } = scene(t);
  await Promise.all(Array.from({ length: 8 }, () => publish(sounds, WELCOME, A_SECOND)));
  assert.deepEqual(readFileSync(speechPath(sounds, WELCOME)), A_SECOND);
  assert.deepEqual(readdirSync(join(sounds, 'en/callplane-speech')), ['abc.wav']);
});

test('a text that takes longer than a call waits is slow, though it is made', async (t) => {
  const { folder, sounds } = scene(t);
  writeFileSync(join(folder, 'second.wav'), A_SECOND);
  const engine = engineThat(
    `const ms = readFileSync(0, 'utf8') === 'Welcome.' ? 600 : 0;
     setTimeout(() => writeFileSync(file, readFileSync(${JSON.stringify(join(folder, 'second.wav'))})), ms);`,
    folder,
  );
  const made = await makeSpeech([WELCOME, CLOSED], sounds, { ...engine, slowMs: 500 });
  assert.deepEqual([made.failed, made.slow[0]], [[], WELCOME]);
});

test('an engine that cannot be started because no more files can be opened is told', () => {
  const script = join(import.meta.dirname, 'out-of-files.ts');
  const said = execFileSync(
    'sh',
    ['-c', 'ulimit -n 256 && exec "$0" --import tsx "$1"', process.execPath, script],
    { encoding: 'utf8' },
  );
  assert.match(said, /^unfit: espeak-ng cannot be run: spawn .*EMFILE$/m);
});
