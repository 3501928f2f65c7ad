import { createReadStream } from 'node:fs';
import { access, copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import libsql from 'libsql';
import { runClient } from './client-program.js';
import { MIGRATIONS_TABLE, mysqlSource } from './data-source.js';
import { type MysqlTarget, parseDatabaseUrl } from './database-url.js';
import { ENTITIES } from './entities/all.js';
import { MIGRATIONS } from './migrations/all.js';
import type { StoreAddress } from './open-store.js';
import { explained, StoreError } from './store-error.js';

export type DatabaseKind = 'sqlite' | 'mariadb' | 'mysql';

/** A copy of a database as it was at one moment. */
export interface DatabaseCopy {
  readonly kind: DatabaseKind;
  readonly file: string;
  /** Record of the journal up to which its facts go. */
  readonly storedUpTo: number;
  readonly migrations: readonly string[];
}

const SQLITE_FILE = 'callplane.sqlite';
const DUMP_FILE = 'dump.sql';
const DUMP_WORDS = [
  '--single-transaction',
  '--no-tablespaces',
  '--hex-blob',
  '--default-character-set=utf8mb4',
];
const PROGRAMS = {
  mariadb: { dump: ['mariadb-dump', 'mysqldump'], load: ['mariadb', 'mysql'] },
  mysql: { dump: ['mysqldump'], load: ['mysql'] },
} as const;

/** Copies the database into a folder while it is in use; null: there is none yet. Throws a StoreError. */
export async function copyDatabase(address: StoreAddress, folder: string): Promise<DatabaseCopy | null> {
  await mkdir(folder, { recursive: true });
  if ('sqliteFile' in address) return copySqlite(address.sqliteFile, join(folder, SQLITE_FILE));
  const target = parseDatabaseUrl(address.url);
  const { kind, tables, migrations } = await look(target);
  if (!tables.includes('journal_position')) return null;
  const file = join(folder, DUMP_FILE);
  const words = kind === 'mysql' ? [...DUMP_WORDS, '--set-gtid-purged=OFF'] : DUMP_WORDS;
  await runClient(PROGRAMS[kind].dump, words, target, { path: file, direction: 'to' });
  return { kind, file: DUMP_FILE, storedUpTo: await positionInDump(file), migrations };
}

/**
 * Puts a copy where nothing is. With `aside` also where something is: Callplane's own tables are dropped, an SQLite file
 * is moved to a name that ends so. Throws a StoreError.
 */
export async function restoreDatabase(
  copy: DatabaseCopy,
  folder: string,
  address: StoreAddress,
  aside: string | null,
): Promise<void> {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const newer = copy.migrations.filter((name) => !known.has(name));
  if (newer.length > 0) throw newerCopy(newer);
  if ('sqliteFile' in address) return restoreSqlite(copy, join(folder, copy.file), address.sqliteFile, aside);
  const target = parseDatabaseUrl(address.url);
  const { kind, tables } = await look(target);
  if (copy.kind !== kind) throw otherKind(copy.kind, target.place);
  if (tables.length > 0 && aside === null) throw notEmpty(target.place, tables);
  if (tables.length > 0) await dropOurs(target);
  await runClient(PROGRAMS[kind].load, ['--default-character-set=utf8mb4'], target, {
    path: join(folder, copy.file),
    direction: 'from',
  });
}

/** SQLite writes a copy that is whole and of one moment, whatever is written meanwhile. */
async function copySqlite(source: string, target: string): Promise<DatabaseCopy | null> {
  if (!(await isThere(source))) return null;
  try {
    const database = new libsql(source, { timeout: 10_000 });
    try {
      database.prepare('VACUUM INTO ?').run(target);
    } finally {
      database.close();
    }
    return { kind: 'sqlite', file: SQLITE_FILE, ...sqliteFacts(target) };
  } catch (error) {
    throw explained(error, source);
  }
}

/** Read from the copy, so that it is its own moment. */
function sqliteFacts(file: string): Pick<DatabaseCopy, 'storedUpTo' | 'migrations'> {
  const database = new libsql(file);
  try {
    const [position] = database.prepare('SELECT sequence FROM journal_position').all() as {
      sequence: number;
    }[];
    const ran = database.prepare(`SELECT name FROM ${MIGRATIONS_TABLE} ORDER BY id`).all() as {
      name: string;
    }[];
    return { storedUpTo: position?.sequence ?? 0, migrations: ran.map(({ name }) => name) };
  } finally {
    database.close();
  }
}

/** What is there is moved aside with its side files: they belong to it, not to what comes. */
async function restoreSqlite(
  copy: DatabaseCopy,
  source: string,
  target: string,
  aside: string | null,
): Promise<void> {
  if (copy.kind !== 'sqlite') throw otherKind(copy.kind, target);
  if ((await isThere(target)) && aside === null) throw notEmpty(target, []);
  for (const suffix of ['', '-wal', '-shm']) {
    if (await isThere(target + suffix))
      await rename(target + suffix, `${target}.${aside ?? 'before-restore'}${suffix}`);
  }
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}

interface Seen {
  readonly kind: 'mariadb' | 'mysql';
  readonly tables: readonly string[];
  readonly migrations: readonly string[];
}

async function look(target: MysqlTarget): Promise<Seen> {
  const source = mysqlSource(target);
  try {
    await source.initialize();
    const ask = async (sql: string): Promise<readonly string[]> => {
      const rows: Record<string, unknown>[] = await source.query(sql);
      return rows.map((row) => String(Object.values(row)[0]));
    };
    const [version = ''] = await ask('SELECT VERSION()');
    const tables = await ask('SHOW TABLES');
    const hasMigrations = tables.includes(MIGRATIONS_TABLE);
    const migrations = hasMigrations ? await ask(`SELECT name FROM ${MIGRATIONS_TABLE} ORDER BY id`) : [];
    return { kind: /mariadb/i.test(version) ? 'mariadb' : 'mysql', tables, migrations };
  } catch (error) {
    throw explained(error, target.place);
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

async function dropOurs(target: MysqlTarget): Promise<void> {
  const source = mysqlSource(target);
  try {
    await source.initialize();
    const names = [...ENTITIES.map(({ options }) => options.tableName ?? options.name), MIGRATIONS_TABLE];
    for (const name of names) await source.query(`DROP TABLE IF EXISTS \`${name}\``);
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

/** The one row of journal_position, as the dump writes it. */
async function positionInDump(file: string): Promise<number> {
  const row = /^INSERT INTO `journal_position`(?: \([^)]*\))? VALUES\s*(?:\(1,(\d+)\))?/;
  let isNext = false;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const found: RegExpExecArray | null = isNext ? /^\(1,(\d+)\)/.exec(line) : row.exec(line);
    if (found?.[1] !== undefined) return Number(found[1]);
    isNext = found !== null;
  }
  throw new StoreError(
    'unsuitable',
    `The dump ${file} holds no journal position; the dump program said nothing of it.`,
  );
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function newerCopy(names: readonly string[]): StoreError {
  return new StoreError(
    'schema-newer',
    `The backup was made by a newer version of this program (${names.join(', ')}). Install that version, then restore.`,
  );
}

function otherKind(kind: DatabaseKind, place: string): StoreError {
  const wanted =
    kind === 'sqlite' ? 'leave DATABASE_URL out' : 'set DATABASE_URL to an empty database of that kind';
  return new StoreError(
    'unsuitable',
    `The backup is of ${kind} and ${place} is another kind of database: ${wanted}.`,
  );
}

function notEmpty(place: string, tables: readonly string[]): StoreError {
  const found = tables.length === 0 ? 'is there already' : `has ${tables.length} tables already`;
  return new StoreError(
    'unsuitable',
    `${place} ${found}; nothing was changed. Name an empty place, or say --replace if what is there may go.`,
  );
}
