import type { QueryRunner } from 'typeorm';

/** What a column holds; each database has its own word for some. */
export type ColumnKind = 'id' | 'text' | 'long-text' | 'integer' | 'share' | 'truth';

/** A table as a migration makes it: columns in order, `?` behind a kind for "may be null". */
export interface NewTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnKind | `${ColumnKind}?`>>;
  readonly key: readonly string[];
  /** Lists of columns to find rows by. */
  readonly indexes: readonly (readonly string[])[];
}

/**
 * Words that SQLite, MariaDB and MySQL share; SQLite reads a type's name for what it resembles.
 * The lengths are those of `ID_LENGTH` and `TEXT_LENGTH` when this was written: a migration never changes.
 */
const TYPES: Readonly<Record<ColumnKind, string>> = {
  id: 'VARCHAR(128)',
  text: 'VARCHAR(255)',
  'long-text': 'LONGTEXT',
  integer: 'BIGINT',
  share: 'DOUBLE',
  truth: 'SMALLINT',
};

/**
 * Makes the table unless it is there already (MySQL and MariaDB keep a table that a broken-off migration made).
 * Text is compared byte by byte everywhere, so that ids differ by case as they do in SQLite.
 */
export async function createTable(runner: QueryRunner, table: NewTable): Promise<void> {
  const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
  const parts = [...columnsOf(table), `PRIMARY KEY (${table.key.join(', ')})`];
  if (isSqlite) {
    await runner.query(`CREATE TABLE IF NOT EXISTS ${table.name} (${parts.join(', ')})`);
    for (const index of table.indexes) {
      await runner.query(
        `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${table.name} (${index.join(', ')})`,
      );
    }
    return;
  }
  const indexes = table.indexes.map((index) => `KEY ${indexName(table, index)} (${index.join(', ')})`);
  await runner.query(
    `CREATE TABLE IF NOT EXISTS ${table.name} (${[...parts, ...indexes].join(', ')}) ` +
      'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC',
  );
}

function columnsOf(table: NewTable): string[] {
  return Object.entries(table.columns).map(([name, kind]) => {
    const isNullable = kind.endsWith('?');
    const type = TYPES[(isNullable ? kind.slice(0, -1) : kind) as ColumnKind];
    return `${name} ${type} ${isNullable ? 'NULL' : 'NOT NULL'}`;
  });
}

function indexName(table: NewTable, columns: readonly string[]): string {
  return `${table.name}_by_${columns.join('_')}`;
}
