import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LeaseBook } from '../../src/ports/standby.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { until } from '../system/support/until.js';
import { freshDatabase, startServers, type Servers } from './databases.js';
import { silentLog } from './sample-facts.js';

const LEASE_MS = 600;

let servers: Servers;
before(async () => {
  servers = await startServers('lease', 'mariadb', 'mysql');
});
after(() => servers.stop());

for (const server of ['mariadb', 'mysql'] as const) {
  describe(`the lease on ${server}`, () => {
    const stores: Store[] = [];
    after(() => Promise.all(stores.map((store) => store.close())));

    /** Two installations on one new database. */
    async function two(): Promise<readonly [LeaseBook, LeaseBook]> {
      const url = await freshDatabase(servers.url(server));
      const opened = [
        await openStore({ url, log: silentLog }),
        await openStore({ url, log: silentLog }),
      ] as const;
      stores.push(...opened);
      await opened[0].migrate();
      const [one, other] = [opened[0].lease, opened[1].lease];
      if (one === null || other === null) throw new Error('there is no lease');
      return [one, other];
    }

    const take = (book: LeaseBook, holder: string, term: number) =>
      book.carryOut({ wish: 'take', holder, term }, LEASE_MS);

    it('is over when it was never taken, and is taken by one of two that try at once', async () => {
      const [one, other] = await two();
      assert.deepEqual(await one.carryOut({ wish: 'watch' }, LEASE_MS), {
        holder: '',
        term: 0,
        sequence: 0,
        isOver: true,
      });
      const rows = await Promise.all([take(one, 'a', 0), take(other, 'b', 0)]);
      const last = await one.carryOut({ wish: 'watch' }, LEASE_MS);
      assert.equal(last.term, 1);
      assert.ok(rows.some(({ holder }) => holder === last.holder));
    });

    it('is not taken before its time is over by the database’s clock; a holder holds it on', async () => {
      const [one, other] = await two();
      await take(one, 'a', 0);
      assert.equal((await take(other, 'b', 1)).holder, 'a');
      await one.carryOut({ wish: 'hold', holder: 'a', term: 1, sequence: 77 }, LEASE_MS);
      assert.deepEqual(await other.carryOut({ wish: 'watch' }, LEASE_MS), {
        holder: 'a',
        term: 1,
        sequence: 77,
        isOver: false,
      });
      await until(
        'the lease to be over',
        async () => (await other.carryOut({ wish: 'watch' }, LEASE_MS)).isOver,
      );
      const taken = await take(other, 'b', 1);
      assert.deepEqual([taken.holder, taken.term, taken.sequence, taken.isOver], ['b', 2, 77, false]);
    });

    it('of a holder who was late is not held, given back or taken again under the old term', async () => {
      const [one, other] = await two();
      await take(one, 'a', 0);
      await one.carryOut({ wish: 'give-up', holder: 'a', term: 1 }, LEASE_MS);
      await take(other, 'b', 1);
      await one.carryOut({ wish: 'hold', holder: 'a', term: 1, sequence: 1 }, LEASE_MS);
      await one.carryOut({ wish: 'give-up', holder: 'a', term: 1 }, LEASE_MS);
      const row = await take(one, 'a', 1);
      assert.deepEqual([row.holder, row.term, row.isOver], ['b', 2, false]);
    });
  });
}
