import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { RecordingFolders, type RecordingFile } from '../../src/retention/recording-folders.js';

const EVER = { from: -Infinity, to: Infinity };
const DAY = '2026/03/04';

interface Scene {
  readonly recordings: string;
  readonly archive: string;
  readonly folders: RecordingFolders;
}

function folders(t: TestContext, paths: readonly string[]): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-recordings-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [recordings, archive] = [join(folder, 'recording'), join(folder, 'archive')];
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `sound of ${path}`);
  }
  return { recordings, archive, folders: new RecordingFolders(recordings, archive) };
}

async function all(
  found: RecordingFolders,
  where: 'recordings' | 'everywhere',
): Promise<readonly RecordingFile[]> {
  const files: RecordingFile[] = [];
  for await (const piece of found.over(EVER, where, 50)) files.push(...piece);
  return files;
}

test('only files in folders of days are recordings', async (t) => {
  const scene = folders(t, [
    `recording/${DAY}/talk-1.wav`,
    `recording/${DAY}/folder-of-somebody/note.txt`,
    `recording/${DAY}/.hidden`,
    'recording/voicemail/03/04/message.wav',
    'recording/lost+found/1/2/x',
  ]);
  // It cannot be read by anybody, and is no year.
  symlinkSync('loop', join(scene.recordings, 'loop'));
  assert.deepEqual(
    (await all(scene.folders, 'recordings')).map(({ path }) => path),
    [`${DAY}/talk-1.wav`],
  );
});

test('a copy that a death left behind goes with its recording, by its time and with its person', async (t) => {
  const scene = folders(t, [
    `recording/${DAY}/talk-1.wav`,
    `archive/${DAY}/.talk-1.wav.unfinished`,
    `archive/${DAY}/.talk-2.wav.unfinished`,
  ]);
  const his = await scene.folders.filesOf([`${DAY}/talk-1`]);
  assert.deepEqual(
    his.map(({ path, is }) => [path, is]),
    [
      [`${DAY}/talk-1.wav`, 'whole'],
      [`${DAY}/.talk-1.wav.unfinished`, 'unfinished'],
    ],
  );
  await scene.folders.remove(his);
  assert.ok(!existsSync(join(scene.archive, DAY, '.talk-1.wav.unfinished')));
  const old = await all(scene.folders, 'everywhere');
  assert.deepEqual(
    old.map(({ recording }) => recording),
    [`${DAY}/talk-2`],
  );
  await scene.folders.remove(old);
  assert.ok(!existsSync(join(scene.archive, DAY)));
});

test('a folder that cannot be read is told, rather than taken for one without his recordings', async (t) => {
  const scene = folders(t, ['recording/2026/03/05/talk-1.wav']);
  symlinkSync('04', join(scene.recordings, DAY));
  await assert.rejects(
    scene.folders.filesOf([`${DAY}/talk-1`]),
    /The folder of recordings .*recording cannot be read \(ELOOP/,
  );
  assert.deepEqual(await scene.folders.filesOf(['2026/03/06/gone', '2026/03/05/talk-1.wav/gone']), []);
});

test('an archive that is the folder of recordings under another name is refused, and nothing is lost', async (t) => {
  const scene = folders(t, [`recording/${DAY}/talk-1.wav`]);
  symlinkSync('recording', scene.archive);
  const files = await all(scene.folders, 'recordings');
  await assert.rejects(
    scene.folders.copyToArchive(files),
    /The archive is the folder of recordings itself: .*CALLPLANE_RECORDINGS_ARCHIVE/,
  );
  assert.equal(
    readFileSync(join(scene.recordings, DAY, 'talk-1.wav'), 'utf8'),
    `sound of recording/${DAY}/talk-1.wav`,
  );
});

test('a copy is whole, as old as what it is of, and made where no folder was yet', async (t) => {
  const scene = folders(t, [`recording/${DAY}/talk-1.wav`]);
  const [from, to] = [scene.recordings, scene.archive].map((each) => join(each, DAY, 'talk-1.wav'));
  utimesSync(from ?? '', 1_000, 2_000);
  const files = await all(scene.folders, 'recordings');
  const gone = files.map((file) => ({ ...file, path: `${DAY}/gone.wav` }));
  assert.deepEqual(await scene.folders.copyToArchive([...files, ...gone]), files);
  assert.equal(readFileSync(to ?? '', 'utf8'), `sound of recording/${DAY}/talk-1.wav`);
  assert.equal(statSync(to ?? '').mtimeMs, 2_000_000);
});
