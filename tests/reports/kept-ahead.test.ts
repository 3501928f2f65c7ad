import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { loadSettings, type Settings } from '../../src/app/settings.js';
import type { Milestone } from '../../src/core/milestone.js';
import type { Instant } from '../../src/core/signal.js';
import { keepDay, keepSomeDays, keptAhead } from '../../src/main-kept-ahead.js';
import { withKeptDays } from '../../src/main-kept-days.js';
import { reportsProgram } from '../../src/main-version.js';
import type { DayStanding } from '../../src/ports/kept-days.js';
import { CATALOGUE, REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import type { CatalogueReport } from '../../src/reports/catalogue/report.js';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import {
  startDayKeeper,
  type DayKeeper,
  type DayKeeperParts,
  type KeptSome,
  type PutOff,
} from '../../src/reports/days/day-keeper.js';
import { daysAhead, type AskedAhead } from '../../src/reports/days/keep-ahead.js';
import { usualQuestions } from '../../src/reports/days/usual-questions.js';
import { isOfFigures } from '../../src/reports/figures/asked-rows.js';
import { readOwnReport } from '../../src/reports/own/own-report.js';
import type { Store } from '../../src/store/open-store.js';
import { KeptLog } from '../journal/journal-scene.js';
import { scratchFolder } from '../store/databases.js';
import { anArrival, anOpenState, silentLog } from '../store/sample-facts.js';
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
  await book.ask("UPDATE kept_days SET body = '{'");
  assert.deepEqual(await daily(), first, 'what cannot be read is as if it were not there');
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

/** Days that a database could lack, and what came of keeping them. */
function keeperOf(
  keepSome: (putOff: readonly PutOff[]) => Promise<KeptSome>,
  change: Partial<DayKeeperParts> = {},
): DayKeeper {
  return startDayKeeper({ keepSome, facts: () => 'complete', now: () => NOW, log: silentLog, ...change });
}

const UNSETTLED: PutOff = { from: FIRST.from, revision: 3 };

test('days are kept as long as more are lacking, and what cannot be is put off for six hours', async () => {
  const given: (readonly PutOff[])[] = [];
  let now = NOW;
  let facts: 'complete' | 'behind' = 'behind';
  const keepSome = (putOff: readonly PutOff[]): Promise<KeptSome> => {
    given.push(putOff);
    return Promise.resolve({ putOff: [UNSETTLED], left: given.length === 1 ? 'more' : 'nothing' });
  };
  const keeper = keeperOf(keepSome, { facts: () => facts, now: () => now });
  await keeper.look();
  assert.equal(given.length, 0, 'while facts are behind');
  facts = 'complete';
  await keeper.look();
  assert.deepEqual(given, [[], [UNSETTLED]]);
  now += 6 * HOUR - 1;
  await keeper.look();
  assert.deepEqual(given.at(-1), [UNSETTLED]);
  now += 1;
  await keeper.look();
  assert.deepEqual(given.at(-1), []);
  await keeper.stop();
  await keeper.look();
  assert.equal(given.length, 4, 'nothing after its end');
});

test('nothing is begun after the end, and a look while it is at it begins nothing of its own', async () => {
  let begun = 0;
  let answer: (kept: KeptSome) => void = () => undefined;
  const keeper = keeperOf(() => {
    begun += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const looking = keeper.look();
  await keeper.look();
  assert.equal(begun, 1);
  const ended = keeper.stop();
  answer({ putOff: [], left: 'more' });
  await Promise.all([looking, ended]);
  assert.equal(begun, 1);
});

test('a failure is told in the log, and the next look tries again', async () => {
  const log = new KeptLog();
  let tries = 0;
  const keeper = keeperOf(
    () => {
      tries += 1;
      if (tries === 1) return Promise.reject(new Error('the database is away'));
      return Promise.resolve({ putOff: [], left: 'nothing' });
    },
    { log },
  );
  await keeper.look();
  assert.ok(log.has('warn', /tried again later/));
  await keeper.look();
  assert.equal(tries, 2);
  await keeper.stop();
});

/** Settings and facts of the last days, as Callplane has them. */
async function ofNow(
  t: { after: (work: () => Promise<void>) => void },
  ...milestones: readonly Milestone[]
): Promise<{ readonly book: Book; readonly settings: Settings; readonly yesterday: Instant }> {
  const yesterday = Date.now() - 26 * HOUR;
  const book = await bookWith(
    t,
    called('a', { arrivedAt: yesterday, endedAt: yesterday + 60_000 }),
    {
      ...{ kind: 'plan-in-force', at: yesterday, version: 'v1', by: 'start' },
      plan: JSON.stringify({
        company: { timezone: ZONE, language: 'en' },
        queues: {},
        numbers: [],
        agents: {},
      }),
    },
    ...milestones,
  );
  const folder = dirname(book.file);
  return { book, settings: loadSettings({ ...process.env, CALLPLANE_DATA: folder }, folder), yesterday };
}

test('a day that cannot be kept is put off until something more of it is written', async (t) => {
  const { book, settings, yesterday } = await ofNow(t, {
    ...{ kind: 'agent-state-began', agent: 'anna', state: 'wrap-up', from: Date.now() - 26 * HOUR },
    ...anOpenState({ agent: 'anna', state: 'wrap-up', from: Date.now() - 26 * HOUR }),
  });
  const log = new KeptLog();
  const store = await book.store();
  let moments = 0;
  const watched: Store = {
    ...store,
    atOneMoment: (read) => {
      moments += 1;
      return store.atOneMoment(read);
    },
  };
  const keep = (putOff: readonly PutOff[]): Promise<KeptSome> => keepSomeDays(settings, watched, putOff, log);
  const first = await keep([]);
  assert.ok(first.putOff.length > 0);
  moments = 0;
  assert.deepEqual(await keep(first.putOff), first);
  assert.equal(moments, 1, 'only the look, no day');
  await book.tell(called('late', { arrivedAt: yesterday + 1, endedAt: yesterday + 2 }));
  const later = await keep(first.putOff);
  assert.notDeepEqual(later, first, 'as its facts are now');
  assert.deepEqual(log.lines, []);
});

test('a process of its own keeps the days of a database', { timeout: 300_000 }, async (t) => {
  const { book, settings } = await ofNow(t);
  process.env['CALLPLANE_DATA'] = dirname(book.file);
  t.after(() => delete process.env['CALLPLANE_DATA']);
  const log = new KeptLog();
  const keeper = keptAhead(() => 'complete', log);
  await keeper.look();
  await keeper.stop();
  assert.deepEqual(log.lines, []);
  const [texts] = await book.ask('SELECT COUNT(*) AS texts FROM kept_days');
  assert.notDeepEqual(texts, { texts: 0 });
  assert.deepEqual(await keepSomeDays(settings, await book.store(), [], log), {
    putOff: [],
    left: 'nothing',
  });
  assert.deepEqual(await book.ask('SELECT COUNT(*) AS texts FROM kept_days'), [texts]);
});

test(
  'a database that cannot be used ends the process, and the log says so',
  { timeout: 300_000 },
  async (t) => {
    const folder = await scratchFolder();
    process.env['CALLPLANE_DATA'] = folder.path;
    t.after(async () => {
      delete process.env['CALLPLANE_DATA'];
      await folder.remove();
    });
    await writeFile(join(folder.path, 'callplane.sqlite'), 'no database '.repeat(1_000));
    const log = new KeptLog();
    const keeper = keptAhead(() => 'complete', log);
    await keeper.look();
    await keeper.stop();
    assert.ok(log.has('warn', /tried again later/), JSON.stringify(log.lines));
  },
);
