import { failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import type { Query } from './examine.js';

/** What writing facts and migrating needs. */
const NEEDED = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'ALTER',
  'DROP',
  'INDEX',
  'CREATE VIEW',
] as const;

/** The user's rights in the database, as the server lists them (`SHOW GRANTS`); roles it may take on are not followed. */
export async function examineRights(query: Query, database: string): Promise<readonly Finding[]> {
  const grants = (await query('SHOW GRANTS')).map((row) => String(Object.values(row)[0]));
  const held = new Set(grants.flatMap((grant) => rightsIn(grant, database)));
  const missing = held.has('ALL PRIVILEGES') ? [] : NEEDED.filter((right) => !held.has(right));
  if (missing.length === 0) return passed(`the user may read, write and migrate ${database}`);
  const found = `the user may not ${missing.join(', ')} in ${database}`;
  const mend = `as the database's administrator: GRANT ${missing.join(', ')} ON \`${database}\`.* TO the user of DATABASE_URL`;
  const mayComeByRole = grants.some((grant) => !/ ON /.test(grant));
  return mayComeByRole ? warned(`${found}, unless one of its roles lets it`, mend) : failed(found, mend);
}

/** The rights of one line that hold in the whole database. */
function rightsIn(grant: string, database: string): readonly string[] {
  const [, rights, on] = /^GRANT (.+?) ON (\S+?)\.\* TO /.exec(grant) ?? [];
  if (rights === undefined || on === undefined || !covers(on, database)) return [];
  return rights
    .replace(/\([^)]*\)/g, '')
    .split(',')
    .map((right) => right.trim().toUpperCase());
}

/** `*`, or a name in which `%` and `_` stand for any characters and a backslash takes that meaning away. */
function covers(on: string, database: string): boolean {
  if (on === '*') return true;
  const pattern = on
    .replace(/^`|`$/g, '')
    .replaceAll('``', '`')
    .replace(/\\?[%_]|[.*+?^${}()|[\]\\]/g, (part) => {
      if (part === '%') return '.*';
      if (part === '_') return '.';
      return part.length === 2 ? part.slice(1) : `\\${part}`;
    });
  return new RegExp(`^${pattern}$`).test(database);
}
