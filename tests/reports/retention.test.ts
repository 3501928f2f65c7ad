import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runRetention } from '../../src/retention/run-retention.js';
import { aCallback } from '../store/sample-facts.js';
import { mortal, type DeathAt } from './retention-deaths.js';
import { NOW, NUMBER, OLD, RetentionScene, RULES, standsFor } from './retention-scene.js';

const DAY_MS = 86_400_000;
const MOST_WRITES = 60;

class Death extends Error {}
const die = (): never => {
  throw new Death();
};

test('what is over its time is treated everywhere, what is not stays, and a second run finds nothing', async (t) => {
  const scene = await RetentionScene.fill(t);
  const counted = await runRetention(scene.parts(), RULES, 'count');
  const untouched = await scene.everything();
  const counts = await runRetention(scene.parts(), RULES, 'do');
  assert.deepEqual(counts, counted, 'what was counted is what is done');
  assert.notDeepEqual(await scene.everything(), untouched);
  assert.deepEqual(counts, {
    'numbers in calls': 130,
    'numbers in open-calls': 0,
    'numbers in dialplan': 1,
    'numbers in queue-log': 0,
    'numbers in rescues': 1,
    'numbers in reviews': 0,
    'numbers in transfers': 0,
    'numbers in events': 130,
    'numbers in callbacks': 1,
    'numbers in open-callbacks': 1,
    'reports kept to be sent again': 1,
    'files of reports': 4,
    'journals put aside': 1,
    'lines of rescues': 2,
    'recordings deleted': 3,
    'recordings archived': 2,
  });
  const files = scene.files();
  assert.deepEqual(Object.keys(files), [
    'archive/2026/01/15/x-3.wav',
    'archive/2026/01/15/x-4.wav',
    'data/reports/nightly-2026-03-01.html',
    'data/reports/plan-of-2025-01-01.odt',
    'data/rescues.jsonl',
    'recording/2026/03/01/x-5.wav',
  ]);
  assert.equal(files['archive/2026/01/15/x-3.wav'], 'sound of 2026/01/15/x-3.wav');
  assert.match(files['data/rescues.jsonl'] ?? '', /^ +\n +\n\{"at":\d+,"leg".*\}\n\{"at":1,"torn$/);
  const once = await scene.everything();
  const again = await runRetention(scene.parts(), RULES, 'do');
  assert.ok(
    Object.values(again).every((count) => count === 0),
    JSON.stringify(again),
  );
  assert.deepEqual(await scene.everything(), once);
  await scene.store.close();
});

test('a callback that ends when its number is over its time is found by the next run', async (t) => {
  const scene = await RetentionScene.fill(t);
  await runRetention(scene.parts(), RULES, 'do');
  const late = aCallback({ callback: 'late', number: NUMBER, askedAt: OLD, endedAt: NOW });
  await scene.store.recorder.recordHistory([{ kind: 'callback-ended', ...late }]);
  const counts = await runRetention(scene.parts(), RULES, 'do');
  assert.equal(counts['numbers in callbacks'], 1);
  const numbers = (await scene.store.reader.callbacks({ from: OLD, to: NOW })).map(({ number }) => number);
  assert.deepEqual(numbers, [standsFor(NUMBER), standsFor(NUMBER)]);
  await scene.store.close();
});

test('where another machine treats the database, this one treats its files all the same', async (t) => {
  const template = await RetentionScene.fill(t);
  const whole = await template.copy('whole');
  await runRetention(whole.parts(), RULES, 'do');
  const here = await template.copy('here');
  const rows = await here.rows();
  const noKey = { ...here.parts(), replacer: () => Promise.reject(new Error('there is no key here')) };
  const counts = await runRetention(noKey, RULES, 'do', 'this-machine');
  assert.deepEqual(
    [counts['journals put aside'], counts['recordings deleted'], counts['numbers in calls']],
    [1, 3, undefined],
  );
  assert.deepEqual(here.files(), whole.files());
  assert.deepEqual({ ...(await here.rows()), recording_places: [] }, { ...rows, recording_places: [] });
  await assert.rejects(runRetention(noKey, RULES, 'do'), /no key here/);
  for (const { store, folder } of [whole, here]) {
    await store.close();
    rmSync(folder, { recursive: true });
  }
  await template.store.close();
});

test('no byte of what was cleared is left in any file', async (t) => {
  const scene = await RetentionScene.fill(t);
  const kept = { ...RULES, numbers: { keepMs: 0, rule: 'replace' as const } };
  assert.ok(scene.bytes().includes('4711471147114711') && scene.bytes().includes(NUMBER));
  await runRetention(scene.parts(), kept, 'do');
  const bytes = scene.bytes();
  assert.ok(bytes.includes(standsFor(NUMBER)));
  // The torn line of the watchdog has none, and the new recording is nobody's number.
  for (const gone of [NUMBER, '4711471147114711', Buffer.from('Анна').toString('latin1')])
    assert.ok(!bytes.includes(gone), gone);
  await scene.store.close();
});

test('a run that dies before or within any of its writes is completed by the next', async (t) => {
  const template = await RetentionScene.fill(t);
  const whole = await template.copy('whole');
  await runRetention(whole.parts(), RULES, 'do');
  const wanted = await whole.everything();
  await whole.store.close();
  let deaths = 0;
  const dieAt = async (at: DeathAt): Promise<'died' | 'came to its end'> => {
    const scene = await template.copy(`${at.write}-${at.when}`);
    try {
      await runRetention(mortal(scene.parts(), at, die), RULES, 'do');
      return 'came to its end';
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      await runRetention(scene.parts(), RULES, 'do');
      assert.deepEqual(await scene.everything(), wanted, JSON.stringify(at));
      deaths += 1;
      return 'died';
    } finally {
      await scene.store.close();
      rmSync(scene.folder, { recursive: true });
    }
  };
  for (const when of ['before', 'half-way'] as const)
    for (let write = 1; write < MOST_WRITES && (await dieAt({ write, when })) === 'died'; write += 1);
  assert.ok(deaths > 30, `${deaths} deaths`);
  rmSync(whole.folder, { recursive: true });
  await template.store.close();
});

test('the same where the process is killed', async (t) => {
  const template = await RetentionScene.fill(t);
  const whole = await template.copy('whole');
  await runRetention(whole.parts(), RULES, 'do');
  const wanted = await whole.everything();
  await whole.store.close();
  for (const at of [
    { write: 2, when: 'half-way' },
    { write: 13, when: 'half-way' },
  ] as const) {
    const scene = await template.copy(`killed-${at.write}`);
    await scene.store.close();
    const words = ['--import', 'tsx', join(import.meta.dirname, 'retention-process.ts')];
    const { signal } = spawnSync(process.execPath, [...words, scene.folder, JSON.stringify(at)]);
    assert.equal(signal, 'SIGKILL');
    const next = await RetentionScene.at(scene.folder);
    await runRetention(next.parts(), RULES, 'do');
    assert.deepEqual(await next.everything(), wanted, JSON.stringify(at));
    await next.store.close();
    rmSync(scene.folder, { recursive: true });
  }
  rmSync(whole.folder, { recursive: true });
  await template.store.close();
});

test('what cannot be done stops nothing else: numbers go also where the archive is away', async (t) => {
  const scene = await RetentionScene.fill(t);
  rmSync(join(scene.folder, 'archive'), { recursive: true });
  writeFileSync(join(scene.folder, 'archive'), 'no folder');
  await assert.rejects(runRetention(scene.parts(), RULES, 'do'), /archive.*ENOTDIR|ENOTDIR.*archive|EEXIST/);
  const { numbers } = RULES;
  const before = NOW - (numbers?.keepMs ?? 0);
  const { people, reports } = scene.store.retention;
  assert.equal(await people.pending('calls', { rule: 'replace', before }), 0);
  assert.equal(await reports.pending(before), 0);
  assert.ok(existsSync(join(scene.folder, 'recording/2026/01/15/x-3.wav')));
  await scene.store.close();
});

test('a journal that was put aside goes also where numbers stay', async (t) => {
  const scene = await RetentionScene.fill(t);
  const aside = join(scene.folder, 'data/journal-aside-2026-02-27T12-00-00-000Z');
  mkdirSync(aside);
  const counts = await runRetention(scene.parts(), { ...RULES, numbers: null }, 'do');
  assert.deepEqual([counts['journals put aside'], existsSync(aside)], [1, true]);
  const later = { ...scene.parts(), now: NOW + 2 * DAY_MS };
  await runRetention(later, { ...RULES, numbers: null }, 'do');
  assert.ok(!existsSync(aside));
  await scene.store.close();
});

test('counting changes nothing, the first run makes the archive, and a folder that cannot be read is told', async (t) => {
  const scene = await RetentionScene.fill(t);
  rmSync(join(scene.folder, 'archive'), { recursive: true });
  const before = scene.files();
  const counts = await runRetention(scene.parts(), RULES, 'count');
  assert.deepEqual(scene.files(), before);
  assert.deepEqual([counts['recordings deleted'], counts['recordings archived']], [2, 2]);
  await runRetention(scene.parts(), RULES, 'do');
  assert.equal(scene.files()['archive/2026/01/15/x-3.wav'], 'sound of 2026/01/15/x-3.wav');
  rmSync(join(scene.folder, 'recording'), { recursive: true });
  await assert.rejects(
    runRetention(scene.parts(), RULES, 'do'),
    /The folder of recordings .*recording cannot be read .*Name Asterisk's folder "recording", and let the user/,
  );
  await scene.store.close();
});
