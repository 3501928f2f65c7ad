import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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
  await writeFile(join(folder, 'en_US', 'callplane', 'welcome.wav'), '');
  await writeFile(join(folder, 'en_US', 'callplane', 'notes.txt'), '');
});
after(() => rm(folder, { recursive: true }));

function routing(file: string, language: string): string {
  return [
    'callplane: 1',
    `company: { name: Test, timezone: UTC, language: ${language} }`,
    `prompts: { welcome: { file: ${file} } }`,
    'numbers: { "100": [{ play: welcome }, hangup] }',
  ].join('\n');
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
  assert.deepEqual(await faultsOf('callplane/notes', 'en'), [
    `${fault('callplane/notes')} [prompt-file-missing]`,
  ]);
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
