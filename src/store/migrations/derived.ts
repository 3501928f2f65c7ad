import type { QueryRunner } from 'typeorm';

/** A column that the database derives from others of its row, with an index that begins with it. */
export interface DerivedColumn {
  readonly table: string;
  readonly column: string;
  /** In the words of this database. */
  readonly type: string;
  /** The expression. */
  readonly as: string;
  readonly indexed: readonly string[];
}

/** Adds the column and its index. MySQL and MariaDB keep what a migration that broke off has done: that goes first. */
export async function addDerived(runner: QueryRunner, derived: DerivedColumn): Promise<void> {
  const { table, column, type, as, indexed } = derived;
  if (!isSqlite(runner)) await dropDerived(runner, derived);
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type} GENERATED ALWAYS AS (${as}) VIRTUAL`);
  await runner.query(`CREATE INDEX ${indexOf(derived)} ON ${table} (${indexed.join(', ')})`);
}

/** Takes away the column and its index, as far as they are there. */
export async function dropDerived(
  runner: QueryRunner,
  derived: Pick<DerivedColumn, 'table' | 'column'>,
): Promise<void> {
  const { table, column } = derived;
  await dropIndex(runner, table, indexOf(derived));
  if (isSqlite(runner) || (await isThere(runner, table, ['columns', 'column_name', column])))
    await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
}

/** Takes away the index, if it is there. */
export async function dropIndex(runner: QueryRunner, table: string, index: string): Promise<void> {
  if (isSqlite(runner)) await runner.query(`DROP INDEX IF EXISTS ${index}`);
  else if (await isThere(runner, table, ['statistics', 'index_name', index]))
    await runner.query(`DROP INDEX ${index} ON ${table}`);
}

function indexOf({ table, column }: Pick<DerivedColumn, 'table' | 'column'>): string {
  return `${table}_by_${column}`;
}

function isSqlite(runner: QueryRunner): boolean {
  return runner.dataSource.options.type === 'better-sqlite3';
}

/** On MySQL and MariaDB: whether a table has a column or an index of this name. */
export async function isThere(
  runner: QueryRunner,
  table: string,
  [kind, column, name]: readonly [kind: string, column: string, name: string],
): Promise<boolean> {
  const rows = (await runner.query(
    `SELECT 1 FROM information_schema.${kind} WHERE table_schema = DATABASE() AND table_name = ? AND ${column} = ?`,
    [table, name],
  )) as unknown[];
  return rows.length > 0;
}
