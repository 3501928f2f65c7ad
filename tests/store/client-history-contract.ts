import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallEvent } from '../../src/core/milestone.js';
import { openJournalReader, openJournalWriter } from '../../src/journal/open-journal.js';
import type { FactRecorder } from '../../src/ports/facts.js';
import type { JournalRecord, JournalWriter } from '../../src/ports/journal.js';
import { documentOf, NOTHING_ASKED } from '../../src/reports/run-report.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { followJournal, type Follower } from '../../src/store/recorder-loop.js';
import { PLAIN_OPTIONS } from '../support/model/options.js';
import { planOf } from '../support/scenario/routing-text.js';
import { VirtualLine } from '../support/virtual/line.js';
import { askStore } from './ask-store.js';
import { breakableWire } from './breakable-wire.js';
import { scratchFolder, type Place } from './databases.js';
import { silentLog, T0 } from './sample-facts.js';
import { until } from './waiting.js';

const CLIENT = '+359880000001';
/** The same client, as the carrier tells his number at another time. */
const CLIENT_AT_HOME = '0880000001';
const SOMEBODY_ELSE = '+359880000002';
const ROUTING = `callplane: 1
company: { name: Test, timezone: UTC, country: BG }
prompts: { choose: { file: choose } }
agents:
  anna: { phone: PJSIP/101 }
  boris: { phone: PJSIP/102 }
transfers: { ring_for: 5s, otherwise: { queue: sales } }
queues:
  sales: { agents: [anna], wrap_up: 1s, limits: { wait: 5m }, exits: { wait: hangup, nobody: hangup } }
flows:
  main:
    - menu: { prompt: choose, keys: { "1": { queue: sales } }, otherwise: { queue: sales } }
numbers:
  "+359 2 000 0001": main
`;
/** Each leaves an event or more, one after the other. */
const STAGES = [
  ...['menu-entered', 'menu-key', 'queue-entered', 'offered', 'connected'],
  ...['transfer-asked', 'handed-over', 'offered', 'connected', 'left'],
];

/** A client who calls three times, and somebody else; the first call goes through everything. */
class Morning {
  readonly line = new VirtualLine(PLAIN_OPTIONS, T0 - 2_000, T0);
  readonly first: string;

  constructor() {
    const { line } = this;
    for (const phone of ['PJSIP/101', 'PJSIP/102'])
      line.asterisk.setBehaviour(phone, { kind: 'answers', afterMs: 1_000, hangsUpAfterMs: null });
    line.take({ kind: 'plan-loaded', plan: planOf(ROUTING), by: 'test' });
    for (const agent of ['anna', 'boris']) assert.ok(line.ask({ ask: 'sign-in', agent }).ok);
    this.first = this.#calls(0, CLIENT, '1', 'handed-over');
    this.#calls(60_000, SOMEBODY_ELSE, '1', 'served');
    this.#calls(120_000, CLIENT_AT_HOME, '1', 'served');
    this.#calls(180_000, CLIENT, '', 'gives-up');
  }

  /** Its events as the core told them. */
  get told(): readonly CallEvent[] {
    return this.line.facts.events.filter(({ call }) => call === this.first);
  }

  #calls(afterMs: number, from: string, keys: string, does: 'handed-over' | 'served' | 'gives-up'): string {
    const { line } = this;
    const { asterisk } = line;
    const at = T0 + afterMs;
    line.runUntil(at);
    const leg = asterisk.placeCall({ from, fromName: null, dialled: '+35920000001' });
    line.runUntil(at + 1_000);
    const call = [...line.state.calls.values()].find((one) => one.leg === leg)?.id ?? '';
    for (const key of keys) asterisk.pressKey(leg, key);
    line.runUntil(at + 8_000);
    if (does === 'handed-over') {
      const target = { to: 'agent', agent: 'boris' } as const;
      const answer = line.ask({ ask: 'transfer-call', call, target, reason: null });
      assert.ok(answer.ok, JSON.stringify(answer));
      line.runUntil(at + 20_000);
    }
    asterisk.hangUp(leg);
    line.runUntil(at + 50_000);
    return call;
  }
}

/** The books' way to their database, which can be shut. */
interface Way {
  readonly recorder: Pick<FactRecorder, 'position' | 'record'>;
  readonly shut: () => Promise<void>;
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A server goes away with every connection. */
async function wayToServer(url: string): Promise<Way> {
  const wire = await breakableWire(Number(new URL(url).port));
  const behind = await openStore({ url: url.replace(/:\d+\//, `:${wire.port}/`), log: silentLog });
  return {
    recorder: behind.recorder,
    shut: () => wire.cut(),
    open: () => wire.mend(),
    close: async () => {
      await behind.close().catch(() => 'cut');
      await wire.close();
    },
  };
}

/** A file does not go away: the answer to what it has stored is lost, then it takes nothing. */
function wayToFile({ recorder }: Store): Way {
  let state: 'open' | 'answer-lost' | 'shut' = 'open';
  const refuse = (): Promise<never> => Promise.reject(new Error('the file is away'));
  return {
    recorder: {
      position: () => (state === 'shut' ? refuse() : recorder.position()),
      record: async (from, records) => {
        if (state === 'shut') return refuse();
        await recorder.record(from, records);
        if (state === 'open') return;
        state = 'shut';
        await refuse();
      },
    },
    shut: () => Promise.resolve(void (state = 'answer-lost')),
    open: () => Promise.resolve(void (state = 'open')),
    close: () => Promise.resolve(),
  };
}

/** Every event of a call, and everything that a client did, whatever becomes of the database meanwhile. */
export function clientHistoryContract(place: Place): void {
  describe(`C25: every event of a call, and the history of a client, on ${place.name}`, () => {
    const morning = new Morning();
    const { journal: records } = morning.line;
    let scratch: Awaited<ReturnType<typeof scratchFolder>>;
    let address: StoreAddress;
    let store: Store;
    let way: Way;
    let journal: JournalWriter;
    let follower: Follower;

    before(async () => {
      scratch = await scratchFolder();
      address = await place.fresh();
      store = await openStore({ ...address, log: silentLog });
      await store.migrate();
      way = 'url' in address ? await wayToServer(address.url) : wayToFile(store);
      const folder = join(scratch.path, 'journal');
      journal = await openJournalWriter({ folder, durability: 'process', log: silentLog, boot: 'test' });
      follower = followJournal({
        reader: openJournalReader(folder, silentLog),
        recorder: way.recorder,
        log: silentLog,
        wait: (milliseconds) => sleep(Math.min(milliseconds, 50)),
      });
    });
    after(async () => {
      await follower.stop();
      await Promise.all([way.close(), journal.close()]);
      await store.close();
      await scratch.remove();
    });

    it('is stored, though the database goes away while the caller waits and while he is handed over', async () => {
      let next = 0;
      for (const event of ['queue-entered', 'transfer-asked'] as const) {
        const upTo = records.findIndex(({ milestones }) => milestones.some(isOf(morning.first, event)));
        assert.ok(upTo > next, event);
        append(records.slice(next, upTo));
        await stored(upTo);
        await way.shut();
        // What is told while nobody can store it.
        next = upTo + 3;
        append(records.slice(upTo, next));
        await until(() => follower.status().trouble !== null);
        await way.open();
        await stored(next);
      }
      append(records.slice(next));
      await stored(records.length);
    });

    it('has each stage of the call once, with its time, in order, under one call id', async () => {
      const rows = await askStore(
        address,
        `SELECT * FROM call_events WHERE call_id = '${morning.first}' ORDER BY sequence, item`,
      );
      assert.deepEqual(
        rows.map(({ event }) => event),
        morning.told.map(({ event }) => event),
        'an event is missing, or stands twice',
      );
      assert.deepEqual(
        rows.map(({ happened_at: at }) => Number(at)),
        morning.told.map(({ at }) => at),
      );
      const times = rows.map(({ happened_at: at }) => Number(at));
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      let from = 0;
      for (const stage of STAGES) {
        const found = rows.findIndex(({ event }, index) => index >= from && event === stage);
        assert.ok(found >= 0, `${stage} is not behind ${rows[from - 1]?.['event'] as string}`);
        from = found + 1;
      }
    });

    it('lists the calls of the client by his number, in SQL as it came and in the journal however it is written', async () => {
      const rows = await askStore(
        address,
        `SELECT call_id, end_place FROM calls WHERE from_number = '${CLIENT}' ORDER BY arrived_at`,
      );
      assert.deepEqual(
        rows.map(({ call_id: call, end_place: place }) => [call === morning.first, place]),
        [
          [true, 'conversation'],
          [false, 'menu'],
        ],
      );
      for (const caller of ['+359 88 000 0001', '0880 000 001', '00359880000001']) {
        const { tables } = await store.atOneMoment((reader) =>
          documentOf(
            reader,
            { ...NOTHING_ASKED, what: { name: 'journal' }, from: '2026-03-02', caller, language: 'en' },
            { zone: 'UTC', now: T0 + 3_600_000 },
          ),
        );
        const [table] = tables;
        const column = table?.columns.findIndex(({ key }) => key === 'caller') ?? -1;
        const callers = table?.rows.map((row) => {
          const cell = row[column]?.value;
          return cell !== undefined && 'value' in cell ? cell.value : null;
        });
        assert.deepEqual(callers, [CLIENT, CLIENT, CLIENT], caller);
      }
    });

    function append(some: readonly JournalRecord[]): void {
      for (const record of some) journal.append(record);
    }

    async function stored(position: number): Promise<void> {
      await until(() => follower.status().position === position);
    }
  });
}

function isOf(call: string, event: string): (milestone: JournalRecord['milestones'][number]) => boolean {
  return (milestone) =>
    milestone.kind === 'call-event' && milestone.call === call && milestone.event === event;
}
