import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/**
 * Runs the work as one transaction on SQLite's one connection; what runs on it meanwhile runs inside. TypeORM's own
 * `transaction` counts how deep it is, and loses count when a full disk ends a transaction by itself: after that it
 * opens only savepoints inside a transaction that nobody ends, and what it calls stored is gone with the process.
 */
export async function inSqliteTransaction<Result>(
  runner: QueryRunner,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await runner.query('BEGIN IMMEDIATE');
    const result = await work();
    await runner.query('COMMIT');
    return result;
  } catch (error) {
    // It fails where SQLite has rolled back already: then this is what was wanted.
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Runs the work as one transaction on any database. On SQLite nothing else may write meanwhile. */
export function inTransaction<Result>(
  source: DataSource,
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  if (source.options.type !== 'better-sqlite3') return source.transaction(work);
  const runner = source.createQueryRunner();
  return inSqliteTransaction(runner, () => work(runner.manager));
}
