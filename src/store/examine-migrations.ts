import type { MigrationInterface } from 'typeorm';
import { failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { MIGRATIONS_TABLE } from './data-source.js';
import type { Query } from './examine.js';
import { codeOf } from './store-error.js';

/** The tables are those of this program: none is missing, none is newer. */
export async function examineMigrations(
  query: Query,
  migrations: readonly MigrationInterface[],
  place: string,
): Promise<readonly Finding[]> {
  const ran = await migrationsRan(query);
  const known = migrations.flatMap(({ name }) => name ?? []);
  const newer = ran.filter((name) => !known.includes(name));
  if (newer.length > 0) {
    return failed(
      `the tables at ${place} were made by a newer version of this program (${newer.join(', ')})`,
      'start that version, or name a database that this version made',
    );
  }
  const pending = known.filter((name) => !ran.includes(name));
  if (pending.length === 0) return passed(`all ${known.length} migrations have run`);
  if (ran.length === 0) return passed(`${place} is empty: the tables are made at the start`);
  return warned(
    `pending: ${pending.join(', ')}`,
    'take a backup, then restart Callplane: its books run them',
  );
}

async function migrationsRan(query: Query): Promise<readonly string[]> {
  try {
    return (await query(`SELECT name FROM ${MIGRATIONS_TABLE}`)).map((row) => String(row['name']));
  } catch (error) {
    if (codeOf(error) === 'ER_NO_SUCH_TABLE') return [];
    if (error instanceof Error && /no such table/.test(error.message)) return [];
    throw error;
  }
}
