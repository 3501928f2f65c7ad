import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { loadSettings } from '../../src/app/settings.js';
import { storeAddress } from '../../src/main-books.js';
import type { JournalRecord } from '../../src/ports/journal.js';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import { openStore } from '../../src/store/open-store.js';
import { KeptLog } from '../journal/journal-scene.js';
import { reviewed } from '../reports/random-reviews.js';
import { dialplanOf, simulatedWeek } from '../reports/simulated-week.js';
import { freshDatabase, startServers, type ServerName, type Servers } from '../store/databases.js';
import { command } from '../system/support/command.js';
import { ROUTING } from '../system/support/site.js';
import { clientPrograms } from './client-programs.js';
import { everyReport, type Reports } from './every-report.js';
import { Shift } from './shift.js';

const run = promisify(execFile);
/** All that there is: who talks outside, leaves messages, rates, is called back, is heard again. */
const WEEK = escalated(reviewed(simulatedWeek(5), 5));
const DIALPLAN = dialplanOf(WEEK, 5);
const DAYS = { from: '2026-03-04', to: '2026-03-10' };
const NOW = (WEEK.at(-1)?.at ?? 0) + 60_000;

/** No simulated caller comes to a step with a mark: of every tenth it is said. */
function escalated(records: readonly JournalRecord[]): readonly JournalRecord[] {
  let calls = 0;
  return records.map((record) => ({
    ...record,
    milestones: record.milestones.map((each) =>
      each.kind === 'call-ended' && calls++ % 10 === 0
        ? { ...each, marks: [...each.marks, 'to_head'] }
        : each,
    ),
  }));
}

let servers: Servers;
const programs = clientPrograms();
before(async () => {
  servers = await startServers('every-report', 'mariadb', 'mysql');
});
after(async () => {
  await servers.stop();
  programs.remove();
});

/** A machine as its engineer knows it: by its settings. */
interface Machine {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function emptyMachine(t: TestContext, kind: 'sqlite' | ServerName): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-machine-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const url: Record<string, string> =
    kind === 'sqlite' ? {} : { DATABASE_URL: await freshDatabase(servers.url(kind)) };
  const places = { CALLPLANE_DATA: join(folder, 'data'), CALLPLANE_ROUTING: join(folder, 'routing.yml') };
  return { folder, environment: { ...places, ...url } };
}

function reportsOf({ environment, folder }: Machine): Promise<Reports> {
  return everyReport(loadSettings(environment, folder), DAYS, NOW);
}

/** A machine whose week is stored, with a journal and a routing file. */
async function machineInUse(t: TestContext, kind: 'sqlite' | ServerName): Promise<Machine> {
  const machine = await emptyMachine(t, kind);
  const settings = loadSettings(machine.environment, machine.folder);
  mkdirSync(settings.data, { recursive: true });
  writeFileSync(settings.routing, ROUTING);
  const shift = await Shift.begin(join(settings.data, 'journal'), NOW, 'next');
  await shift.calls(1);
  await shift.end();
  const store = await openStore({ ...storeAddress(settings), log: new KeptLog() });
  await store.migrate();
  for (let at = 0; at < WEEK.length; at += 500) await store.recorder.record(at, WEEK.slice(at, at + 500));
  await store.recorder.recordDialplan(DIALPLAN);
  await store.close();
  return machine;
}

/** Everything that is in `wanted` is in `found`, and nothing else; a report that differs is named. */
function assertSameReports(found: Reports, wanted: Reports): void {
  const differing = [...wanted].filter(([name, text]) => found.get(name) !== text).map(([name]) => name);
  assert.deepEqual(differing, [], 'reports that are not what they were');
  assert.deepEqual([...found.keys()], ['daily', ...REPORT_NAMES]);
}

/** A script of the repository as an engineer runs it, from another folder. */
async function script(name: string, { environment, folder }: Machine, ...words: string[]): Promise<string> {
  const env = { ...process.env, ...environment };
  return (await run(resolve('scripts', name), words, { cwd: folder, env })).stdout;
}

for (const kind of ['sqlite', 'mariadb', 'mysql'] as const) {
  test(`V43, ${kind}: every report of a week is the same after scripts/backup and scripts/restore`, async (t) => {
    const old = await machineInUse(t, kind);
    const before = await reportsOf(old);
    const archive = join(old.folder, 'backup.tar.gz');
    assert.match(await script('backup', old, archive), /backup\.tar\.gz: \d+ files, facts up to record \d+/);
    const fresh = await emptyMachine(t, kind);
    assert.match(await script('restore', fresh, archive), /database restored up to record \d+/);
    assertSameReports(await reportsOf(fresh), before);
    // Where nothing was restored, each report says something else.
    const empty = await emptyMachine(t, 'sqlite');
    const store = await openStore({
      ...storeAddress(loadSettings(empty.environment, empty.folder)),
      log: new KeptLog(),
    });
    await store.migrate();
    await store.close();
    const nothing = await reportsOf(empty);
    assert.deepEqual(
      [...before].filter(([name, text]) => nothing.get(name) === text).map(([name]) => name),
      [],
    );
  });
}

test('the commands: what "callplane backup" made, "callplane restore" puts back, and refuses where something is', async (t) => {
  const old = await machineInUse(t, 'sqlite');
  const before = await reportsOf(old);
  const archive = join(old.folder, 'backup.tar.gz');
  const made = await command(old.environment, 'backup', archive);
  assert.equal(made.code, 0, made.err);
  const fresh = await emptyMachine(t, 'sqlite');
  const restored = await command(fresh.environment, 'restore', archive);
  assert.equal(restored.code, 0, restored.err);
  assertSameReports(await reportsOf(fresh), before);
  const asked = await command(
    fresh.environment,
    ...['report', 'run', 'calls', '--from', DAYS.from, '--to', DAYS.to, '--format', 'csv'],
  );
  assert.equal(asked.code, 0, asked.err);
  assert.match(asked.out, /2026-03-04/);

  const again = await command(fresh.environment, 'restore', archive);
  assert.notEqual(again.code, 0);
  assert.match(again.err, /is not empty .*nothing was changed.*--replace/s);
  assertSameReports(await reportsOf(fresh), before);
  const replaced = await command(fresh.environment, 'restore', '--replace', archive);
  assert.equal(replaced.code, 0, replaced.err);
  assertSameReports(await reportsOf(fresh), before);
});
