import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { loadSettings } from '../../src/app/settings.js';
import { clientsOf } from '../../src/main-clients.js';
import { aloneOnFiles } from '../../src/main-retention-lock.js';
import type { RetentionLog, RetentionRun } from '../../src/ports/retention.js';
import { timeNotes } from '../../src/reports/report-notes.js';
import { destroyKey, makeKey, readKey } from '../../src/retention/key.js';
import { loggedRun, nightOf, startNightly } from '../../src/retention/nightly.js';
import { KeptLog } from '../journal/journal-scene.js';
import { silentLog } from '../store/sample-facts.js';

function logInMemory(): RetentionLog & { readonly runs: Map<string, RetentionRun> } {
  const runs = new Map<string, RetentionRun>();
  return {
    runs,
    run: (name) => Promise.resolve(runs.get(name) ?? null),
    put: (run) => Promise.resolve(void runs.set(run.run, run)),
    newest: () => Promise.resolve([...runs.values()]),
  };
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-key-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a night begins at its hour in the zone of the company, also when the clock changes', () => {
  const at = (time: string): string => nightOf(Date.parse(time), 3, 'Europe/Sofia');
  assert.equal(at('2026-03-02T02:59:00+02:00'), 'night 2026-03-01');
  assert.equal(at('2026-03-02T03:00:00+02:00'), 'night 2026-03-02');
  assert.equal(at('2026-03-03T02:59:00+02:00'), 'night 2026-03-02');
  // From 03:00 to 04:00 there is no time on this day.
  assert.equal(at('2026-03-29T12:00:00+03:00'), 'night 2026-03-29');
  assert.equal(at('2026-10-25T12:00:00+02:00'), 'night 2026-10-25');
});

test('each night is done once, one that failed again a quarter of an hour later, and a missed one at the start', async () => {
  const book = logInMemory();
  const clock = { now: Date.parse('2026-03-02T12:00:00Z') };
  const runs: string[] = [];
  let fails = true;
  const parts = { book, now: () => clock.now, log: silentLog };
  const work = (name: string) => () => {
    runs.push(name);
    return fails ? Promise.reject(new Error('the disk is full')) : Promise.resolve({ things: 2 });
  };
  const nightly = startNightly({
    ...{
      ...parts,
      hour: 3,
      named: (night: string) => Promise.resolve(night),
      zone: () => Promise.resolve('UTC'),
    },
    run: (name) => loggedRun(parts, name, work(name)),
  });
  await nightly.look();
  await nightly.look();
  assert.deepEqual(runs, ['night 2026-03-02']);
  assert.deepEqual(
    [...book.runs.values()].map(({ state, said }) => [state, said]),
    [['failed', 'the disk is full']],
  );
  fails = false;
  clock.now += 15 * 60_000;
  await nightly.look();
  await nightly.look();
  clock.now += 15 * 3_600_000;
  await nightly.look();
  await nightly.look();
  assert.deepEqual(runs, ['night 2026-03-02', 'night 2026-03-02', 'night 2026-03-03']);
  assert.deepEqual(
    [...book.runs.values()].map(({ state, counts }) => [state, counts]),
    [
      ['done', { things: 2 }],
      ['done', { things: 2 }],
    ],
  );
  await nightly.stop();
  clock.now += 86_400_000;
  await nightly.look();
  assert.equal(runs.length, 3);
});

test('the key is made for its owner only, read again the same, and destroyed for good', async (t) => {
  const path = join(folderOf(t), 'retention.key');
  assert.equal(await readKey(path), null);
  const made = await makeKey(path, Buffer.alloc(32, 5));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await readKey(path), made);
  assert.deepEqual(
    await makeKey(path, Buffer.alloc(32, 6)),
    made,
    'who comes second takes that of the first',
  );
  assert.deepEqual(readdirSync(dirname(path)), ['retention.key']);
  assert.ok(!made.fingerprint.includes('05050505'));
  chmodSync(path, 0o640);
  await assert.rejects(readKey(path), /may be read by others; right would be: chmod 600/);
  chmodSync(path, 0o600);
  const text = readFileSync(path, 'utf8');
  assert.equal(await destroyKey(path), 'destroyed');
  assert.ok(!existsSync(path));
  assert.equal(await destroyKey(path), 'absent');
  writeFileSync(path, text.slice(0, 60), { mode: 0o600 });
  await assert.rejects(readKey(path), /holds no key; right would be 64 digits from 0 to f/);
});

test('a key that cannot be written, destroyed or read says so, and none of it is taken for an absent one', async (t) => {
  const folder = folderOf(t);
  const unwritable = /cannot be written: .*CALLPLANE_RETENTION_KEY/;
  await assert.rejects(makeKey(join(folder, 'not-there/retention.key'), Buffer.alloc(32, 5)), unwritable);
  await assert.rejects(destroyKey(folder), unwritable);
  await assert.rejects(readKey(folder), /is no file; right would be one, or a path where nothing is/);
});

test('reports go out also where the key cannot be used, and count without it', async (t) => {
  const settings = loadSettings({ CALLPLANE_DATA: folderOf(t) }, '/');
  const log = new KeptLog();
  const clients = (inUse: string | null): ReturnType<typeof clientsOf> =>
    clientsOf(settings, { keyInUse: () => Promise.resolve(inUse) }, log);
  assert.equal(await clients(null), undefined);
  const { fingerprint } = await makeKey(settings.retention.key, Buffer.alloc(32, 5));
  assert.match((await clients(fingerprint))?.('+359880000001') ?? '', /^client-359-/);
  assert.equal(log.lines.length, 0);
  assert.equal(await clients('0123456789abcdef'), undefined);
  chmodSync(settings.retention.key, 0o640);
  assert.equal(await clients(fingerprint), undefined);
  assert.match(
    JSON.stringify(log.lines),
    /is not the one with which numbers were replaced.*may be read by others; right would be: chmod 600/,
  );
});

test('a report says that an older key has replaced numbers of its time', () => {
  const at = Date.UTC(2026, 2, 2);
  const notes = (looksBackTo: number): readonly string[] =>
    timeNotes({
      ...{ language: 'en', zone: 'UTC', looksBackTo, deletedBefore: null },
      ...{ olderKeyBefore: at, isMixed: false },
    });
  assert.deepEqual(notes(at), []);
  assert.match(notes(at - 1)[0] ?? '', /before 2026-03-02 were replaced with a key that is destroyed/);
});

test('runs and deletions on one machine are done one after the other', async (t) => {
  const settings = loadSettings({ CALLPLANE_DATA: folderOf(t) }, '/');
  let [inside, most] = [0, 0];
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await readKey(settings.retention.key);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => aloneOnFiles(settings, work)));
  assert.equal(most, 1);
  await assert.rejects(
    aloneOnFiles(settings, () => Promise.reject(new Error('it fails'))),
    /it fails/,
  );
  await aloneOnFiles(settings, work);
});
