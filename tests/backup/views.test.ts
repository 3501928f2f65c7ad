import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { copyDatabase, restoreDatabase } from '../../src/store/copy-database.js';
import { mysqlSource } from '../../src/store/data-source.js';
import { parseDatabaseUrl } from '../../src/store/database-url.js';
import { openStore } from '../../src/store/open-store.js';
import { ask, freshDatabase, startServers, type ServerName, type Servers } from '../store/databases.js';
import { aCall, recordsOf, silentLog } from '../store/sample-facts.js';
import { clientPrograms } from './client-programs.js';

let servers: Servers;
const programs = clientPrograms();
const folder = mkdtempSync(join(tmpdir(), 'callplane-copies-'));
before(async () => {
  servers = await startServers('copies', 'mariadb', 'mysql');
});
after(async () => {
  await servers.stop();
  programs.remove();
  rmSync(folder, { recursive: true });
});

/** A database with one call, as this program leaves it. */
async function filled(server: ServerName): Promise<string> {
  const url = await freshDatabase(servers.url(server));
  const store = await openStore({ url, log: silentLog });
  await store.migrate();
  await store.recorder.record(0, recordsOf(1, [{ kind: 'call-ended', ...aCall() }]));
  await store.close();
  return url;
}

/** The same database as the program left it that had no views yet. */
async function withoutViews(url: string): Promise<void> {
  const source = mysqlSource(parseDatabaseUrl(url));
  await source.initialize();
  while (
    (await ask(url, 'SELECT name FROM schema_migrations')).some(({ name }) => /Views/.test(String(name)))
  )
    await source.undoLastMigration({ transaction: 'none' });
  await source.destroy();
}

async function kindOf(url: string, name: string): Promise<string> {
  const [row] = await ask(url, `SHOW FULL TABLES LIKE '${name}'`);
  return String(row?.['Table_type']);
}

for (const server of ['mariadb', 'mysql'] satisfies ServerName[]) {
  test(`${server}: a copy goes to another account, and its views belong to that one`, async () => {
    const url = await filled(server);
    const copies = join(folder, `${server}-new`);
    const copy = await copyDatabase({ url }, copies);
    assert.ok(copy);
    const empty = new URL(await freshDatabase(servers.url(server)));
    const name = `${server}_other`;
    await ask(servers.url(server), `CREATE USER ${name} IDENTIFIED BY 'another'`);
    await ask(servers.url(server), `GRANT ALL ON ${empty.pathname.slice(1)}.* TO ${name}`);
    empty.username = name;
    empty.password = 'another';
    await restoreDatabase(copy, copies, { url: empty.href }, null);
    assert.deepEqual(
      (await ask(empty.href, 'SELECT call_id FROM calls')).map(({ call_id }) => call_id),
      ['call-1'],
    );
    const definers = await ask(
      empty.href,
      'SELECT DISTINCT definer AS maker FROM information_schema.views WHERE table_schema = DATABASE()',
    );
    assert.deepEqual(
      definers.map(({ maker }) => maker),
      [`${name}@%`],
    );
  });

  test(`${server}: a copy from before there were views replaces what has them, and the other way round`, async () => {
    const [old, now] = [await filled(server), await filled(server)];
    await withoutViews(old);
    assert.equal(await kindOf(old, 'calls'), 'BASE TABLE');
    const [oldFolder, nowFolder] = [join(folder, `${server}-1`), join(folder, `${server}-2`)];
    const copyOfOld = await copyDatabase({ url: old }, oldFolder);
    const copyOfNow = await copyDatabase({ url: now }, nowFolder);
    assert.ok(copyOfOld && copyOfNow);

    await restoreDatabase(copyOfOld, oldFolder, { url: now }, 'aside');
    assert.equal(await kindOf(now, 'calls'), 'BASE TABLE');
    assert.equal(await kindOf(now, 'stored_calls'), 'undefined');
    const store = await openStore({ url: now, log: silentLog });
    await store.migrate();
    await store.close();
    assert.equal(await kindOf(now, 'calls'), 'VIEW');
    assert.equal((await ask(now, 'SELECT call_id FROM calls')).length, 1);

    await restoreDatabase(copyOfNow, nowFolder, { url: old }, 'aside');
    assert.equal(await kindOf(old, 'calls'), 'VIEW');
    assert.equal((await ask(old, 'SELECT call_id FROM calls')).length, 1);
  });
}
