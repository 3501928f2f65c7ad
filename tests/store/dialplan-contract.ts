import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { DialplanTold } from '../../src/ports/facts.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { askStore } from './ask-store.js';
import type { Place } from './databases.js';
import { aCall, anArrival, recordsOf, silentLog, T0 } from './sample-facts.js';

const DAY = { from: T0 - 3_600_000, to: T0 + 3_600_000 };
const LEG = 'PJSIP/trunk-00000001';

const RECORD: DialplanTold = {
  rescues: [],
  calls: [
    { leg: LEG, from: '+3591', dialled: '700', arrivedAt: T0, answeredAt: null, endedAt: T0 + 50_000 },
    { leg: LEG, from: '+3591', dialled: '700', arrivedAt: T0, answeredAt: T0 + 9_000, endedAt: T0 + 70_000 },
  ],
};
const RESCUE: DialplanTold = {
  calls: [],
  rescues: [{ leg: LEG, at: T0 + 30_000, did: 'sent-to-emergency', from: '+3591', dialled: '700' }],
};

/** What every database must do for calls that went on, or went only, without us. */
export function dialplanContract(place: Place): void {
  describe(`what the dialplan did by itself on ${place.name}`, () => {
    let store: Store;
    let address: StoreAddress;
    beforeEach(async () => {
      address = await place.fresh();
      store = await openStore({ ...address, log: silentLog });
      await store.migrate();
    });

    const ours = (): Promise<void> =>
      store.recorder.record(
        0,
        recordsOf(1, [
          anArrival(),
          { kind: 'call-ended', ...aCall({ endPlace: 'gap', endedBy: 'unknown' }) },
        ]),
      );
    const seen = async (): Promise<readonly unknown[]> =>
      (await store.reader.calls(DAY)).map(({ call, from, answeredAt, endedAt, endPlace, endedBy }) => [
        call,
        from,
        answeredAt === null ? null : answeredAt - T0,
        endedAt - T0,
        endPlace,
        endedBy,
      ]);

    /** The view tells the same as the reader, which is asked here for what it calls the same. */
    const shown = async (): Promise<readonly unknown[]> =>
      (await askStore(address, 'SELECT * FROM calls ORDER BY arrived_at, call_id')).map((row) => [
        row['call_id'],
        row['from_number'],
        row['answered_at'] === null ? null : Number(row['answered_at']) - T0,
        Number(row['ended_at']) - T0,
        row['end_place'],
        row['ended_by'],
      ]);
    afterEach(async () => {
      assert.deepEqual(await shown(), await seen());
      await store.close();
    });

    it('is a call of its own when we never had it, once, however often it is told', async () => {
      await store.recorder.recordDialplan(RECORD);
      await store.recorder.recordDialplan(RECORD);
      assert.deepEqual(await seen(), [[`dialplan-${LEG}`, '+3591', 9_000, 70_000, 'dialplan', 'unknown']]);
    });

    for (const order of ['before', 'after'] as const) {
      it(`is the end of our call when it is told ${order} it`, async () => {
        if (order === 'after') await ours();
        await store.recorder.recordDialplan(RESCUE);
        await store.recorder.recordDialplan(RECORD);
        if (order === 'before') await ours();
        const { call, from, answeredAt } = aCall();
        assert.deepEqual(await seen(), [
          [call, from, (answeredAt ?? 0) - T0, 70_000, 'dialplan', 'callplane'],
        ]);
      });
    }

    it('is the end of our call in whichever period that came, though a record begins at a whole second before it', async () => {
      await ours();
      const earlier = { leg: LEG, from: null, dialled: '700', arrivedAt: T0 - 123, answeredAt: null };
      await store.recorder.recordDialplan({ rescues: [], calls: [{ ...earlier, endedAt: T0 + 50_000 }] });
      const [call] = await store.reader.calls({ from: T0, to: T0 + 1 });
      assert.deepEqual([call?.endedAt, call?.endPlace], [T0 + 50_000, 'dialplan']);
    });

    it("takes the watchdog's instant where there is no record of Asterisk", async () => {
      await ours();
      await store.recorder.recordDialplan(RESCUE);
      assert.deepEqual(
        (await store.reader.calls(DAY)).map(({ endedAt }) => endedAt - T0),
        [30_000],
      );
    });

    it('adds nothing for a call that is still open, or of which only the watchdog tells', async () => {
      await store.recorder.recordDialplan(RESCUE);
      assert.deepEqual(await seen(), []);
      await store.recorder.record(0, recordsOf(1, [anArrival()]));
      await store.recorder.recordDialplan(RECORD);
      assert.deepEqual(await seen(), []);
    });

    it('tells of a talk that the watchdog cleared when it ended', async () => {
      await ours();
      await store.recorder.recordDialplan({
        calls: [],
        rescues: [{ leg: LEG, at: T0 + 20_000, did: 'hung-up', from: null, dialled: null }],
      });
      const [call] = await store.reader.calls(DAY);
      assert.deepEqual([call?.endedAt, call?.endPlace], [T0 + 20_000, 'gap']);
    });
  });
}
