import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadSettings } from '../../src/app/settings.js';
import { beginQueueLog, copyQueueLog, queueLogWriter } from '../../src/main-queue-log.js';
import type { Log } from '../../src/ports/log.js';
import { BEFORE_ALL } from '../../src/ports/queue-log.js';
import { buildDailyReport, type DailyReport } from '../../src/reports/daily-report.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { simulatedWeek } from '../reports/simulated-week.js';
import { silentLog } from '../store/sample-facts.js';
import { command } from '../system/support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-queue-log-copy-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(folder, 'log/queue_log');
const ENVIRONMENT = {
  CALLPLANE_DATA: join(folder, 'data'),
  CALLPLANE_QUEUE_LOG: 'on',
  CALLPLANE_QUEUE_LOG_FILE: FILE,
};

test('what is written reads as the same figures, and a file that cannot be written is told once and made good', async () => {
  const settings = loadSettings(ENVIRONMENT, folder);
  const store = await openStore({
    sqliteFile: join(folder, 'data/callplane.sqlite'),
    ...{ log: silentLog, queueLog: queueLogWriter(settings) },
  });
  after(() => store.close());
  await store.migrate();
  const week = simulatedWeek(8);
  await beginQueueLog(settings, store.queueLog, silentLog);
  await store.recorder.record(0, week);
  mkdirSync(FILE, { recursive: true });
  const said: string[] = [];
  const log: Log = { ...silentLog, error: (text) => said.push(text), info: (text) => said.push(text) };
  const copy = copyQueueLog(settings, store.queueLog, log);
  await copy?.look();
  await copy?.look();
  assert.deepEqual(said, ['the queue_log cannot be written; its lines wait in the table queue_log']);
  rmSync(FILE, { recursive: true });
  await copy?.stop();
  assert.deepEqual(said.slice(1), ['the queue_log is written again']);
  const rows = await store.queueLog.after(BEFORE_ALL, Number.MAX_SAFE_INTEGER);
  assert.equal(readFileSync(FILE, 'utf8').trimEnd().split('\n').length, rows.length);

  const late = {
    ...settings,
    queueLog: { file: join(folder, 'late/queue_log') },
    data: join(folder, 'late'),
  };
  await beginQueueLog(late, store.queueLog, silentLog);
  await copyQueueLog(late, store.queueLog, silentLog)?.stop();
  assert.ok(!existsSync(late.queueLog.file), 'what was before a file was wanted is none of it');

  const before = await store.reader.calls({ from: 0, to: Number.MAX_SAFE_INTEGER });
  const own = await command(
    { CALLPLANE_DATA: settings.data, CALLPLANE_ARI_PASSWORD: 'unused' },
    'import',
    'queue-log',
    FILE,
  );
  assert.match(
    own.out,
    /; 0 calls stored\.\nCalls that Callplane has handled itself \(passed over\): [1-9]\d+\./,
  );
  const there = await store.reader.calls({ from: 0, to: Number.MAX_SAFE_INTEGER });
  assert.equal(there.length, before.length);

  const other = { CALLPLANE_DATA: join(folder, 'other'), CALLPLANE_ARI_PASSWORD: 'unused' };
  const done = await command(other, 'import', 'queue-log', FILE);
  assert.equal(done.code, 0, done.err);
  const read = await openStore({ sqliteFile: join(folder, 'other/callplane.sqlite'), log: silentLog });
  after(() => read.close());
  let busyDays = 0;
  for (const day of [4, 5, 6, 7, 8, 9, 10].map((date) => `2026-03-${String(date).padStart(2, '0')}`)) {
    const told = await figures(store, day);
    if (told.length > 0) busyDays += 1;
    const heldMs = await heldOn(store, day);
    assert.deepEqual(sameTalk(await figures(read, day), told, heldMs), told, day);
  }
  assert.ok(busyDays >= 3, `only ${busyDays} days have figures`);
});

test('without the setting nothing is made, and without a file only the table is', () => {
  const book = {
    after: () => Promise.resolve([]),
    end: () => Promise.resolve(BEFORE_ALL),
    own: () => Promise.resolve(new Set<string>()),
  };
  const off = loadSettings({}, folder);
  assert.deepEqual([queueLogWriter(off), copyQueueLog(off, book, silentLog)], [undefined, null]);
  const table = loadSettings({ CALLPLANE_QUEUE_LOG: 'on' }, folder);
  assert.equal(typeof queueLogWriter(table), 'function');
  assert.equal(copyQueueLog(table, book, silentLog), null);
});

/**
 * Of each queue what a queue_log can say, in whole seconds: how many left it how, and how many talked. Whoever was turned away at
 * the door is not in it.
 */
async function figures(store: Store, date: string): Promise<readonly Told[]> {
  const report: DailyReport = await store.atOneMoment((reader) =>
    buildDailyReport(reader, { date, zone: 'UTC', now: Date.UTC(2026, 3, 1) }),
  );
  return report.queues.flatMap(({ queue, exits, answered, conversations, talkMs }) => {
    const abandoned = exits['hung-up'] + exits.failed + exits.unknown;
    const told = { queue, answered, conversations, abandoned, timedOut: exits['wait-limit'] };
    // Nobody was in it: whoever came was turned away.
    const isEmpty = Object.entries(exits).every(
      ([exit, n]) => n === 0 || exit === 'full' || exit === 'nobody',
    );
    return queue === null || isEmpty ? [] : [{ ...told, byKey: exits.key + exits.callback, talkMs }];
  });
}

interface Told {
  readonly queue: string | null;
  readonly conversations: number;
  readonly talkMs: number;
}

/** Talks are cut to seconds at both ends, and hold is talk: `heldMs` at most on that day. */
function sameTalk(read: readonly Told[], own: readonly Told[], heldMs: number): readonly Told[] {
  return read.map((each, index) => {
    const { talkMs = 0, conversations = 0 } = own[index] ?? {};
    const over = each.talkMs - talkMs;
    const isSame = over > -1000 * (conversations + 1) && over < heldMs + 1000 * (conversations + 1);
    return isSame ? { ...each, talkMs } : each;
  });
}

/** How long callers were on hold, or agents asked others about them, on a day. */
async function heldOn(store: Store, date: string): Promise<number> {
  const from = Date.parse(`${date}T00:00:00Z`);
  const period = { from, to: from + 86_400_000 };
  const holds = await store.reader.holds(period);
  const transfers = (await store.reader.transfers(period)).filter(({ way }) => way === 'consult');
  const lengths = [
    ...holds.map(({ startedAt, endedAt }) => endedAt - startedAt),
    ...transfers.map(({ askedAt, endedAt }) => endedAt - askedAt),
  ];
  return lengths.reduce((sum, each) => sum + each, 0);
}
