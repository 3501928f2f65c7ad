import { type Check, failed, type Finding, passed } from '../ports/diagnosis.js';
import { parseDatabaseUrl } from './database-url.js';
import { examineClock } from './examine-clock.js';
import { examineMigrations } from './examine-migrations.js';
import { examineRights } from './examine-rights.js';
import { sqliteChecks } from './examine-sqlite.js';
import { examineTimeZone } from './examine-time-zone.js';
import { examineVersion } from './examine-version.js';
import { mysqlSource } from './data-source.js';
import type { StoreAddress } from './open-store.js';
import { explained, StoreError } from './store-error.js';

/** Asks a database; rows as objects. */
export type Query = (
  sql: string,
  values?: readonly unknown[],
) => Promise<readonly Readonly<Record<string, string | number | null>>[]>;

/**
 * Everything about the database: it is only read. MySQL and MariaDB are connected to once for all of it; when that fails,
 * the first line says why, and the others are left out.
 */
export async function databaseChecks(address: StoreAddress, now: () => number): Promise<readonly Check[]> {
  if ('sqliteFile' in address) return sqliteChecks(address.sqliteFile);
  try {
    return await mysqlChecks(address.url, now);
  } catch (error) {
    return [check('reachable', () => unreachable(error))];
  }
}

async function mysqlChecks(url: string, now: () => number): Promise<readonly Check[]> {
  const target = parseDatabaseUrl(url);
  const source = mysqlSource(target);
  const query: Query = (sql, values = []) => source.query(sql, [...values]);
  try {
    await source.initialize();
    const looks: readonly (readonly [string, () => Promise<readonly Finding[]>])[] = [
      ['reachable', () => Promise.resolve(passed(`${target.place} answers`))],
      ['version', () => examineVersion(query)],
      ['rights', () => examineRights(query, target.database)],
      ['migrations', () => examineMigrations(query, source.migrations, target.place)],
      ['time zone', () => examineTimeZone(query)],
      ['clock', () => examineClock(query, now)],
    ];
    return await Promise.all(looks.map(([name, look]) => lookedAt(name, look)));
  } catch (error) {
    throw explained(error, target.place);
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

/** The connection is closed at the end, so it is looked at now and told when it is asked for. */
async function lookedAt(name: string, look: Check['look']): Promise<Check> {
  return look().then(
    (findings) => check(name, () => Promise.resolve(findings)),
    (error: unknown) =>
      check(name, () => Promise.reject(error instanceof Error ? error : new Error(String(error)))),
  );
}

function unreachable(error: unknown): Promise<readonly Finding[]> {
  if (!(error instanceof StoreError))
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  return Promise.resolve(
    failed(
      error.message,
      'calls are handled meanwhile and facts wait in the journal; the rest of the database is looked at when it answers',
    ),
  );
}

function check(name: string, look: Check['look']): Check {
  return { area: 'database', name, look };
}
