import { sidesOf } from '../../src/reports/check.js';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { buildReport } from '../../src/reports/build-report.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { journal } from '../../src/reports/catalogue/journal.js';
import type { FactReader } from '../../src/ports/facts.js';
import { ReportFault } from '../../src/reports/report-fault.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { documentOf, NOTHING_ASKED } from '../../src/reports/run-report.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { scratchFolder } from '../store/databases.js';
import {
  aCall,
  aConversation,
  anArrival,
  anOffer,
  aRecording,
  aState,
  anOpenState,
  aTransfer,
  aVisit,
  silentLog,
  T0,
} from '../store/sample-facts.js';

const DAY = '2026-03-02';
/** One caller and another, as carriers and people write them, and what is no number at all. */
const WRITTEN = [
  ...['+359880000001', '0880 000 001', '00359 88 0000001', '(088) 000-0001', '880.000.001', '088/0000001'],
  ...['+359880000002', '0880000012', '4002', '+6834002', '100', '2', '0012', '', '+', '+1 (650) 253-0000'],
  ...['anonymous', '1-800-FLOWERS', '+359880000001;ext=12', '0880000001#3', '٠٨٨٠٠٠٠٠٠١', ' 0880000001 '],
  ...['client-359-abcdefghijklmnopabcd', 'client-x-ponmlkjihgfedcbaponm', 'client-1234'],
];
const SEARCHED = [
  ...WRITTEN,
  ...['0001', '001', '4002', '834002', '3569377', '18003569377', '12', '000112', '+1 650 253 0000', '9999'],
];
const COUNTRIES = ['BG', 'NU', 'US', null];

/** What every third call has for itself. */
const RARE = { dialled: '+35920000009', tags: ['rare-tag'] };

function calls() {
  const numbers = [...WRITTEN, null];
  return numbers.flatMap((from, index) => {
    const [call, visit, offer, conversation] = [`c${index}`, `v${index}`, `o${index}`, `t${index}`];
    // The last of them goes on when the day is over.
    const at = T0 + index * 60_000 + (index % 5 === 4 ? 13 * 3_600_000 : 0);
    const startedAt = at + 17_345 + (index % 5 === 4 ? 3_600_000 : 0);
    const named = index % 3 === 0 ? RARE : {};
    const [inQueue, byAgent] = index % 3 === 0 ? [{ queue: 'rare' }, { agent: 'rare-agent' }] : [{}, {}];
    const times = { arrivedAt: at, endedAt: startedAt + 60_777 };
    const fact = aCall({ call, from, ...times, conversations: 1, ...named });
    return [
      { kind: 'call-ended', ...fact } as const,
      {
        kind: 'visit-ended',
        ...aVisit({ call, visit, enteredAt: at + 5_000, offers: 1, ...inQueue, ...byAgent }),
      } as const,
      {
        kind: 'offer-ended',
        ...anOffer({ call, visit, offer, offeredAt: startedAt - 100, ...inQueue, ...byAgent }),
      } as const,
      // Rung while the caller was to be handed over: no offer of his visit.
      {
        kind: 'transfer-ended',
        ...aTransfer({ call, transfer: `x${index}`, askedAt: startedAt, offers: 1 }),
      } as const,
      {
        kind: 'offer-ended',
        ...anOffer({ call, visit: '', offer: `x${index}`, offeredAt: startedAt, result: 'no-answer' }),
      } as const,
      {
        kind: 'conversation-ended',
        ...aConversation({ call, visit, offer, conversation, startedAt, endedAt: startedAt + 60_777 }),
        ...inQueue,
        ...byAgent,
      } as const,
      {
        kind: 'recording-ended',
        ...aRecording({ call, conversation, recording: conversation, startedAt }),
      } as const,
    ];
  });
}

describe('a search for calls', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const stores = new Map<string | null, Store>();
  before(async () => {
    folder = await scratchFolder();
    for (const country of COUNTRIES) {
      const store = await openStore({
        sqliteFile: join(folder.path, `${country ?? 'none'}.sqlite`),
        log: silentLog,
      });
      stores.set(country, store);
      await store.migrate();
      const plan = JSON.stringify({ company: { country }, queues: {}, agents: {}, numbers: {} });
      const open = anArrival({ call: 'open', leg: 'open-leg', from: '0880000001', at: T0 + 1_000 });
      await store.recorder.recordHistory([
        { kind: 'plan-in-force', version: 'plan-a', at: T0, by: 'test', plan },
        open,
        { kind: 'visit-ended', ...aVisit({ call: 'open', visit: 'open-visit' }) },
        { kind: 'agent-state-ended', ...aState({ agent: 'idle-agent', from: T0 - 1_000, to: T0 + 1_000 }) },
        { kind: 'agent-state-began', ...anOpenState({ agent: 'open-agent' }) },
        ...calls(),
      ]);
      await store.recorder.recordDialplan({
        calls: [
          {
            ...{ leg: 'PJSIP/alone-1', from: '+359880000001', dialled: '+35920000001' },
            ...{ arrivedAt: T0 + 30_000, answeredAt: null, endedAt: T0 + 40_000 },
          },
        ],
        rescues: [],
      });
    }
  });
  after(async () => {
    for (const store of stores.values()) await store.close();
    await folder.remove();
  });

  const { reads: _reads, ...allOfJournal } = journal;

  function made(
    country: string | null,
    report: ReportRequest['report'],
    filters: Partial<Filters>,
    limited: (reader: FactReader) => FactReader = (reader) => reader,
  ): Promise<ReportDocument> {
    const store = stores.get(country);
    assert.ok(store !== undefined);
    return buildReport(limited(store.reader), {
      ...{
        name: 'journal',
        report,
        days: { from: DAY, to: DAY },
        zone: 'UTC',
        language: 'en',
        interval: null,
      },
      ...{
        filters: { ...NO_FILTERS, ...filters },
        against: null,
        longMs: 1,
        sample: { seed: null, share: 1 },
        standard: 7,
      },
      ...{ withinMs: null, now: T0 + 86_400_000 },
    });
  }

  /** The journal as it is made, and as it is made from everything that happened. */
  async function inBothWays(
    country: string | null,
    filters: Partial<Filters>,
  ): Promise<readonly ReportDocument[]> {
    return [await made(country, journal, filters), await made(country, allOfJournal, filters)];
  }

  function bothWays(
    country: string | null,
    caller: string,
    narrowed: Partial<Filters> = {},
  ): Promise<readonly ReportDocument[]> {
    return inBothWays(country, { ...narrowed, caller });
  }

  test('finds what everything that happened would show, however he is written', async () => {
    let found = 0;
    for (const country of COUNTRIES) {
      for (const caller of SEARCHED) {
        const [searched, all] = await bothWays(country, caller);
        assert.deepEqual(searched?.tables, all?.tables, `${caller} in ${country ?? 'no country'}`);
        found += searched?.tables[0]?.rows.length ?? 0;
      }
    }
    assert.ok(found > 300, String(found));
  });

  test('finds the same for any digits', async () => {
    const digits = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789+ ')),
      minLength: 1,
      maxLength: 14,
    });
    const part = fc
      .tuple(fc.constantFrom(...WRITTEN), fc.nat(12))
      .map(([written, from]) => written.slice(from));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...COUNTRIES), fc.oneof(digits, part), async (country, caller) => {
        const [searched, all] = await bothWays(country, caller);
        assert.deepEqual(searched?.tables, all?.tables);
      }),
      { numRuns: 30 },
    );
  });

  test('finds the same in a queue, by an agent, of a number, with a tag', async () => {
    const narrowed: readonly Partial<Filters>[] = [
      ...[{ queues: ['rare'] }, { queues: ['rare', 'sales'] }, { agents: ['rare-agent'] }],
      ...[{ numbers: [RARE.dialled] }, { tags: ['rare-tag'] }, { tags: ['site'], queues: ['sales'] }],
      ...[{ queues: ['rare'], agents: ['idle-agent'] }, { agents: ['open-agent'] }],
    ];
    const rows = new Map<string, number>();
    for (const filters of narrowed) {
      for (const caller of ['+359880000001', '0880000012', '4002', '0012', '9999']) {
        const [searched, all] = await bothWays('BG', caller, filters);
        const about = `${caller} ${JSON.stringify(filters)}`;
        assert.deepEqual(searched?.tables, all?.tables, about);
        rows.set(about, searched?.tables[0]?.rows.length ?? 0);
      }
    }
    const counts = [...rows.values()];
    assert.ok(
      counts.some((count) => count === 0) && counts.some((count) => count > 0),
      JSON.stringify([...rows]),
    );
  });

  test('V44: finds the same by who talked, and by the call', async () => {
    const searches: readonly (readonly [Partial<Filters>, number])[] = [
      [{ agents: ['rare-agent'] }, 9],
      [{ agents: ['rare-agent', 'idle-agent'], queues: ['rare'] }, 9],
      [{ agents: ['idle-agent'] }, 0],
      [{ calls: ['c0'] }, 1],
      [{ calls: ['c0', 'c4', 'c5', 'c0'] }, 3],
      [{ calls: ['c0', 'c1'], agents: ['rare-agent'] }, 1],
      [{ calls: ['open'] }, 1],
      [{ calls: ['nobodys'] }, 0],
    ];
    for (const [filters, rows] of searches) {
      const [searched, all] = await inBothWays('BG', filters);
      assert.deepEqual(searched?.tables, all?.tables, JSON.stringify(filters));
      assert.equal(searched?.tables[0]?.rows.length, rows, JSON.stringify(filters));
    }
  });

  test('V44: a call is found by its id whatever its day, and one that is not stored is refused', async () => {
    const store = stores.get('BG');
    assert.ok(store !== undefined);
    const asked = { ...NOTHING_ASKED, language: 'en', what: { name: 'journal' } } as const;
    const later = { zone: 'UTC', now: T0 + 400 * 86_400_000 };
    const found = await documentOf(store.reader, { ...asked, calls: ['c7', 'open'] }, later);
    assert.equal(found.tables[0]?.rows.length, 2);
    assert.equal(found.period.from, Date.parse(`${DAY}T00:00:00Z`));
    await assert.rejects(documentOf(store.reader, { ...asked, calls: ['c7', 'c700'] }, later), {
      name: 'ReportFault',
      message: /^Nothing is stored of a call "c700"; right would be an id/,
    });
  });

  test('refuses a name that nobody’s facts know as the whole period does', async () => {
    const narrowed: readonly Partial<Filters>[] = [
      ...[{ queues: ['nobodys'] }, { agents: ['nobody'] }, { numbers: ['+35920000099'] }, { tags: ['none'] }],
    ];
    for (const filters of narrowed) {
      const said = await Promise.all(
        [journal, allOfJournal].map((report) =>
          made('BG', report, { ...filters, caller: '4002' }).then(
            () => 'nothing',
            (error: unknown) => (error instanceof ReportFault ? error.message : String(error)),
          ),
        ),
      );
      assert.match(said[0] ?? '', /nobody|none|0099/, JSON.stringify(filters));
      assert.equal(said[0], said[1], JSON.stringify(filters));
    }
  });

  test('reads nobody else’s calls, whatever else it is narrowed by', async () => {
    const everybodys: readonly PropertyKey[] = [
      'calls',
      'visits',
      'offers',
      'conversations',
      'recordings',
      'stages',
    ];
    const his = (reader: FactReader): FactReader =>
      new Proxy(reader, {
        get(target, name, receiver) {
          assert.ok(!everybodys.includes(name), `${String(name)} of everybody is read`);
          const member: unknown = Reflect.get(target, name, receiver);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      });
    for (const filters of [{ queues: ['rare'] }, { agents: ['rare-agent'] }, { tags: ['site'] }, {}])
      await made('BG', journal, { ...filters, caller: '+359880000001' }, his);
    for (const filters of [{ agents: ['rare-agent'] }, { calls: ['c0'] }])
      await made('BG', journal, filters, his);
  });

  test('checks his calls and says nothing of agents’ time', async () => {
    const [searched] = await bothWays('BG', '+359880000001');
    assert.ok(searched?.checks.every(({ name }) => !name.startsWith('agents')));
    assert.equal(searched?.balance, 'balanced', JSON.stringify(searched?.checks));
    const checked = searched.checks.find(({ name }) => name.startsWith('calls entered'));
    assert.equal(
      checked === undefined ? null : sidesOf(checked),
      `${String(searched.tables[0]?.rows.length)} = ${String(searched.tables[0]?.rows.length)}`,
    );
  });
});
