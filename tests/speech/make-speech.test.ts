import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { makeSpeech, type WantedSpeech } from '../../src/speech/make-speech.js';
import { readWave, telephoneWave, type Wave } from '../../src/speech/wave.js';

const WELCOME: WantedSpeech = { language: 'en', text: 'Welcome.', file: 'callplane-speech/abc' };

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'speech-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'sounds'));
  return folder;
}

/** An engine that is a small program: what it does stands in `script`. */
function engine(folder: string, script: string): string {
  const path = join(folder, 'engine.cjs');
  writeFileSync(path, `const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');\n${script}`);
  return `${process.execPath} ${path} {language} {file}`;
}

function waveOf(bytes: Buffer): Wave {
  const read = readWave(bytes);
  assert.ok(read.ok, read.ok ? '' : read.why);
  return read.wave;
}

function tone(rate: number, hz: number, channels = 1): Wave {
  const samples = Int16Array.from({ length: rate * channels }, (_, index) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * hz * Math.floor(index / channels)) / rate)),
  );
  return { rate, channels, samples };
}

/** Loudest value in the middle, where no edge is. */
function loudness({ samples }: Wave): number {
  return samples.subarray(2_000, 6_000).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

test('espeak-ng speaks both languages, as telephones have it', async (t) => {
  const sounds = join(folderOf(t), 'sounds');
  const wanted = [WELCOME, { ...WELCOME, language: 'ru', text: 'Здравствуйте.' }];
  const command = 'espeak-ng -v {language} -w {file} --stdin';
  assert.deepEqual(await makeSpeech(wanted, { sounds, command }), []);
  for (const language of ['en', 'ru']) {
    const wave = waveOf(readFileSync(join(sounds, language, 'callplane-speech/abc.wav')));
    assert.deepEqual([wave.rate, wave.channels], [8_000, 1]);
    assert.ok(wave.samples.length > 2_000 && wave.samples.some((sample) => Math.abs(sample) > 1_000));
    assert.deepEqual(readdirSync(join(sounds, language, 'callplane-speech')), ['abc.wav']);
  }
});

test('an engine gets text, language and file, and a file that is there is not made again', async (t) => {
  const folder = folderOf(t);
  const sounds = join(folder, 'sounds');
  writeFileSync(join(folder, 'tone.wav'), telephoneWave(tone(16_000, 440)));
  const log = JSON.stringify(join(folder, 'asked.txt'));
  const source = JSON.stringify(join(folder, 'tone.wav'));
  const command = engine(
    folder,
    `appendFileSync(${log}, process.argv[2] + ':' + readFileSync(0, 'utf8') + ';');
     writeFileSync(process.argv[3], readFileSync(${source}));`,
  );
  assert.deepEqual(await makeSpeech([WELCOME], { sounds, command }), []);
  assert.deepEqual(await makeSpeech([WELCOME], { sounds, command }), []);
  assert.equal(readFileSync(join(folder, 'asked.txt'), 'utf8'), 'en:Welcome.;');
});

const FAILING: readonly (readonly [string, string, RegExp])[] = [
  ['ends with a fault', "console.error('no such voice'); process.exit(3);", /ended with 3: no such voice/],
  ['writes nothing', '', /the engine wrote an empty file/],
  ['writes something else', "writeFileSync(process.argv[3], 'hello, hello');", /the engine wrote no WAV file/],
];
for (const [what, script, why] of FAILING)
  test(`an engine that ${what} is told, and leaves nothing behind`, async (t) => {
    const folder = folderOf(t);
    const sounds = join(folder, 'sounds');
    const [failed] = await makeSpeech([WELCOME], { sounds, command: engine(folder, script) });
    assert.match(failed?.why ?? '', why);
    assert.deepEqual(readdirSync(join(sounds, 'en', 'callplane-speech')), []);
  });

test('an engine that is not there, and a folder that cannot be written, are told', async (t) => {
  const folder = folderOf(t);
  const sounds = join(folder, 'sounds');
  const [missing] = await makeSpeech([WELCOME], { sounds, command: 'no-such-engine {file}' });
  assert.match(missing?.why ?? '', /no-such-engine cannot be run/);
  writeFileSync(join(folder, 'file'), '');
  const [nowhere] = await makeSpeech([WELCOME], { sounds: join(folder, 'file'), command: 'true {file}' });
  assert.match(nowhere?.why ?? '', /ENOTDIR/);
  assert.ok(!existsSync(join(folder, 'file', 'en')));
});

test('of any rate and channels comes one channel of 8000 Hz, and what it cannot hold is taken out', () => {
  for (const [rate, channels] of [
    [8_000, 1],
    [22_050, 1],
    [44_100, 2],
    [48_000, 1],
  ] as const) {
    const wave = waveOf(telephoneWave(tone(rate, 440, channels)));
    assert.deepEqual([wave.rate, wave.channels, wave.samples.length], [8_000, 1, 8_000]);
    assert.ok(Math.abs(loudness(wave) - 10_000) < 300, `${rate}: ${loudness(wave)}`);
  }
  assert.ok(loudness(waveOf(telephoneWave(tone(22_050, 6_000)))) < 300);
});

test('what is no WAV file of 16 bit is refused with what it is', () => {
  const eightBit = telephoneWave(tone(8_000, 440));
  eightBit.writeUInt16LE(8, 34);
  const reasons = [Buffer.alloc(0), Buffer.from('hello, hello'), Buffer.from('RIFF____WAVE'), eightBit].map(
    (bytes) => {
      const read = readWave(bytes);
      return read.ok ? '' : read.why;
    },
  );
  assert.deepEqual(reasons, [
    'an empty file',
    'no WAV file',
    'a WAV file without format or sound',
    'a WAV file of kind 1 with 8 bit, 8000 Hz, 1 channel(s)',
  ]);
});
