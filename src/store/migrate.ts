import type { DataSource, QueryRunner } from 'typeorm';
import type { Log } from '../ports/log.js';
import { inSqliteTransaction } from './sqlite-transaction.js';
import { StoreError, type StorePlace } from './store-error.js';

const LOCK_NAME = 'callplane-migrations';
const LOCK_TIMEOUT_S = 60;

/**
 * Brings the tables to this version. Harmless when there is nothing to do, and when two processes do it at once:
 * the second waits for the first. Throws a StoreError when the tables belong to a newer version of this program.
 */
export async function migrateSource(source: DataSource, place: StorePlace, log: Log): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await (source.options.type === 'better-sqlite3'
      ? inSqliteTransaction(runner, () => migrateAlone(source, runner, place, log))
      : underMysqlLock(runner, place, () => migrateAlone(source, runner, place, log)));
  } finally {
    await runner.release();
  }
}

/** So begins the name of a migration after which an older program goes on: docs/upgrade.md says what it may add. */
const ONLY_ADDS = /^Adds[A-Z]/;

/**
 * Throws a StoreError when the database knows a migration that this program does not, unless that only adds: while two
 * installations are brought to a new version one after the other, the older one works with the newer tables.
 */
export async function refuseNewerSchema(runner: QueryRunner, place: StorePlace): Promise<void> {
  const table = runner.dataSource.options.migrationsTableName ?? 'migrations';
  if (!(await runner.hasTable(table))) return;
  const known = new Set(runner.dataSource.migrations.map((migration) => migration.name));
  const rows = (await runner.query(`SELECT name FROM ${table} ORDER BY id`)) as { name: string }[];
  const unknown = rows.map((row) => row.name).filter((name) => !known.has(name) && !ONLY_ADDS.test(name));
  if (unknown.length === 0) return;
  throw new StoreError(
    'schema-newer',
    `The tables at ${place} were made by a newer version of this program (it ran ${unknown.join(', ')}). ` +
      'Start that version, or name a database that this version made.',
  );
}

async function migrateAlone(
  source: DataSource,
  runner: QueryRunner,
  place: StorePlace,
  log: Log,
): Promise<void> {
  await refuseNewerSchema(runner, place);
  const done = await source.runMigrations({ transaction: 'none' });
  if (done.length > 0) {
    log.info('database migrated', { place, migrations: done.map((migration) => migration.name) });
  }
}

/** MySQL ends a transaction at every CREATE TABLE, so a lock by name keeps the others out. */
async function underMysqlLock(
  runner: QueryRunner,
  place: StorePlace,
  work: () => Promise<void>,
): Promise<void> {
  const rows = (await runner.query('SELECT GET_LOCK(?, ?) AS got', [LOCK_NAME, LOCK_TIMEOUT_S])) as {
    got: number | null;
  }[];
  if (Number(rows[0]?.got) !== 1) {
    throw new StoreError(
      'cannot-connect',
      `Another process has been changing the tables at ${place} for ${LOCK_TIMEOUT_S} s. Wait until it is done, ` +
        'then start again.',
    );
  }
  try {
    await work();
  } finally {
    await runner.query('SELECT RELEASE_LOCK(?)', [LOCK_NAME]);
  }
}
