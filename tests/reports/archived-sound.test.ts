import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { recordedSounds } from '../../src/main-sounds.js';
import { RecordingFolders } from '../../src/retention/recording-folders.js';

const RECORDING = '2026/01/05/t1';
const AFTERWARDS = Date.UTC(2026, 3, 6);

/** Asterisk's folder with one recording, and an archive beside it. */
function folders(t: TestContext): { readonly folder: string; readonly archive: string } {
  const root = mkdtempSync(join(tmpdir(), 'callplane-sounds-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const [folder, archive] = [join(root, 'recordings'), join(root, 'archive')];
  mkdirSync(join(folder, '2026/01/05'), { recursive: true });
  mkdirSync(archive);
  writeFileSync(join(folder, `${RECORDING}.wav`), 'what was said');
  return { folder, archive };
}

async function heard(recording: string, where: Parameters<typeof recordedSounds>[0]): Promise<string> {
  const found = await recordedSounds(where).open(recording);
  if (!found.ok) return found.why;
  const parts: Uint8Array[] = [];
  for await (const part of found.content) parts.push(part);
  const said = Buffer.concat(parts).toString();
  assert.equal(found.size, said.length);
  return said;
}

test('V44: a recording is heard where Asterisk wrote it, and after it was moved to the archive', async (t) => {
  const { folder, archive } = folders(t);
  assert.equal(await heard(RECORDING, { folder, archive }), 'what was said');
  const all = new RecordingFolders(folder, archive);
  for await (const files of all.over({ from: 0, to: AFTERWARDS }, 'recordings', 10)) {
    assert.deepEqual(
      files.map(({ recording }) => recording),
      [RECORDING],
    );
    await all.copyToArchive(files);
    await all.remove(files);
  }
  assert.equal(await heard(RECORDING, { folder, archive: null }), 'not-there');
  assert.equal(await heard(RECORDING, { folder, archive }), 'what was said');
});

test('nothing is heard outside of the folders, and without a folder that is said', async (t) => {
  const { folder, archive } = folders(t);
  for (const name of ['../archive/t1', '2026/01/05/../05/t1', '/etc/passwd', '2026/01/05/t2'])
    assert.equal(await heard(name, { folder, archive }), 'not-there', name);
  assert.equal(await heard(RECORDING, null), 'no-folder');
});
