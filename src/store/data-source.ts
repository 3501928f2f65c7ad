import libsql from 'libsql';
import mysql from 'mysql2';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { MysqlTarget } from './database-url.js';
import { ENTITIES } from './entities/all.js';
import { MIGRATIONS } from './migrations/all.js';

/** Where TypeORM keeps which migrations have run. */
export const MIGRATIONS_TABLE = 'schema_migrations';
const CONNECT_TIMEOUT_MS = 5_000;
const BUSY_TIMEOUT_MS = 10_000;
const POOL_SIZE = 4;

/** What both kinds of database are opened with: tables are made by migrations only. */
const SHARED = {
  entities: ENTITIES,
  migrations: MIGRATIONS,
  migrationsTableName: MIGRATIONS_TABLE,
  migrationsTransactionMode: 'none',
  synchronize: false,
  logging: false,
} as const;

/**
 * What every connection to MySQL or MariaDB is told, whatever the server's own settings: refuse what does not fit
 * (never shorten silently), let a backslash escape (the driver escapes with it), and keep to UTC.
 */
const SESSION =
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
  "time_zone = '+00:00', innodb_lock_wait_timeout = 20";

/** The level at which who clears numbers and who writes older facts wait for each other, also where a mark is not there yet. */
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ';

/** One connection to an SQLite file; readers do not stop the writer (WAL). */
export function sqliteSource(file: string): DataSource {
  return new DataSource({
    ...SHARED,
    type: 'better-sqlite3',
    driver: libsql,
    database: file,
    enableWAL: true,
    timeout: BUSY_TIMEOUT_MS,
  });
}

/** A pool of connections to MySQL or MariaDB. */
export function mysqlSource(target: MysqlTarget): DataSource {
  const options: DataSourceOptions = {
    ...SHARED,
    type: 'mysql',
    driver: { ...mysql, createPool: poolWithSession },
    host: target.host,
    port: target.port,
    username: target.user,
    password: target.password,
    database: target.database,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: CONNECT_TIMEOUT_MS,
    poolSize: POOL_SIZE,
    extra: { enableKeepAlive: true, keepAliveInitialDelay: CONNECT_TIMEOUT_MS },
  };
  return new DataSource(options);
}

function poolWithSession(options: mysql.PoolOptions): mysql.Pool {
  const pool = mysql.createPool(options);
  // Statements of one connection run in order, so these come before any of ours.
  pool.on('connection', (connection) => {
    connection.query(SESSION);
    connection.query(ISOLATION);
  });
  return pool;
}
