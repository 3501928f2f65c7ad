import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/store/open-store.js';
import { ask, freshDatabase, startServers, type ServerName, type Servers } from './databases.js';
import { silentLog } from './sample-facts.js';

let servers: Servers;
before(async () => {
  servers = await startServers('read-only', 'mariadb', 'mysql');
});
after(() => servers.stop());

/** The statements of the engineer's guide, for another database. */
async function statements(database: string): Promise<string[]> {
  const text = await readFile('docs/engineer.md', 'utf8');
  const [, sql = ''] =
    /## Other people's tools[^`]*?```sql\n([^`]*)```/s.exec(text.replace(/`[^`\n]+`/g, '')) ?? [];
  return sql
    .split(';\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replaceAll('ON callplane.', `ON ${database}.`));
}

for (const server of ['mariadb', 'mysql'] satisfies ServerName[]) {
  test(`the account of the engineer's guide reads every view on ${server}, and nothing else`, async () => {
    const url = await freshDatabase(servers.url(server));
    const database = new URL(url).pathname.slice(1);
    const store = await openStore({ url, log: silentLog });
    await store.migrate();
    await store.close();
    const given = await statements(database);
    for (const statement of given) await ask(url, statement);
    const reader = new URL(url);
    reader.username = 'callplane_read';
    reader.password = encodeURIComponent('a password of your own');
    const views = await ask(
      url,
      'SELECT table_name AS name FROM information_schema.views WHERE table_schema = DATABASE()',
    );
    assert.equal(views.length, given.length - 1);
    for (const { name } of views)
      assert.ok(Array.isArray(await ask(reader.href, `SELECT * FROM ${String(name)}`)));
    await assert.rejects(ask(reader.href, 'SELECT * FROM stored_calls'), /denied/);
    await assert.rejects(ask(reader.href, 'DELETE FROM calls'), /denied/);
  });
}
