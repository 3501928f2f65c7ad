import type { DataSource, Logger } from 'typeorm';

/** A statement as it was asked. */
export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

/** How the database goes about a statement. */
export interface Plan {
  /** What is read and by which conditions, in short. */
  readonly about: string;
  readonly steps: readonly string[];
}

/** Keeps the statements of a source, each kind once. */
export class StatementBook implements Logger {
  readonly #kept = new Map<string, Statement>();
  asked = 0;

  logQuery(sql: string, values: unknown[] = []): void {
    if (!sql.startsWith('SELECT')) return;
    this.asked += 1;
    const kind = aboutOf(sql);
    if (!this.#kept.has(kind)) this.#kept.set(kind, { sql, values: [...values] });
  }
  logQueryError(): void {
    // The caller hears of it.
  }
  logQuerySlow(): void {
    // Times are measured around whole reports.
  }
  logSchemaBuild(): void {
    // Nothing is built while it is measured.
  }
  logMigration(): void {
    // Nothing is migrated while it is measured.
  }
  log(): void {
    // What TypeORM has to say beside is nothing to measure.
  }

  async plans(source: DataSource): Promise<readonly Plan[]> {
    const plans: Plan[] = [];
    for (const [about, statement] of this.#kept)
      plans.push({ about, steps: await stepsOf(source, statement) });
    return plans;
  }
}

/** The conditions of a statement without names that repeat and without values. */
function aboutOf(sql: string): string {
  const [, rest = sql] = /\bFROM\s+(.*)$/s.exec(sql) ?? [];
  return rest
    .replace(/["`]/g, '')
    .replace(/\b\w+Entity\.|\b\w+(_\w+)*\.(?=\w+ )/g, '')
    .replace(/\d{6,}/g, '?')
    .replace(/ IN \([^)]*\)/g, ' IN (…)')
    .replace(/\bORDER BY.*$/s, '')
    .replace(/[()]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

async function stepsOf(source: DataSource, { sql, values }: Statement): Promise<readonly string[]> {
  if (source.options.type === 'better-sqlite3') {
    const rows = await source.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, values);
    return rows.map(({ detail }) => detail);
  }
  const rows = await source.query<Record<string, string | number | null>[]>(`EXPLAIN ${sql}`, values);
  return rows.flatMap(rowInWords);
}

/** MariaDB has a row for each table; MySQL of our days has one text for all, a line for each step. */
function rowInWords(row: Record<string, string | number | null>): readonly string[] {
  const tree = row['EXPLAIN'];
  if (typeof tree === 'string')
    return tree
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  return [
    [row['table'], row['type'], row['key'] ?? 'no index', `${row['rows'] ?? '?'} rows`, row['Extra']]
      .filter((each) => each !== null && each !== '')
      .join(', '),
  ];
}
