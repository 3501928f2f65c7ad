import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/store/open-store.js';
import { databaseChecks } from '../../src/store/examine.js';
import { examineVersion } from '../../src/store/examine-version.js';
import { KeptLog } from '../journal/journal-scene.js';
import { ask, freshDatabase, startServers, type ServerName, type Servers } from '../store/databases.js';
import { freePort } from '../support/callplane/free-port.js';
import { linesOf, scratchFolder } from './scene.js';

let servers: Servers;
before(async () => {
  servers = await startServers('doctor', 'mariadb', 'mysql');
});
after(() => servers.stop());

const now = (): number => Date.now();

async function about(url: string, clock = now): Promise<readonly string[]> {
  return linesOf(await databaseChecks({ url }, clock));
}

async function migrate(url: string): Promise<void> {
  const store = await openStore({ url, log: new KeptLog() });
  await store.migrate();
  await store.close();
}

const KINDS: readonly (readonly [ServerName, RegExp])[] = [
  ['mariadb', /MariaDB \d+/],
  ['mysql', /MySQL \d+/],
];
for (const [server, version] of KINDS) {
  test(`${server}: all is well, before and after the tables are made`, async () => {
    const url = await freshDatabase(servers.url(server));
    const empty = await about(url);
    assert.deepEqual(
      empty.map((line) => line.split(':')[0]),
      [
        ...['passed reachable', 'passed version', 'passed rights', 'passed migrations'],
        ...[empty[4]?.split(':')[0], 'passed clock'],
      ],
      empty.join('\n'),
    );
    assert.match(empty[1] ?? '', version);
    assert.match(empty[3] ?? '', /is empty: the tables are made at the start/);
    assert.deepEqual(await ask(url, 'SHOW TABLES'), [], 'looking has made tables');
    await migrate(url);
    assert.match((await about(url))[3] ?? '', /^passed migrations: all \d+ migrations have run/);
    assert.ok(!empty.join().includes(new URL(url).password));
  });

  test(`${server}: rights that are missing are named, with the GRANT that gives them`, async () => {
    const url = new URL(await freshDatabase(servers.url(server)));
    const database = url.pathname.slice(1);
    const name = `u${database.slice(-8)}`;
    await ask(servers.url(server), `CREATE USER '${name}'@'127.0.0.1' IDENTIFIED BY 'geheim'`);
    await ask(
      servers.url(server),
      `GRANT SELECT, INSERT, UPDATE ON \`${database.replaceAll('_', '\\_')}\`.* TO '${name}'@'127.0.0.1'`,
    );
    url.username = name;
    url.password = 'geheim';
    const line = (await about(url.href))[2] ?? '';
    assert.match(line, /^failed rights: the user may not DELETE, CREATE, ALTER, DROP, INDEX, CREATE VIEW in/);
    assert.match(line, new RegExp(`-> .*GRANT DELETE, CREATE.* ON \`${database}\``));
    await ask(servers.url(server), `GRANT ALL ON \`${database}\`.* TO '${name}'@'127.0.0.1'`);
    assert.match((await about(url.href))[2] ?? '', /^passed rights/);
    url.password = 'wrong';
    const [refused = '', ...others] = await about(url.href);
    assert.match(refused, /^failed reachable: .*refuses the user or the password/);
    assert.deepEqual(others, []);
  });
}

test('a database that is older than what is tested is named, with what to install', async () => {
  const said = async (version: string): Promise<string> => {
    const [finding] = await examineVersion(() => Promise.resolve([{ version }]));
    return `${finding?.verdict}: ${finding?.found} -> ${finding?.mend}`;
  };
  assert.equal(
    await said('10.5.29-MariaDB-0+deb11u1'),
    'warned: MariaDB 10.5.29-MariaDB-0+deb11u1 is older than 10.6: it is not tested with Callplane -> install MariaDB 10.6 or later',
  );
  assert.equal(
    await said('5.7.44-log'),
    'warned: MySQL 5.7.44-log is older than 8.0: it is not tested with Callplane -> install MySQL 8.0 or later',
  );
  for (const good of ['10.6.0-MariaDB', '11.8.3-MariaDB-log', '8.0.46', '9.1.0'])
    assert.match(await said(good), /^passed: (MariaDB|MySQL) [0-9.]+.* -> null$/);
});

test('a database that is away, or whose address cannot be read', async () => {
  const [away = '', ...others] = await about(`mysql://callplane:pw@127.0.0.1:${await freePort()}/callplane`);
  assert.match(away, /^failed reachable: No database answers at .* -> calls are handled meanwhile/);
  assert.deepEqual(others, []);
  assert.match((await about('mysql://nobody'))[0] ?? '', /^failed reachable/);
});

test('migrations that are pending, and tables of a newer program', async () => {
  const url = await freshDatabase(servers.url('mariadb'));
  await migrate(url);
  await ask(url, "INSERT INTO schema_migrations (timestamp, name) VALUES (1, 'FromTheFuture1')");
  assert.match(
    (await about(url))[3] ?? '',
    /^failed migrations: .*newer version .*FromTheFuture1.* -> start that version/,
  );
  await ask(url, "UPDATE schema_migrations SET name = 'FromTheFuture1'");
  await ask(url, "DELETE FROM schema_migrations WHERE name <> 'FromTheFuture1'");
  await ask(url, 'DELETE FROM schema_migrations');
  assert.match((await about(url))[3] ?? '', /^passed migrations: .*is empty/);
});

test('the difference of the clocks, and zones by name', async () => {
  const url = await freshDatabase(servers.url('mariadb'));
  const behind = (await about(url, () => Date.now() + 5_000))[5] ?? '';
  assert.match(
    behind,
    /^warned clock: the database's clock is (4\d{3}|5\d{3}) ms behind ours -> .*time server/,
  );
  assert.match((await about(url, () => Date.now() - 3_600_000))[5] ?? '', /^failed clock: .*before ours/);
  assert.match(
    (await about(url))[4] ?? '',
    /^warned time zone: our session is in UTC .*knows no time zones by name.* -> mariadb-tzinfo/,
  );
});

test('an SQLite file: not there yet, in order, and something else', async (t) => {
  const folder = scratchFolder(t);
  const file = join(folder, 'callplane.sqlite');
  const lines = async (): Promise<readonly string[]> =>
    linesOf(await databaseChecks({ sqliteFile: file }, now));
  assert.deepEqual(await lines(), [
    `passed reachable: ${file} is made at the start`,
    'passed rights: this user may read and write it',
    'passed migrations: the tables are made at the start',
  ]);
  const store = await openStore({ sqliteFile: file, log: new KeptLog() });
  await store.migrate();
  const used = await lines();
  assert.match(used[0] ?? '', /^passed reachable: .*SQLite 3/);
  assert.match(used[2] ?? '', /^passed migrations: all/);
  await store.close();
  const before = traces(folder);
  assert.match((await lines())[2] ?? '', /^passed migrations: all/);
  assert.deepEqual(traces(folder), before, 'looking has changed something');
  const letter = join(folder, 'letter.sqlite');
  writeFileSync(letter, 'this is a letter to my mother\n'.repeat(1000));
  const [wrong = ''] = await linesOf(await databaseChecks({ sqliteFile: letter }, now));
  assert.match(wrong, /^failed reachable: .*is not an SQLite database/);
});

function traces(folder: string): readonly string[] {
  return readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
}
