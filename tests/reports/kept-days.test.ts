import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CallFact, Milestone } from '../../src/core/milestone.js';
import type { KeptText } from '../../src/ports/kept-days.js';
import { buildReport } from '../../src/reports/build-report.js';
import { CATALOGUE } from '../../src/reports/catalogue/all.js';
import type { KeptDays } from '../../src/reports/days/kept-days.js';
import { localDay } from '../../src/reports/local-day.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { StoreReader } from '../../src/store/reader.js';
import { askStore } from '../store/ask-store.js';
import { scratchFolder } from '../store/databases.js';
import { aCall, anArrival, anOpenState, silentLog } from '../store/sample-facts.js';

const ZONE = 'Europe/Sofia';
const [MONDAY, TUESDAY] = ['2026-03-02', '2026-03-03'];
const [FIRST, SECOND] = [localDay(MONDAY, ZONE), localDay(TUESDAY, ZONE)];
const HOUR = 3_600_000;
const NOON = FIRST.from + 12 * HOUR;
const NOW = SECOND.to + HOUR;
const NUMBER = '+359880000001';

let folder: Awaited<ReturnType<typeof scratchFolder>>;
before(async () => {
  folder = await scratchFolder();
});
after(() => folder.remove());

/** A call that nobody was asked for, so that nothing else belongs to it. */
function called(call: string, change: Partial<CallFact> = {}): Milestone {
  return {
    kind: 'call-ended',
    ...aCall({
      ...{ call, arrivedAt: NOON, endedAt: NOON + 60_000, firstOfferedAt: null, lastExit: null },
      ...{ endPlace: 'flow', waitMs: 0, conversations: 0, talkMs: 0, from: NUMBER },
      ...change,
    }),
  };
}

/** Reports on an SQLite file that keep what days have left. */
class Book {
  readonly #file = join(folder.path, `${randomBytes(6).toString('hex')}.sqlite`);
  readonly #noted: (readonly KeptText[])[] = [];
  #store: Store | null = null;
  /** Days whose facts were read by the report before. */
  read: string[] = [];

  async store(): Promise<Store> {
    if (this.#store !== null) return this.#store;
    this.#store = await openStore({ sqliteFile: this.#file, log: silentLog });
    await this.#store.migrate();
    return this.#store;
  }

  async tell(...milestones: readonly Milestone[]): Promise<void> {
    await (await this.store()).recorder.recordHistory(milestones);
  }

  /** Calls of both days by day; `meanwhile`: what happens between the report's moment and its being kept. */
  async entered(
    change: Partial<ReportRequest> & { readonly program?: string } = {},
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<readonly (number | null)[]> {
    const { tables } = await this.report(change, meanwhile);
    return (tables[0]?.rows ?? []).map(([, entered]) =>
      entered !== undefined && 'value' in entered.value ? Number(entered.value.value) : null,
    );
  }

  async report(
    { program = 'a', ...change }: Partial<ReportRequest> & { readonly program?: string } = {},
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<ReportDocument> {
    const store = await this.store();
    this.read = [];
    const report = await store.atOneMoment((reader) => {
      const kept: KeptDays = { reader, program, note: (texts) => this.#noted.push(texts) };
      return buildReport(this.#watched(reader), {
        ...{ name: 'calls', report: CATALOGUE.calls, days: { from: MONDAY, to: TUESDAY }, zone: ZONE },
        ...{ language: 'en', interval: null, filters: NO_FILTERS, against: null, longMs: 1, withinMs: null },
        ...{ sample: { seed: null, share: 0.02 }, standard: 7, now: NOW, kept },
        ...change,
      });
    });
    await meanwhile();
    for (const texts of this.#noted.splice(0)) await store.keptDays.keep(texts);
    return report;
  }

  #watched(reader: StoreReader): StoreReader {
    return new Proxy(reader, {
      get: (target, name) => {
        if (name === 'calls')
          return (period: { readonly from: number; readonly to: number }) => {
            for (const [date, day] of [
              [MONDAY, FIRST],
              [TUESDAY, SECOND],
            ] as const)
              if (period.from === day.from) this.read.push(date);
            return target.calls(period);
          };
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  ask(statement: string): Promise<readonly object[]> {
    return askStore({ sqliteFile: this.#file }, statement);
  }
}

async function bookWith(
  t: { after: (work: () => Promise<void>) => void },
  ...calls: readonly Milestone[]
): Promise<Book> {
  const book = new Book();
  await book.tell(...calls);
  t.after(async () => (await book.store()).close());
  return book;
}

test('the facts of a day that is kept are not read again, and the report is the same', async (t) => {
  const book = await bookWith(
    t,
    called('a'),
    called('b'),
    called('c', { arrivedAt: SECOND.from, endedAt: SECOND.from + 1 }),
  );
  const first = await book.report();
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  const again = await book.report();
  assert.deepEqual(book.read, []);
  assert.deepEqual(again, first);
  assert.deepEqual(await book.entered(), [2, 1]);
  assert.deepEqual(await book.entered({ interval: 'week' }), [3]);
});

test('what comes late for a day is in the next report, and only that day is read', async (t) => {
  const book = await bookWith(t, called('a'));
  assert.deepEqual(await book.entered(), [1, 0]);
  await book.tell(called('late'));
  assert.deepEqual(await book.entered(), [2, 0]);
  assert.deepEqual(book.read, [MONDAY]);
  await (
    await book.store()
  ).recorder.recordDialplan({
    calls: [
      {
        leg: 'PJSIP/alone',
        from: NUMBER,
        dialled: '100',
        arrivedAt: SECOND.from + HOUR,
        answeredAt: null,
        endedAt: SECOND.from + HOUR + 1,
      },
    ],
    rescues: [],
  });
  assert.deepEqual(await book.entered(), [2, 1]);
  assert.deepEqual(book.read, [TUESDAY]);
});

test('what is written between the moment of a report and its being kept is not lost', async (t) => {
  const book = await bookWith(t, called('a'));
  assert.deepEqual(await book.entered({}, () => book.tell(called('meanwhile'))), [1, 0]);
  assert.deepEqual(await book.entered(), [2, 0]);
});

test('a day that goes on, of which something goes on, or that does not balance is computed every time', async (t) => {
  const unbalanced = called('odd', { waitMs: 1 });
  const cases: readonly (readonly [string, readonly Milestone[], number])[] = [
    ['the day itself', [called('a')], FIRST.to - 1],
    ['a call', [called('a'), anArrival({ call: 'open', leg: 'open', at: NOON })], NOW],
    [
      'notes after a talk',
      [
        called('a'),
        { kind: 'agent-state-began', ...anOpenState({ agent: 'anna', state: 'wrap-up', from: NOON }) },
      ],
      NOW,
    ],
    ['what does not balance', [unbalanced], NOW],
  ];
  for (const [what, milestones, now] of cases) {
    const book = await bookWith(t, ...milestones);
    const change = { now, days: { from: MONDAY, to: MONDAY } };
    for (let times = 0; times < 2; times += 1) {
      await book.report(change);
      assert.deepEqual(book.read, [MONDAY], what);
    }
  }
});

test('another program, zone or question computes anew; what cannot be read is as if it were not there', async (t) => {
  const book = await bookWith(t, called('a'));
  await book.report();
  await book.report({ program: 'b' });
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  await book.report({ zone: 'Europe/Athens' });
  assert.equal((await book.report({ zone: 'Europe/Athens' })).tables.length, 1);
  assert.deepEqual(book.read, []);
  await book.report({ name: 'queues', report: CATALOGUE.queues });
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
  await book.ask("UPDATE kept_days SET body = '[[1]]'");
  assert.deepEqual(await book.entered(), [1, 0]);
  assert.deepEqual(book.read, [MONDAY, TUESDAY]);
});

test('narrowed, by the hour, or with another T a report reads the facts', async (t) => {
  const book = await bookWith(t, called('a'));
  await book.report();
  const changes: readonly Partial<ReportRequest>[] = [
    { filters: { ...NO_FILTERS, caller: NUMBER } },
    { interval: 'hour' },
    { withinMs: 5_000 },
  ];
  for (const change of changes) {
    await book.report(change);
    assert.deepEqual(book.read, [MONDAY], JSON.stringify(change));
  }
});

test('a number whose time is over stands in nothing that is kept', async (t) => {
  const book = await bookWith(t, called('a'));
  await book.report();
  const holding = `SELECT COUNT(*) AS texts FROM kept_days WHERE body LIKE '%${NUMBER}%'`;
  assert.notDeepEqual(await book.ask(holding), [{ texts: 0 }]);
  const { people } = (await book.store()).retention;
  await people.clear('calls', { rule: 'delete', before: NOW, standsFor: () => '' }, 100);
  assert.deepEqual(await book.ask(holding), [{ texts: 0 }]);
  assert.deepEqual(await book.entered(), [1, 0]);
});

test('a number that is cleared between the moment of a report and its being kept is not kept either', async (t) => {
  const book = await bookWith(t, called('a'));
  const { people } = (await book.store()).retention;
  await book.report({}, async () => {
    await people.clear('calls', { rule: 'delete', before: NOW, standsFor: () => '' }, 100);
  });
  assert.deepEqual(await book.ask(`SELECT COUNT(*) AS texts FROM kept_days WHERE body LIKE '%${NUMBER}%'`), [
    { texts: 0 },
  ]);
});
