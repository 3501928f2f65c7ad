import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { FactReader, Period } from '../../src/ports/facts.js';
import { documentOf, NOTHING_ASKED } from '../../src/reports/run-report.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { StoreError, type StoreTrouble } from '../../src/store/store-error.js';
import { breakableWire } from './breakable-wire.js';
import { ask, freshDatabase, scratchFolder, startServers, type Servers } from './databases.js';
import { aCall, recordsOf, silentLog, T0 } from './sample-facts.js';

const SECRET = 'pa:ss@w0rd/%';

describe('a store that cannot be used says what to do', () => {
  let servers: Servers;
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  before(async () => {
    servers = await startServers('troubles', 'mariadb', 'mysql');
    scratch = await scratchFolder();
  });
  after(async () => {
    await servers.stop();
    await scratch.remove();
  });

  for (const server of ['mariadb', 'mysql'] as const) {
    it(`${server}: wrong password`, async () => {
      const url = changed(servers.url(server), { password: encodeURIComponent(SECRET) });
      await fails({ url }, 'access-denied', /refuses the user or the password\..*%40/);
    });

    it(`${server}: unknown database`, async () => {
      const url = changed(servers.url(server), { pathname: '/nowhere' });
      await fails({ url }, 'unknown-database', /no database of that name.*CREATE DATABASE/);
    });

    it(`${server}: a user without rights to the database`, async () => {
      await ask(
        servers.url(server),
        `CREATE USER IF NOT EXISTS 'bare'@'127.0.0.1' IDENTIFIED BY '${SECRET}'`,
      );
      const url = changed(servers.url(server), { username: 'bare', password: encodeURIComponent(SECRET) });
      await fails({ url }, 'unknown-database', /the user has no right to it.*GRANT ALL/);
    });

    it(`${server}: tables of a newer version`, async () => {
      const url = await migrated(server);
      await ask(
        url,
        "INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'Newer9999999999999')",
      );
      await fails({ url }, 'schema-newer', /newer version of this program \(it ran Newer9999999999999\)/);
    });

    it(`${server}: tables of a newer version that only adds are worked with`, async () => {
      const url = await migrated(server);
      await ask(
        url,
        "INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'AddsMood9999999999999')",
      );
      await ask(url, 'ALTER TABLE stored_calls ADD COLUMN mood VARCHAR(20) NULL');
      await ask(url, 'CREATE TABLE moods (mood VARCHAR(20) NOT NULL PRIMARY KEY)');
      const store = await openStore({ url, log: silentLog });
      await store.migrate();
      await store.recorder.record(0, recordsOf(1, [{ kind: 'call-ended', ...aCall() }]));
      assert.equal((await store.reader.calls({ from: 0, to: Number.MAX_SAFE_INTEGER })).length, 1);
      await store.close();
    });

    it(`${server}: no tables yet`, async () => {
      const store = await openStore({ url: await freshDatabase(servers.url(server)), log: silentLog });
      await assert.rejects(
        store.recorder.position(),
        hasTrouble('schema-missing', /run the migrations first/),
      );
      await store.close();
    });

    it(`${server}: the database goes away in the middle of a report, which says so, and can be made afterwards`, async () => {
      const url = new URL(await migrated(server));
      const wire = await breakableWire(Number(url.port));
      url.port = String(wire.port);
      const store = await openStore({ url: url.href, log: silentLog });
      await store.recorder.record(0, recordsOf(1, [{ kind: 'call-ended', ...aCall() }]));
      const asked = {
        ...NOTHING_ASKED,
        what: { name: 'summary' },
        from: '2026-03-02',
        language: 'en',
      } as const;
      const when = { zone: 'UTC', now: T0 + 86_400_000 };
      const breaking = (reader: FactReader): FactReader =>
        new Proxy(reader, {
          get: (target, name) =>
            name === 'visits'
              ? async (period: Period) => {
                  await wire.cut();
                  return target.visits(period);
                }
              : (Reflect.get(target, name, target) as unknown),
        });
      await assert.rejects(
        store.atOneMoment((reader) => documentOf(breaking(reader), asked, when)),
        (error) => error instanceof StoreError && /No database answers|lost|closed/i.test(error.message),
      );
      await wire.mend();
      const made = await store.atOneMoment((reader) => documentOf(reader, asked, when));
      assert.ok(made.tables.length > 1);
      await store.close();
      await wire.close();
    });

    it(`${server}: the connection that was lost is made again by itself`, async () => {
      const url = await migrated(server);
      const store = await openStore({ url, log: silentLog });
      await store.ping();
      const ids = await ask(url, 'SELECT id FROM information_schema.processlist WHERE db = DATABASE()');
      for (const row of ids) {
        await ask(url, `KILL ${String(row['id'] ?? row['ID'])}`).catch(() => 'it was our own, gone already');
      }
      await store.ping().catch(() => 'the first notices');
      await store.ping();
      assert.equal(await store.recorder.position(), 0);
      await store.close();
    });
  }

  it('nobody listens', async () => {
    const url = `mysql://user:${encodeURIComponent(SECRET)}@127.0.0.1:${await closedPort()}/callplane`;
    await fails(
      { url },
      'cannot-connect',
      /No database answers at mysql:\/\/user@127\.0\.0\.1:\d+\/callplane\./,
    );
  });

  it('no such host', async () => {
    const url = `mysql://user:${encodeURIComponent(SECRET)}@no-such-host.invalid/callplane`;
    await fails(
      { url },
      'cannot-connect',
      /No database answers at mysql:\/\/user@no-such-host\.invalid:3306/,
    );
  });

  const addresses: readonly (readonly [string, RegExp])[] = [
    [`postgres://user:${encodeURIComponent(SECRET)}@host/db`, /begins with "postgres:\/\/"/],
    [`mysql://user:${encodeURIComponent(SECRET)}@host`, /names no database/],
    [`mysql://:${encodeURIComponent(SECRET)}@host/db`, /names no user/],
    [`mysql://user:100%@host/db`, /%25/],
    [`mysql://user:x@host/db?ssl=1`, /behind the database name/],
    ['not a url', /not a URL/],
  ];
  for (const [url, expected] of addresses) {
    it(`the address ${JSON.stringify(url.replaceAll(encodeURIComponent(SECRET), '***'))}`, async () => {
      await fails({ url }, 'bad-address', expected);
    });
  }

  it('SQLite: a folder that cannot be made', async () => {
    const file = join(scratch.path, 'a-file');
    await writeFile(file, '');
    await fails(
      { sqliteFile: join(file, 'x.sqlite') },
      'cannot-connect',
      /folder must exist and be writable/,
    );
  });

  it('SQLite: a folder in the place of the file', async () => {
    const folder = join(scratch.path, 'folder.sqlite');
    await mkdir(folder);
    await fails({ sqliteFile: folder }, 'cannot-connect', /cannot be opened/);
  });

  it('SQLite: a file that is something else', async () => {
    const file = join(scratch.path, 'letter.sqlite');
    await writeFile(file, 'Dear reader, '.repeat(1000));
    await fails({ sqliteFile: file }, 'unsuitable', /is not an SQLite database/);
  });

  it('SQLite: tables of a newer version', async () => {
    const sqliteFile = join(scratch.path, 'newer.sqlite');
    const store = await openStore({ sqliteFile, log: silentLog });
    await store.migrate();
    await store.close();
    await newerSqlite(sqliteFile);
    await fails({ sqliteFile }, 'schema-newer', /Start that version/);
  });

  it('SQLite: no tables yet', async () => {
    const store = await openStore({ sqliteFile: join(scratch.path, 'empty.sqlite'), log: silentLog });
    await assert.rejects(
      store.recorder.record(0, recordsOf(1, [])),
      hasTrouble('schema-missing', /migrations/),
    );
    await store.close();
  });

  async function migrated(server: 'mariadb' | 'mysql'): Promise<string> {
    const url = await freshDatabase(servers.url(server));
    const store = await openStore({ url, log: silentLog });
    await store.migrate();
    await store.close();
    return url;
  }
});

async function fails(address: StoreAddress, trouble: StoreTrouble, message: RegExp): Promise<void> {
  await assert.rejects(openStore({ ...address, log: silentLog }), hasTrouble(trouble, message));
}

function hasTrouble(trouble: StoreTrouble, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof StoreError, inspect(error));
    assert.equal(error.trouble, trouble);
    assert.match(error.message, message);
    const everything = inspect(error, { depth: 10, showHidden: true });
    assert.ok(!everything.includes(SECRET) && !everything.includes(encodeURIComponent(SECRET)));
    return true;
  };
}

function changed(url: string, parts: { username?: string; password?: string; pathname?: string }): string {
  return Object.assign(new URL(url), parts).href;
}

/** A port of which one may be sure that nobody listens: it was just given back. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 1;
}

async function newerSqlite(file: string): Promise<void> {
  const { default: Database } = await import('libsql');
  const database = new Database(file);
  database.exec(
    "INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'Newer9999999999999')",
  );
  database.close();
  await chmod(file, 0o600);
}
