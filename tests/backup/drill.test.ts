import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { loadSettings, type Settings } from '../../src/app/settings.js';
import { makeBackup, restoreBackup } from '../../src/main-backup.js';
import { startBooks, storeAddress } from '../../src/main-books.js';
import { openStore } from '../../src/store/open-store.js';
import { KeptLog } from '../journal/journal-scene.js';
import { ask, freshDatabase, startServers, type ServerName, type Servers } from '../store/databases.js';
import { ROUTING } from '../system/support/site.js';
import { until } from '../system/support/until.js';
import { clientPrograms } from './client-programs.js';
import { everyReport } from './every-report.js';
import { Shift } from './shift.js';

const DAY = '2026-03-04';
const NINE = Date.parse(`${DAY}T09:00:00Z`);
const EVENING = Date.parse(`${DAY}T20:00:00Z`);

let servers: Servers;
const programs = clientPrograms();
before(async () => {
  servers = await startServers('drill', 'mariadb', 'mysql');
});
after(async () => {
  await servers.stop();
  programs.remove();
});

/** An empty machine: a folder, and an empty database of this kind. */
async function machine(t: TestContext, kind: 'sqlite' | ServerName): Promise<Settings> {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-machine-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const url = kind === 'sqlite' ? {} : { DATABASE_URL: await freshDatabase(servers.url(kind)) };
  return loadSettings(
    { CALLPLANE_DATA: join(folder, 'data'), CALLPLANE_ROUTING: join(folder, 'routing.yml'), ...url },
    folder,
  );
}

const journalOf = (settings: Settings): string => join(settings.data, 'journal');

/** The books store what the journal holds, up to this record. */
async function storeUpTo(settings: Settings, sequence: number): Promise<void> {
  const log = new KeptLog();
  const books = startBooks(settings, log, () => undefined);
  await until(`facts up to ${sequence}`, () => books.status().position === sequence).catch(
    (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(books.status())} ${JSON.stringify(log.lines)}`);
    },
  );
  await books.stop();
}

/** All reports of the day, one behind another. */
async function report(settings: Settings): Promise<string> {
  const reports = await everyReport(settings, { from: DAY, to: DAY }, EVENING);
  return [...reports].map(([name, text]) => `# ${name}\n${text}`).join('\n');
}

async function callsStored(settings: Settings): Promise<readonly string[]> {
  const store = await openStore({ ...storeAddress(settings), log: new KeptLog() });
  try {
    const calls = await store.reader.calls({ from: NINE, to: EVENING });
    return calls.map(({ call }) => call);
  } finally {
    await store.close();
  }
}

for (const kind of ['sqlite', 'mariadb', 'mysql'] as const) {
  test(`${kind}: a day, a backup, an empty machine: the same report, and the books go on`, async (t) => {
    const old = await machine(t, kind);
    mkdirSync(old.data, { recursive: true });
    writeFileSync(old.routing, ROUTING);
    const morning = await Shift.begin(journalOf(old), NINE, 'morning');
    await morning.calls(60);
    await storeUpTo(old, morning.sequence);
    const stored = await report(old);
    assert.match(stored, /calls entered = sum of dispositions +60 = 60/);
    const position = JSON.stringify({ after: { record: morning.sequence, place: 1 }, begun: null });
    writeFileSync(join(old.data, 'queue-log.json'), position);
    // The database is behind the journal when the backup is made, and calls go on meanwhile.
    morning.snapshot();
    await morning.calls(30);
    const archive = join(old.data, '..', 'backup.tar.gz');
    const [told] = await Promise.all([
      makeBackup(old, { archive, recordings: null, copyRecordings: false }),
      morning.calls(9),
    ]);
    assert.match(
      told,
      /backup\.tar\.gz: \d+ files, facts up to record \d+ \((sqlite|mariadb|mysql)\), 0 recordings listed/,
    );
    assert.ok(execFileSync('stat', ['-c', '%a', archive], { encoding: 'utf8' }).startsWith('600'));
    await morning.end();

    const fresh = await machine(t, kind);
    await restoreBackup(fresh, { archive, replace: false, databaseOnly: false, recordings: null });
    assert.equal(await report(fresh), stored, 'the report of the restored database differs');
    assert.equal(readFileSync(fresh.routing, 'utf8'), ROUTING);
    assert.equal(readFileSync(join(fresh.data, 'queue-log.json'), 'utf8'), position);

    // The restored machine goes on: the rest of the journal is stored, then new calls.
    const afternoon = await Shift.begin(journalOf(fresh), NINE + 4 * 3_600_000, 'afternoon');
    await afternoon.calls(12);
    await storeUpTo(fresh, afternoon.sequence);
    await afternoon.end();
    const calls = await callsStored(fresh);
    assert.equal(new Set(calls).size, calls.length, 'a call is stored twice');
    assert.ok(calls.length >= 60 + 30 + 12 && calls.length <= 60 + 30 + 9 + 12, `${calls.length} calls`);
    const identities = (await report(fresh)).split('\n').filter((line) => /^ +(ok|FAILED|off) /.test(line));
    assert.ok(
      identities.length >= 2 && identities.every((line) => /^ +ok /.test(line)),
      identities.join('\n'),
    );

    // Only the database is lost: the journal that is there has everything beyond the backup.
    await storeUpTo(old, morning.sequence);
    const whole = await report(old);
    assert.match(whole, /calls entered = sum of dispositions +99 = 99/);
    await loseDatabase(old);
    await restoreBackup(old, { archive, replace: true, databaseOnly: true, recordings: null });
    assert.equal(await report(old), stored);
    await storeUpTo(old, morning.sequence);
    assert.equal(await report(old), whole, 'something was lost or doubled');
  });
}

async function loseDatabase(settings: Settings): Promise<void> {
  if (settings.databaseUrl === null) {
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(settings.data, `callplane.sqlite${suffix}`), { force: true });
    return;
  }
  for (const row of await ask(settings.databaseUrl, 'SHOW FULL TABLES')) {
    const [name, type] = Object.values(row).map(String);
    await ask(settings.databaseUrl, `DROP ${type === 'VIEW' ? 'VIEW' : 'TABLE'} \`${name}\``);
  }
}

test('no password stands in a command line', () => {
  const called = programs.called();
  assert.match(called, /mysqldump --defaults-extra-file=/);
  for (const server of ['mariadb', 'mysql'] as const)
    assert.ok(!called.includes(new URL(servers.url(server)).password));
});

test('what is not empty, damaged, or of another kind is refused, and nothing changes', async (t) => {
  const old = await machine(t, 'sqlite');
  mkdirSync(old.data, { recursive: true });
  const shift = await Shift.begin(journalOf(old), NINE, 'early');
  await shift.calls(3);
  await storeUpTo(old, shift.sequence);
  const recordings = join(old.data, '..', 'recordings');
  mkdirSync(recordings);
  writeFileSync(join(recordings, 'one.wav'), 'sound');
  const folder = join(old.data, '..');
  const archive = join(folder, 'a.tar.gz');
  const told = await makeBackup(old, { archive, recordings, copyRecordings: true });
  assert.match(told, /1 recordings copied/);
  const all = { archive, replace: false, databaseOnly: false, recordings: null };
  await assert.rejects(
    makeBackup(old, { archive, recordings: null, copyRecordings: false }),
    /is there already/,
  );
  await assert.rejects(restoreBackup(old, all), /Another Callplane is writing the journal/);
  await shift.end();
  const before = await report(old);
  await assert.rejects(restoreBackup(old, all), /is not empty .*nothing was changed.*--replace/s);
  assert.equal(await report(old), before);
  await assert.rejects(restoreBackup(old, { ...all, databaseOnly: true }), /is there already.*--replace/s);
  const mariadb = await machine(t, 'mariadb');
  await assert.rejects(restoreBackup(mariadb, all), /backup is of sqlite .*leave DATABASE_URL out/);

  const fresh = await machine(t, 'sqlite');
  const heard = join(fresh.data, '..', 'heard');
  await restoreBackup(fresh, { ...all, recordings: heard });
  assert.equal(readFileSync(join(heard, 'one.wav'), 'utf8'), 'sound');
  writeFileSync(fresh.retention.key, 'the key of replaced numbers', { mode: 0o600 });
  const moved = await restoreBackup(fresh, { ...all, replace: true });
  assert.match(moved, /the key of replaced numbers is in .*retention\.key again/);
  assert.equal(readFileSync(fresh.retention.key, 'utf8'), 'the key of replaced numbers');
  assert.equal(statSync(fresh.retention.key).mode & 0o777, 0o600);
  assert.match(moved, /what was there is in .*before-restore-/);
  assert.equal(await report(fresh), before);

  // One byte of the database is another.
  const opened = join(folder, 'opened');
  mkdirSync(opened);
  execFileSync('tar', ['-xzf', archive, '-C', opened]);
  const file = join(opened, 'database', 'callplane.sqlite');
  const bytes = readFileSync(file);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  execFileSync('tar', ['-czf', join(folder, 'b.tar.gz'), '-C', opened, '.']);
  const empty = await machine(t, 'sqlite');
  const damaged = restoreBackup(empty, { ...all, archive: join(folder, 'b.tar.gz') });
  await assert.rejects(damaged, /damaged, nothing was restored: database\/callplane\.sqlite differs/);
  writeFileSync(join(folder, 'c.tar.gz'), 'no archive');
  await assert.rejects(restoreBackup(empty, { ...all, archive: join(folder, 'c.tar.gz') }), /tar failed/);
});

test('a journal that has lost what lies between is refused for the database alone', async (t) => {
  const old = await machine(t, 'sqlite');
  mkdirSync(old.data, { recursive: true });
  const shift = await Shift.begin(journalOf(old), NINE, 'early');
  await shift.calls(3);
  await storeUpTo(old, shift.sequence);
  const archive = join(old.data, '..', 'a.tar.gz');
  await makeBackup(old, { archive, recordings: null, copyRecordings: false });
  await shift.end();
  rmSync(journalOf(old), { recursive: true });
  await assert.rejects(
    restoreBackup(old, { archive, replace: true, databaseOnly: true, recordings: null }),
    /ends at record \d+, and the journal in .* holds no record.*CALLPLANE_JOURNAL_KEEP_HOURS/s,
  );
});
