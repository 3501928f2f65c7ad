import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { BuiltSlot, SlotKey } from '../../src/ports/slots.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { Place } from './databases.js';
import { recordsOf, silentLog, T0 } from './sample-facts.js';
import { until } from './waiting.js';

const KEY: SlotKey = { schedule: 'daily', dueAt: T0, edition: 0 };
const PERIOD = { from: T0 - 86_400_000, to: T0 };
const DUE = { period: PERIOD, as: 'due', said: null } as const;
const CLAIM_MS = 60_000;
const SHORT_MS = 300;

const BUILT: BuiltSlot = {
  ...{ builtAt: T0 + 5, rows: 3, hash: 'abc', tookMs: 7, openCalls: ['call-1', 'звонок'] },
  content: 'x'.repeat(2_000_000),
  deliveries: [{ target: 'mail:Anna@example.com', messageId: '<1@example.com>' }],
};

/** What every database must do for the slots of scheduled reports. */
export function slotContract(place: Place): void {
  describe(`slots on ${place.name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    it('are put down once, and come back as they are', async () => {
      const book = store.slots('one');
      await book.putDown(KEY, DUE, T0);
      await book.putDown(KEY, { ...DUE, as: 'missed' }, T0 + 9);
      const [slot, ...more] = await book.open(T0);
      assert.deepEqual(more, []);
      assert.deepEqual([slot?.state, slot?.period, slot?.since], ['due', PERIOD, T0]);
      assert.deepEqual(await book.open(T0 - 1), []);
      assert.equal((await book.slotsSince('daily', T0)).length, 1);
      assert.deepEqual(await book.slotsSince('daily', T0 + 1), []);
    });

    it('are claimed by one of many that try at once', async () => {
      await store.slots('one').putDown(KEY, DUE, T0);
      const books = Array.from({ length: 8 }, (_, index) => store.slots(`process ${index}`));
      const claims = await Promise.all(books.map((book) => book.claim(KEY, CLAIM_MS)));
      const held = claims.filter((claim) => claim !== null);
      assert.equal(held.length, 1);
      assert.equal(held[0]?.state, 'claimed');
    });

    it('go to another when the time of the claim is over, and the first can write nothing more', async () => {
      const [one, other] = [store.slots('one'), store.slots('other')];
      await one.putDown(KEY, DUE, T0);
      assert.notEqual(await one.claim(KEY, SHORT_MS), null);
      assert.equal(await other.claim(KEY, CLAIM_MS), null);
      await until(async () => (await other.claim(KEY, CLAIM_MS)) !== null);
      assert.equal(await one.claim(KEY, CLAIM_MS), null);
      assert.equal(await one.built(KEY, BUILT), 'lost');
      assert.equal(await other.built(KEY, BUILT), 'kept');
      const { target } = BUILT.deliveries[0] ?? { target: '' };
      assert.equal(await one.handedOver(KEY, target, T0, 'once'), 'lost');
      assert.equal(await other.handedOver(KEY, target, T0, 'once'), 'kept');
    });

    it('keep long content, their deliveries and every answer', async () => {
      const book = store.slots('one');
      await book.putDown(KEY, DUE, T0);
      await book.claim(KEY, CLAIM_MS);
      assert.equal(await book.built(KEY, BUILT), 'kept');
      assert.equal(await book.content(KEY), BUILT.content);
      const { target, messageId } = BUILT.deliveries[0] ?? { target: '', messageId: '' };
      assert.equal(await book.handedOver(KEY, target.toLowerCase(), T0, 'once'), 'lost', 'Anna is not anna');
      assert.equal(await book.handedOver(KEY, target, T0 + 9, 'once'), 'kept');
      await book.answered(KEY, target, {
        state: 'handed-over',
        at: T0 + 10,
        nextTryAt: T0 + 70,
        said: 'оборвалось 😀',
      });
      assert.equal(await book.handedOver(KEY, target, T0 + 80, 'maybe-twice'), 'kept');
      await book.answered(KEY, target, {
        state: 'accepted',
        at: T0 + 81,
        nextTryAt: T0 + 99,
        said: '250 OK',
      });
      assert.equal(
        await book.handedOver(KEY, target, T0 + 90, 'once'),
        'lost',
        'what is accepted is never sent again',
      );
      await book.done(KEY);
      assert.deepEqual(await book.open(T0 + 1_000_000), []);
      const [logged] = await book.log({ schedule: 'daily', newest: 5 });
      assert.deepEqual([logged?.rows, logged?.hash, logged?.openCalls], [3, 'abc', BUILT.openCalls]);
      assert.deepEqual(logged?.deliveries, [
        {
          ...{
            target,
            state: 'accepted',
            messageId,
            handOvers: 2,
            mark: 'maybe-twice',
            tries: 2,
            since: T0 + 5,
          },
          ...{ nextTryAt: T0 + 99, handedOverAt: T0 + 80, acceptedAt: T0 + 81, said: '250 OK' },
        },
      ]);
    });

    it('built again after a death keep the deliveries that there are', async () => {
      const book = store.slots('one');
      await book.putDown(KEY, DUE, T0);
      await book.claim(KEY, CLAIM_MS);
      await book.built(KEY, BUILT);
      await book.built(KEY, {
        ...BUILT,
        deliveries: [{ target: 'mail:Anna@example.com', messageId: '<2@x>' }],
      });
      assert.deepEqual(
        (await book.deliveries(KEY)).map(({ messageId }) => messageId),
        ['<1@example.com>'],
      );
    });

    it('tell what did not arrive', async () => {
      const book = store.slots('one');
      await book.putDown(KEY, DUE, T0);
      assert.equal(await book.undelivered(T0, T0), 0);
      assert.equal(await book.undelivered(T0, T0 + 1), 1, 'what waits for too long');
      await book.claim(KEY, CLAIM_MS);
      await book.notBuilt(KEY, null, 'no');
      assert.equal(await book.undelivered(T0, T0), 1);
      assert.equal(await book.undelivered(T0 + 1, T0), 0, 'only of late');
      await book.again(KEY, [], T0 + 50);
      assert.equal(await book.undelivered(T0, T0), 0);
      assert.equal((await book.claim(KEY, CLAIM_MS))?.state, 'claimed');
    });

    it('forget their content after a time, and know their schedules since when', async () => {
      const book = store.slots('one');
      await book.putDown(KEY, DUE, T0);
      await book.claim(KEY, CLAIM_MS);
      await book.built(KEY, BUILT);
      await book.forgetContent(T0);
      assert.equal(await book.content(KEY), BUILT.content);
      await book.forgetContent(T0 + 1);
      assert.equal(await book.content(KEY), null);
      assert.equal(await book.knownSince('daily', 'at eight', T0), T0);
      assert.equal(await book.knownSince('daily', 'at eight', T0 + 5), T0);
      assert.equal(await book.knownSince('daily', 'at nine', T0 + 7), T0 + 7);
    });

    it('are written beside facts, which are written all the time', async () => {
      const book = store.slots('one');
      const writing = (async () => {
        for (let sequence = 0; sequence < 60; sequence += 1)
          await store.recorder.record(sequence, recordsOf(sequence + 1, []));
      })();
      for (let run = 0; run < 60; run += 1) {
        const key = { ...KEY, dueAt: T0 + run };
        await book.putDown(key, DUE, T0);
        assert.notEqual(await book.claim(key, CLAIM_MS), null);
      }
      await writing;
      assert.equal((await book.slotsSince('daily', T0)).length, 60);
      assert.equal(await store.recorder.position(), 60);
    });
  });
}
