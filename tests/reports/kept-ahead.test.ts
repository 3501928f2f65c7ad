import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { loadSettings } from '../../src/app/settings.js';
import { keepDay, keptAhead } from '../../src/main-kept-ahead.js';
import { withKeptDays } from '../../src/main-kept-days.js';
import { reportsProgram } from '../../src/main-version.js';
import type { DayStanding } from '../../src/ports/kept-days.js';
import { CATALOGUE, REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import type { CatalogueReport } from '../../src/reports/catalogue/report.js';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import { startDayKeeper } from '../../src/reports/days/day-keeper.js';
import { daysAhead, type AskedAhead } from '../../src/reports/days/keep-ahead.js';
import { usualQuestions } from '../../src/reports/days/usual-questions.js';
import { isOfFigures } from '../../src/reports/figures/asked-rows.js';
import { readOwnReport } from '../../src/reports/own/own-report.js';
import { KeptLog } from '../journal/journal-scene.js';
import { anArrival, silentLog } from '../store/sample-facts.js';
import {
  bookWith,
  called,
  FIRST,
  HOUR,
  MONDAY,
  NOON,
  NOW,
  SECOND,
  TUESDAY,
  ZONE,
  type Book,
} from './kept-days-scene.js';

const PROGRAM = reportsProgram();

function ownReport(): CatalogueReport {
  const read = readOwnReport(
    'report: talk\ntitle: Talk by weekday\nby: [weekday]\ncolumns: [entered, talk, unique-callers]\n',
  );
  assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.faults));
  return read.own.report;
}

const OWN = ownReport();
const ASKED: AskedAhead = { questions: usualQuestions([OWN]), zone: ZONE, language: 'en', now: NOW };

async function keepBoth(book: Book): Promise<void> {
  for (const day of [FIRST, SECOND]) await keepDay(await book.store(), day, ASKED, silentLog);
}

async function standings(book: Book): Promise<readonly DayStanding[]> {
  return withKeptDays(await book.store(), silentLog, (reader, kept) => daysAhead(reader, kept, ASKED));
}

test('no report of figures, and no own report, reads facts of days that were kept ahead', async (t) => {
  const book = await bookWith(
    t,
    called('a'),
    called('b', { arrivedAt: SECOND.from, endedAt: SECOND.from + 1 }),
  );
  await keepBoth(book);
  const reports = [...REPORT_NAMES.map((name): [string, CatalogueReport] => [name, CATALOGUE[name]])];
  for (const [name, report] of [...reports, ['own', OWN] as const])
    if (isOfFigures(report))
      for (const interval of [null, 'day', 'week'] as const) {
        await book.report({ program: PROGRAM, name, report, interval });
        assert.deepEqual(book.read, [], `${name} by ${interval ?? 'nothing'}`);
      }
});

test('all days that are over count, from that of the first call on, the newest first', async (t) => {
  const book = await bookWith(t, called('a'));
  const states = async (): Promise<unknown> => (await standings(book)).map(({ day, state }) => [day, state]);
  assert.deepEqual(await states(), [
    [SECOND, 'lacking'],
    [FIRST, 'lacking'],
  ]);
  await keepBoth(book);
  assert.deepEqual(await states(), [
    [SECOND, 'kept'],
    [FIRST, 'kept'],
  ]);
  await book.tell(called('late'));
  assert.deepEqual(await states(), [
    [SECOND, 'kept'],
    [FIRST, 'lacking'],
  ]);
});

test('what another program has kept of a day goes when this one keeps it', async (t) => {
  const book = await bookWith(t, called('a'));
  const texts = async (): Promise<unknown> => (await book.ask('SELECT COUNT(*) AS texts FROM kept_days'))[0];
  await keepBoth(book);
  const own = await texts();
  await book.report({ program: 'older' });
  assert.notDeepEqual(await texts(), own);
  await keepBoth(book);
  assert.deepEqual(await texts(), own);
});

test('the report of a day that was kept reads no facts, and is the same; what comes late makes it anew', async (t) => {
  const book = await bookWith(t, called('a'), called('b'));
  const daily = (change = {}): ReturnType<typeof buildDailyReport> =>
    book.asked((reader, kept) =>
      buildDailyReport(reader, { date: MONDAY, zone: ZONE, now: NOW, kept, ...change }),
    );
  const first = await daily();
  assert.deepEqual(book.read, [MONDAY]);
  assert.equal(first.calls.entered, 2);
  assert.deepEqual(await daily(), first);
  assert.deepEqual(book.read, []);
  await daily({ withinMs: 5_000 });
  assert.deepEqual(book.read, [MONDAY], 'another T');
  await book.tell(called('late'));
  assert.equal((await daily()).calls.entered, 3);
  assert.deepEqual(book.read, [MONDAY]);
});

test('the report of a day in which a call goes on, or that is not over, is computed every time', async (t) => {
  const book = await bookWith(t, called('a'), anArrival({ call: 'open', leg: 'open', at: NOON }));
  for (const [date, now] of [
    [MONDAY, NOW],
    [TUESDAY, SECOND.to - HOUR],
  ] as const)
    for (let times = 0; times < 2; times += 1) {
      await book.asked((reader, kept) => buildDailyReport(reader, { date, zone: ZONE, now, kept }));
      assert.deepEqual(book.read, [date]);
    }
});

test('a day that cannot be kept is tried again when something more of it is written, not before', async () => {
  const kept: string[] = [];
  let revision = 1;
  let facts: 'complete' | 'behind' = 'behind';
  const keeper = startDayKeeper({
    standings: () =>
      Promise.resolve([
        { day: SECOND, revision: 7, state: kept.includes('second') ? 'kept' : 'lacking' },
        { day: FIRST, revision, state: 'lacking' },
      ]),
    keep: (days) => {
      if (kept.length > 20) throw new Error('it goes on for ever');
      kept.push(...days.map(({ from }) => (from === FIRST.from ? 'first' : 'second')));
      return Promise.resolve();
    },
    facts: () => facts,
    log: silentLog,
  });
  await keeper.look();
  assert.deepEqual(kept, [], 'while facts are behind');
  facts = 'complete';
  await keeper.look();
  await keeper.look();
  assert.deepEqual(kept, ['second', 'first']);
  revision = 2;
  await keeper.look();
  assert.deepEqual(kept, ['second', 'first', 'first']);
  await keeper.stop();
  revision = 3;
  await keeper.look();
  assert.deepEqual(kept, ['second', 'first', 'first'], 'after its end');
});

test('a failure is told in the log, and the next look tries again', async () => {
  const log = new KeptLog();
  let tries = 0;
  const keeper = startDayKeeper({
    standings: () => Promise.resolve([{ day: FIRST, revision: 1, state: tries < 2 ? 'lacking' : 'kept' }]),
    keep: () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('the database is away')) : Promise.resolve();
    },
    facts: () => 'complete',
    log,
  });
  await keeper.look();
  assert.ok(log.has('warn', /tried again later/));
  await keeper.look();
  assert.equal(tries, 2);
  await keeper.stop();
});

test('a process of its own keeps the days of a database', { timeout: 300_000 }, async (t) => {
  const now = Date.now();
  const yesterday = now - 26 * HOUR;
  const book = await bookWith(t, called('a', { arrivedAt: yesterday, endedAt: yesterday + 60_000 }), {
    ...{ kind: 'plan-in-force', at: yesterday, version: 'v1', by: 'start' },
    plan: JSON.stringify({
      company: { timezone: ZONE, language: 'en' },
      queues: {},
      numbers: [],
      agents: {},
    }),
  });
  const folder = dirname(book.file);
  process.env['CALLPLANE_DATA'] = folder;
  t.after(() => delete process.env['CALLPLANE_DATA']);
  const log = new KeptLog();
  const keeper = keptAhead(loadSettings(process.env, folder), await book.store(), () => 'complete', log);
  await keeper.look();
  await keeper.stop();
  assert.deepEqual(log.lines, []);
  const asked = { ...ASKED, questions: usualQuestions([]), now };
  const stood = await withKeptDays(await book.store(), silentLog, (reader, kept) =>
    daysAhead(reader, kept, asked),
  );
  assert.ok(stood.length > 0);
  assert.deepEqual(
    stood.filter(({ state }) => state === 'lacking'),
    [],
  );
});
