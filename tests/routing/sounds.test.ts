import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formatFault } from '../../src/routing/fault.js';
import { loadPlan } from '../../src/routing/load.js';
import { readSounds } from '../../src/routing/sounds.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sounds-'));
  await mkdir(join(folder, 'en_US', 'callplane'), { recursive: true });
  await symlink('en_US', join(folder, 'en'));
  await writeFile(join(folder, 'en_US', 'callplane', 'welcome.wav'), waveHead({}));
  await writeFile(join(folder, 'en_US', 'callplane', 'empty.wav'), '');
  await writeFile(join(folder, 'en_US', 'callplane', 'rubbish.wav'), 'x'.repeat(100));
  await writeFile(join(folder, 'en_US', 'callplane', 'music.wav'), waveHead({ channels: 2, rate: 44_100 }));
  await writeFile(join(folder, 'en_US', 'callplane', 'alaw.wav'), waveHead({ kind: 6, bits: 8 }));
  const late = waveHead({});
  late.write('JUNK', 12, 'latin1');
  await writeFile(join(folder, 'en_US', 'callplane', 'late.wav'), late);
  await writeFile(join(folder, 'en_US', 'callplane', 'short.wav'), 'RIFF');
  await writeFile(join(folder, 'en_US', 'callplane', 'studio.mp3'), 'x');
  await writeFile(join(folder, 'en_US', 'callplane', 'both.mp3'), 'x');
  await writeFile(join(folder, 'en_US', 'callplane', 'both.gsm'), 'x');
  await writeFile(join(folder, 'en_US', 'callplane', 'read-me.txt'), '');
  await mkdir(join(folder, 'en_US', 'callplane', 'folder.wav'));
  await symlink('circle.wav', join(folder, 'en_US', 'callplane', 'circle.wav'));
  await writeFile(join(folder, 'en_US', 'callplane', 'locked.wav'), '');
  await chmod(join(folder, 'en_US', 'callplane', 'locked.wav'), 0o000);
  await chmod(folder, 0o755);
});
after(() => rm(folder, { recursive: true }));

/** The beginning of a WAV file, as telephones have it where nothing else is said. */
function waveHead({ kind = 1, channels = 1, rate = 8_000, bits = 16 }): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt16LE(kind, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt16LE(bits, 34);
  return head;
}

function routing(file: string, language: string): string {
  return [
    'callplane: 1',
    `company: { name: Test, timezone: UTC, language: ${language} }`,
    `prompts: { welcome: { file: ${file} } }`,
    'numbers: { "100": [{ play: welcome }, hangup] }',
  ].join('\n');
}

/** Root may read everything. */
async function withoutRoot<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

async function faultsOf(file: string, language: string): Promise<string[]> {
  const sounds = await readSounds(folder);
  assert.ok(sounds.ok);
  const loaded = loadPlan([{ path: 'a.yml', text: routing(file, language) }], sounds);
  return loaded.ok ? [] : loaded.faults.map(formatFault);
}

test('a prompt with a file on disk, behind a link of languages, is right', async () => {
  assert.deepEqual(await faultsOf('callplane/welcome', 'en'), []);
});

test('a prompt without a file, or with one that is not sound, is a fault', async () => {
  const fault = (file: string) =>
    `a.yml:3:21: found no sound file "${file}" for the language en; ` +
    'right would be a file of this name below the sounds folder';
  assert.deepEqual(await faultsOf('callplane/welcom', 'en'), [
    `${fault('callplane/welcom')} (did you mean callplane/welcome?) [prompt-file-missing]`,
  ]);
  assert.deepEqual(await faultsOf('callplane/read-me', 'en'), [
    `${fault('callplane/read-me')} [prompt-file-missing]`,
  ]);
});

test('a file that Asterisk cannot play is a fault that says what it is', async () => {
  const right =
    'right would be a WAV file of 8000 Hz, one channel, 16 bit (sox IN -r 8000 -c 1 -b 16 OUT.wav makes one), or another format of Asterisk [prompt-file-format]';
  for (const [file, what] of [
    ['empty', 'an empty file'],
    ['rubbish', 'no WAV file'],
    ['music', 'a WAV file of 44100 Hz, 2 channel(s), 16 bit'],
    ['alaw', 'a WAV file of 8000 Hz, 1 channel(s), 8 bit, kind 6'],
    ['late', 'a WAV file that does not begin with its format'],
    ['short', 'no WAV file'],
    ['folder', 'a folder'],
    ['circle', 'a file that cannot be read (ELOOP)'],
    ['studio', 'in a format that Asterisk does not play (callplane/studio.mp3)'],
  ] as const)
    assert.deepEqual(await faultsOf(`callplane/${file}`, 'en'), [
      `a.yml:3:21: found the sound file "callplane/${file}" for the language en, which is ${what}; ${right}`,
    ]);
});

test('a file that is closed to us only is not refused: Asterisk is another user', async () => {
  assert.deepEqual(await withoutRoot(() => faultsOf('callplane/locked', 'en')), []);
});

test('a file in another format of Asterisk is right, whatever lies beside it', async () => {
  assert.deepEqual(await faultsOf('callplane/both', 'en'), []);
});

test('a prompt must be there in the language that callers hear', async () => {
  assert.deepEqual(await faultsOf('callplane/welcome', 'ru'), [
    'a.yml:3:21: found no sound file "callplane/welcome" for the language ru; ' +
      'right would be a file of this name below the sounds folder [prompt-file-missing]',
  ]);
});

test('a sounds folder that is not there is one fault', async () => {
  const sounds = await readSounds(join(folder, 'none'));
  assert.ok(!sounds.ok);
  assert.match(sounds.faults.map(formatFault).join(), /a sounds folder that cannot be read \(ENOENT/);
});
