import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { AlertStanding, NewNotice, Notice } from '../../src/ports/alerts.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { Place } from './databases.js';
import { aCall, anArrival, aVisit, recordsOf, silentLog, T0 } from './sample-facts.js';
import { until } from './waiting.js';

const SEEN: AlertStanding = {
  ...{ alert: 'full', subject: 'продажи', incident: 0, revision: 0 },
  standing: { state: 'calm' },
};
const RAISED = {
  standing: { state: 'raised', since: T0, raisedAt: T0 + 5, lastHeldAt: T0 + 5, worst: 0.625 },
  incident: 1,
} as const;
const NOTICE: NewNotice = {
  ...{ kind: 'raised', target: 'mail:Anna@example.com', messageId: '<1@example.com>', content: '{"a":"я"}' },
};
const CLAIM_MS = 60_000;
const SHORT_MS = 300;

/** What every database must do for alerts. */
export function alertContract(place: Place): void {
  describe(`alerts on ${place.name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    async function raised(): Promise<Notice> {
      const book = store.alerts('one');
      assert.equal(await book.change(SEEN, RAISED, [NOTICE], T0), 'kept');
      const [notice] = await book.open();
      assert.ok(notice !== undefined);
      return notice;
    }

    it('come back as they are, with what is to be told', async () => {
      const notice = await raised();
      assert.deepEqual(await store.alerts('two').standings(), [{ ...SEEN, ...RAISED, revision: 1 }]);
      const { content, messageId, state, mark, incident } = notice;
      assert.deepEqual(
        [content, messageId, state, mark, incident],
        [NOTICE.content, '<1@example.com>', 'waiting', 'once', 1],
      );
    });

    it('are changed by one of many that saw the same', async () => {
      const books = Array.from({ length: 8 }, (_, index) => store.alerts(`process ${index}`));
      const changes = await Promise.all(
        books.map((book, index) =>
          book.change(SEEN, RAISED, [{ ...NOTICE, messageId: `<${index}@example.com>` }], T0),
        ),
      );
      assert.equal(changes.filter((change) => change === 'kept').length, 1);
      assert.equal((await store.alerts('x').open()).length, 1);
      const [now] = await store.alerts('x').standings();
      assert.ok(now !== undefined);
      const calm = { standing: { state: 'calm' }, incident: 1 } as const;
      assert.equal(await store.alerts('x').change(now, calm, [], T0), 'kept');
      assert.equal(await store.alerts('x').change(now, calm, [], T0), 'lost');
    });

    it('are handed over by one of many, and by another when its time is over, marked', async () => {
      const notice = await raised();
      const books = Array.from({ length: 8 }, (_, index) => store.alerts(`process ${index}`));
      const taken = await Promise.all(books.map((book) => book.take(notice, T0 + 1, SHORT_MS)));
      assert.equal(taken.filter((each) => each === 'kept').length, 1);
      const [first] = (await books[0]?.open()) ?? [];
      assert.deepEqual([first?.state, first?.mark, first?.handOvers], ['handed-over', 'once', 1]);
      assert.ok(first !== undefined);
      const other = store.alerts('other');
      await until(async () => (await other.take(first, T0 + 2, CLAIM_MS)) === 'kept');
      const winner = books[taken.indexOf('kept')];
      await winner?.answered(notice, { state: 'accepted', at: T0 + 3, nextTryAt: T0 + 3, said: 'late' });
      const [second] = await other.open();
      assert.deepEqual([second?.state, second?.mark, second?.handOvers], ['handed-over', 'maybe-twice', 2]);
      await other.answered(notice, { state: 'accepted', at: T0 + 4, nextTryAt: T0 + 4, said: '250 ok' });
      const [end] = await other.log(5);
      assert.deepEqual(
        [end?.state, end?.acceptedAt, end?.said, end?.tries],
        ['accepted', T0 + 4, '250 ok', 1],
      );
      assert.deepEqual(await other.open(), []);
    });

    it('stay with whoever took them until his time is over', async () => {
      const [one, other] = [store.alerts('one'), store.alerts('other')];
      assert.equal(await one.take(await raised(), T0, CLAIM_MS), 'kept');
      const [taken] = await other.open();
      assert.ok(taken !== undefined);
      assert.equal(await other.take(taken, T0, CLAIM_MS), 'lost');
      await other.answered(taken, { state: 'accepted', at: T0, nextTryAt: T0, said: 'not mine' });
      assert.equal((await one.open()).length, 1);
    });

    it('count what did not arrive, and forget what is old', async () => {
      const notice = await raised();
      const book = store.alerts('one');
      assert.equal(await book.undelivered(T0 - 1, T0), 0);
      assert.equal(await book.undelivered(T0 - 1, T0 + 1), 1, 'it waits for too long');
      await book.forget(T0 + 1);
      assert.equal((await book.log(5)).length, 1, 'what is open is not forgotten');
      await book.take(notice, T0, CLAIM_MS);
      await book.answered(notice, { state: 'refused', at: T0, nextTryAt: T0, said: '550' });
      assert.equal(await book.undelivered(T0, T0), 1);
      assert.equal(await book.undelivered(T0 + 1, T0), 0);
      await book.forget(T0 + 1);
      assert.deepEqual(await book.log(5), []);
    });

    it('see who waits, and how many came', async () => {
      const enters = (call: string, visit: string, queue: string) => ({
        ...{ kind: 'call-event' as const, call, at: T0 + 7, event: 'queue-entered' as const },
        detail: { queue, visit },
      });
      const records = recordsOf(
        1,
        [anArrival(), enters('call-1', 'visit-1', 'sales')],
        [
          anArrival({ call: 'call-2', leg: 'leg-2', at: T0 + 1, dialled: '700' }),
          enters('call-2', 'v2', 'sales'),
        ],
        [anArrival({ call: 'call-3', leg: 'leg-3', at: T0 + 2 }), enters('call-3', 'v3', 'звонки')],
        [{ kind: 'visit-ended', ...aVisit({ visit: 'v2', call: 'call-2' }) }],
        [enters('call-2', 'v2b', 'support')],
        [{ kind: 'call-ended', ...aCall({ call: 'call-3', arrivedAt: T0 + 2 }) }],
      );
      await store.recorder.record(0, records);
      const waiting = await store.reader.waiting();
      assert.deepEqual(waiting.map(({ call, queue, enteredAt }) => [call, queue, enteredAt]).sort(), [
        ['call-1', 'sales', T0 + 7],
        ['call-2', 'support', T0 + 7],
      ]);
      const arrivals = await store.reader.arrivals({ from: T0, to: T0 + 3 });
      assert.deepEqual([...arrivals].sort(), [
        ['+35920000001', 2],
        ['700', 1],
      ]);
      assert.deepEqual([...(await store.reader.arrivals({ from: T0 + 1, to: T0 + 2 }))], [['700', 1]]);
      assert.equal(await store.reader.firstPlanAt(), null);
    });
  });
}
