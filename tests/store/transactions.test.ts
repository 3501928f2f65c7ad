import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import mysql from 'mysql2/promise';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import {
  ask,
  freshDatabase,
  scratchFolder,
  startServers,
  type ServerName,
  type Servers,
} from './databases.js';
import { aCall, aGap, aPlan, recordsOf, silentLog, T0 } from './sample-facts.js';
import { until } from './waiting.js';

const DAY = { from: T0 - 3_600_000, to: T0 + 3_600_000 };
/** Plain letters: MySQL cannot list the processes while one writes an emoji. */
const CALL = aCall({ fromName: 'Anna' });
const BATCH = recordsOf(1, [aPlan(), { kind: 'call-ended', ...CALL }, aGap()]);

describe('a batch is stored whole or not at all', () => {
  let servers: Servers;
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  before(async () => {
    servers = await startServers('transactions', 'mariadb', 'mysql');
    scratch = await scratchFolder();
  });
  after(async () => {
    await servers.stop();
    await scratch.remove();
  });

  for (const server of ['mariadb', 'mysql'] as const) {
    it(`when the connection is killed in the middle, on ${server}`, async () => {
      const url = await freshDatabase(servers.url(server));
      const store = await openStore({ url, log: silentLog });
      await store.migrate();
      const lock = await mysql.createConnection(url);
      // The gaps come last: everything before them is written when the batch meets this lock.
      await lock.query('LOCK TABLES gaps WRITE');
      const recording = store.recorder.record(0, BATCH);
      const rejected = assert.rejects(recording);
      await killWaiting(servers.url(server), new URL(url).pathname.slice(1));
      await rejected;
      await lock.end();
      assert.equal(await store.recorder.position(), 0);
      assert.deepEqual(await store.reader.calls(DAY), []);
      assert.equal(await store.reader.newestPlan(), null);
      await store.recorder.record(0, BATCH);
      assert.deepEqual(await store.reader.calls(DAY), [CALL]);
      await store.close();
    });
  }

  it('when the process is killed in the middle, on SQLite', async () => {
    const sqliteFile = join(scratch.path, 'killed.sqlite');
    const store = await openStore({ sqliteFile, log: silentLog });
    await store.migrate();
    await store.close();
    const writer = spawn(
      process.execPath,
      ['--import', 'tsx', 'tests/store/writing-process.ts', sqliteFile],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    // The write-ahead log grows past what the migrations left once the transaction spills to disk.
    await until(async () => (await sizeOf(`${sqliteFile}-wal`)) > 4_000_000, 60_000);
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    const again = await openStore({ sqliteFile, log: silentLog });
    assert.equal(await again.recorder.position(), 0);
    assert.deepEqual(await again.reader.offers(DAY), []);
    await again.recorder.record(0, BATCH);
    assert.deepEqual(await again.reader.calls(DAY), [CALL]);
    await again.close();
  });

  it('when the disk is full, on SQLite, and goes on when there is room', async () => {
    const folder = join(scratch.path, 'small-disk');
    await mkdir(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    try {
      const store = await openStore({ sqliteFile: join(folder, 'facts.sqlite'), log: silentLog });
      await store.migrate();
      await writeFile(join(folder, 'filler'), Buffer.alloc(1_200_000));
      const large = recordsOf(1, [aPlan({ plan: 'x'.repeat(1_500_000) }), { kind: 'call-ended', ...CALL }]);
      await assert.rejects(store.recorder.record(0, large), /disk below the database .* is full/);
      assert.equal(await store.recorder.position(), 0);
      await rm(join(folder, 'filler'));
      await store.recorder.record(0, BATCH);
      assert.deepEqual(await store.reader.calls(DAY), [CALL]);
      await store.close();
    } finally {
      execFileSync('umount', ['--lazy', folder]);
    }
  });

  const places: readonly [string, () => Promise<StoreAddress>][] = [
    ['SQLite', () => Promise.resolve({ sqliteFile: join(scratch.path, 'migrated.sqlite') })],
    ...(['mariadb', 'mysql'] satisfies ServerName[]).map((server): [string, () => Promise<StoreAddress>] => [
      server,
      async () => ({ url: await freshDatabase(servers.url(server)) }),
    ]),
  ];
  for (const [name, fresh] of places) {
    it(`so are the tables: two processes that migrate at once do it once, on ${name}`, async () => {
      const address = await fresh();
      const words = 'url' in address ? ['url', address.url] : ['file', address.sqliteFile];
      const exits = [1, 2].map(async () => {
        const child = spawn(
          process.execPath,
          ['--import', 'tsx', 'tests/store/migrating-process.ts', ...words],
          {
            stdio: ['ignore', 'inherit', 'inherit'],
          },
        );
        const [code] = (await once(child, 'exit')) as [number | null];
        return code;
      });
      assert.deepEqual(await Promise.all(exits), [0, 0]);
      const store = await openStore({ ...address, log: silentLog });
      await store.migrate();
      assert.equal(await store.recorder.position(), 0);
      await store.recorder.record(0, BATCH);
      assert.deepEqual(await store.reader.calls(DAY), [CALL]);
      await store.close();
      if ('url' in address) {
        const rows = await ask(address.url, 'SELECT name FROM schema_migrations');
        assert.equal(new Set(rows.map((row) => row['name'])).size, rows.length);
      }
    });
  }
});

/** Waits until a connection to this database waits for the table lock, then kills it. */
async function killWaiting(serverUrl: string, database: string): Promise<void> {
  let waiting: unknown;
  await until(async () => {
    const rows = await ask(
      serverUrl,
      "SELECT id FROM information_schema.processlist WHERE db = ? AND state LIKE 'Waiting for table%'",
      [database],
    );
    waiting = rows[0]?.['id'] ?? rows[0]?.['ID'];
    return waiting !== undefined;
  }, 20_000);
  await ask(serverUrl, `KILL ${String(waiting)}`);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
