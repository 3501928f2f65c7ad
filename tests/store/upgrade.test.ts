import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DataSource } from 'typeorm';
import { mysqlSource, sqliteSource } from '../../src/store/data-source.js';
import { parseDatabaseUrl } from '../../src/store/database-url.js';
import { refuseNewerSchema } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations/all.js';
import type { StoreAddress } from '../../src/store/open-store.js';
import { StoreError } from '../../src/store/store-error.js';
import { freshDatabase, scratchFolder, startServers, type Servers } from './databases.js';

/** From this migration on every later one is tolerated by the programs before it (docs/upgrade.md). */
const RULE_FROM = 'Views1732000000006';
const FIRST = MIGRATIONS.findIndex((Migration) => new Migration().name === RULE_FROM) + 1;

let servers: Servers;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
before(async () => {
  servers = await startServers('upgrade', 'mariadb', 'mysql');
  scratch = await scratchFolder();
});
after(async () => {
  await servers.stop();
  await scratch.remove();
});

const PLACES: Readonly<Record<string, () => Promise<StoreAddress>>> = {
  SQLite: () =>
    Promise.resolve({ sqliteFile: join(scratch.path, `${randomBytes(6).toString('hex')}.sqlite`) }),
  MariaDB: async () => ({ url: await freshDatabase(servers.url('mariadb')) }),
  MySQL: async () => ({ url: await freshDatabase(servers.url('mysql')) }),
};

/** The database as a program knows it that has only the first migrations. */
function programOf(address: StoreAddress, migrations: number): DataSource {
  const source =
    'url' in address ? mysqlSource(parseDatabaseUrl(address.url)) : sqliteSource(address.sqliteFile);
  return new DataSource({ ...source.options, migrations: MIGRATIONS.slice(0, migrations) });
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly mayBeNull: boolean;
  readonly isKey: boolean;
}
interface Shape {
  readonly kind: 'table' | 'view';
  readonly columns: readonly Column[];
}
type Schema = ReadonlyMap<string, Shape>;

async function schemaOf(source: DataSource): Promise<Schema> {
  const isSqlite = source.options.type === 'better-sqlite3';
  const shapes = isSqlite
    ? await source.query<Record<string, unknown>[]>(
        "SELECT name, type AS kind FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
      )
    : await source.query<Record<string, unknown>[]>(
        'SELECT table_name AS name, table_type AS kind FROM information_schema.tables WHERE table_schema = DATABASE()',
      );
  const schema = new Map<string, Shape>();
  for (const { name, kind } of shapes) {
    const columns = isSqlite ? await sqliteColumns(source, name) : await mysqlColumns(source, name);
    schema.set(String(name), { kind: /view/i.test(String(kind)) ? 'view' : 'table', columns });
  }
  return schema;
}

async function sqliteColumns(source: DataSource, table: unknown): Promise<readonly Column[]> {
  const rows = await source.query<Record<string, unknown>[]>(`PRAGMA table_info(${String(table)})`);
  return rows.map((row) => ({
    name: String(row['name']),
    type: String(row['type']),
    mayBeNull: Number(row['notnull']) === 0,
    isKey: Number(row['pk']) > 0,
  }));
}

async function mysqlColumns(source: DataSource, table: unknown): Promise<readonly Column[]> {
  const rows = await source.query<Record<string, unknown>[]>(
    'SELECT column_name AS name, column_type AS type, is_nullable AS may_be_null, column_key AS part_of ' +
      'FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position',
    [table],
  );
  return rows.map((row) => ({
    name: String(row['name']),
    type: String(row['type']),
    mayBeNull: row['may_be_null'] === 'YES',
    isKey: row['part_of'] === 'PRI',
  }));
}

/** What a program needs that knows only `before`: every table and view is there as it was, and a row of it still fits. */
function assertOnlyAdds(before: Schema, after: Schema): void {
  for (const [name, shape] of before) {
    const now = after.get(name);
    assert.equal(now?.kind, shape.kind, `${name} is no ${shape.kind} any more`);
    if (shape.kind === 'view') {
      const names = now.columns.slice(0, shape.columns.length).map((column) => column.name);
      assert.deepEqual(
        names,
        shape.columns.map((column) => column.name),
        name,
      );
      continue;
    }
    for (const column of shape.columns)
      assert.deepEqual(
        now.columns.find((each) => each.name === column.name),
        column,
        `${name}.${column.name}`,
      );
    const known = new Set(shape.columns.map((column) => column.name));
    for (const column of now.columns)
      assert.ok(
        known.has(column.name) || column.mayBeNull,
        `${name}.${column.name} is new and must have a value`,
      );
  }
}

for (const [name, fresh] of Object.entries(PLACES)) {
  describe(`tables of a newer program on ${name}`, () => {
    let address: StoreAddress;
    const schemas: Schema[] = [];
    before(async () => {
      address = await fresh();
      for (let count = 1; count <= MIGRATIONS.length; count++) {
        const source = await programOf(address, count).initialize();
        await source.runMigrations({ transaction: 'none' });
        schemas.push(await schemaOf(source));
        await source.destroy();
      }
    });
    const newest = (): Schema => schemas.at(-1) ?? new Map<string, Shape>();

    it('are what every program since the rule holds can work with', () => {
      assert.ok(FIRST > 0 && FIRST < MIGRATIONS.length);
      for (const older of schemas.slice(FIRST - 1)) assertOnlyAdds(older, newest());
    });

    it('are not refused by such a program, and are by those before', async () => {
      for (let count = 1; count <= MIGRATIONS.length; count++) {
        const source = await programOf(address, count).initialize();
        const runner = source.createQueryRunner();
        const looked = refuseNewerSchema(runner, 'here');
        if (count >= FIRST) await looked;
        else
          await assert.rejects(
            looked,
            (error) => error instanceof StoreError && error.trouble === 'schema-newer',
          );
        await runner.release();
        await source.destroy();
      }
    });

    it('would not pass for those before: their tables have become views', () => {
      const before = schemas[FIRST - 2] ?? new Map<string, Shape>();
      assert.throws(() => assertOnlyAdds(before, newest()), /is no table any more/);
    });
  });
}
