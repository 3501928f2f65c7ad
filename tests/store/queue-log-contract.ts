import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { JournalRecord } from '../../src/ports/journal.js';
import { BEFORE_ALL, type KnownBefore, type QueueLogRow } from '../../src/ports/queue-log.js';
import { queueLogRows } from '../../src/queue-log/write-rows.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { simulatedWeek } from '../reports/simulated-week.js';
import { askStore } from './ask-store.js';
import type { Place } from './databases.js';
import { aCall, anArrival, anEvent, recordsOf, silentLog, T0 } from './sample-facts.js';

const NOTHING: KnownBefore = {
  callers: new Map(),
  places: new Map(),
  answered: new Map(),
  states: new Map(),
  plan: null,
};
const writer = (records: readonly JournalRecord[], before: KnownBefore): readonly QueueLogRow[] =>
  queueLogRows(records, before, 'UTC');
const EVERYTHING = Number.MAX_SAFE_INTEGER;
/** A journal begins at the time in milliseconds. */
const BEGUN_AT = 1_790_000_000_000;

function asBegunToday(records: readonly JournalRecord[]): readonly JournalRecord[] {
  return records.map((record) => ({ ...record, sequence: BEGUN_AT + record.sequence }));
}

let week: readonly JournalRecord[] | null = null;

/** What every database must do for those who read a queue_log. */
export function queueLogContract(place: Place): void {
  describe(`queue_log on ${place.name}`, () => {
    let store: Store;
    let address: StoreAddress;
    beforeEach(async () => {
      address = await place.fresh();
      store = await openStore({ ...address, log: silentLog, queueLog: writer });
      await store.migrate();
    });
    afterEach(() => store.close());

    it('has the same rows however the journal is cut into batches, each once, in columns like Asterisk’s', async () => {
      week ??= asBegunToday(simulatedWeek(3).slice(0, 4_000));
      const whole = writer(week, NOTHING);
      assert.ok(whole.length > 200, `${whole.length} rows`);
      let after = 0;
      for (let start = 0, size = 1; start < week.length; start += size, size = (size * 7) % 211) {
        const batch = week.slice(start, start + size);
        await store.recorder.record(after, batch);
        await assert.rejects(store.recorder.record(after, batch), /another process writes facts too/);
        after = batch.at(-1)?.sequence ?? after;
      }
      assert.deepEqual(await store.queueLog.after(BEFORE_ALL, EVERYTHING), whole);
      const [tenth, ...others] = whole.slice(10, 13);
      assert.deepEqual(await store.queueLog.after(tenth ?? BEFORE_ALL, 2), others);
      const rows = await askStore(
        address,
        'SELECT time, callid, queuename, agent, event, data1, data2, data3, data4, data5 FROM queue_log ORDER BY record, place',
      );
      const { record, place, at, ...first } = whole[0] as QueueLogRow;
      assert.deepEqual(
        [{ ...rows[0] }, rows.length],
        [first, whole.length],
        `row ${place} of record ${record} of ${at}`,
      );
    });

    it('is not written where nobody wants it', async () => {
      const plain = await openStore({ ...address, log: silentLog });
      await plain.recorder.record(0, entering('call-1', '+359880000001', 1));
      assert.deepEqual(await plain.queueLog.after(BEFORE_ALL, EVERYTHING), []);
      await plain.close();
    });

    it('knows the caller of a call that came in an older batch, and of one that is over', async () => {
      const [arrived, came] = entering('call-1', '+359880000001', 1);
      assert.ok(arrived !== undefined && came !== undefined);
      await store.recorder.record(0, [arrived]);
      const end = { kind: 'call-ended' as const, ...aCall({ call: 'call-1', from: '+359880000001' }) };
      await store.recorder.record(1, [{ ...came, milestones: [...came.milestones, end] }]);
      const [row] = await store.queueLog.after(BEFORE_ALL, EVERYTHING);
      assert.deepEqual(
        [row?.callid, row?.event, row?.data2, row?.data3],
        ['leg-call-1', 'ENTERQUEUE', '+359880000001', '1'],
      );
    });

    it('tells where it ends, and which calls of others’ lines are our own', async () => {
      assert.deepEqual(await store.queueLog.end(), BEFORE_ALL);
      await store.recorder.record(0, asBegunToday(entering('call-1', '+359880000001', 1)));
      const { record, place } = await store.queueLog.end();
      assert.deepEqual([record, place], [BEGUN_AT + 2, 2]);
      const own = await store.queueLog.own(['leg-call-1', '1772442000.1']);
      assert.deepEqual([own.has('leg-call-1'), own.has('1772442000.1')], [true, false]);
      assert.ok((await store.queueLog.own(['call-1'])).has('call-1'), 'whose channel is not known');
    });

    it('has numbers for as long as they may stand', async () => {
      await store.recorder.record(0, entering('call-1', '+359880000001', 1));
      await store.recorder.record(2, entering('call-2', null, 3));
      const number = 'client-359-aaaaaaaaaaaaaaaaaaaa';
      const before = T0 + 60_000;
      const clear = (rule: 'replace' | 'delete') =>
        store.retention.people.clear('queue-log', { rule, before, standsFor: () => number }, 100);
      const numbers = async (): Promise<unknown[]> =>
        (await store.queueLog.after(BEFORE_ALL, EVERYTHING)).flatMap(({ event, data2 }) =>
          event === 'ENTERQUEUE' ? [data2] : [],
        );
      assert.deepEqual(await numbers(), ['+359880000001', '']);
      assert.equal((await clear('replace')).changed, 1);
      assert.deepEqual(await numbers(), [number, '']);
      await store.recorder.record(4, entering('call-3', '+359880000003', 5));
      assert.equal((await clear('replace')).changed, 1, 'older rows that come later');
      await clear('delete');
      assert.deepEqual(await numbers(), ['', '', '']);
    });

    it('does not name a person who was deleted', async () => {
      await store.recorder.record(0, entering('call-1', '+359880000001', 1));
      await store.recorder.record(2, entering('call-2', '+359880000002', 3));
      const { person } = store.retention;
      const facts = await person.find({ isHis: (number) => number === '+359880000001', lastDigits: '01' });
      await person.forget(facts, { forHim: 'somebody', forNumber: (number) => number });
      const rows = await store.queueLog.after(BEFORE_ALL, EVERYTHING);
      assert.deepEqual(
        rows.filter(({ event }) => event === 'ENTERQUEUE').map(({ data2 }) => data2),
        ['somebody', '+359880000002'],
      );
    });
  });
}

/** A call arrives, and comes into a queue in the next record. */
function entering(call: string, from: string | null, first: number): JournalRecord[] {
  return recordsOf(
    first,
    [anArrival({ call, leg: `leg-${call}`, from, at: T0 })],
    [
      anEvent({
        call,
        at: T0 + 1,
        event: 'queue-entered',
        detail: { queue: 'sales', visit: `v-${call}`, position: 1 },
      }),
    ],
  );
}
