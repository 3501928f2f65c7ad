import { access, constants, stat } from 'node:fs/promises';
import libsql from 'libsql';
import { type Check, failed, type Finding, passed } from '../ports/diagnosis.js';
import { MIGRATIONS } from './migrations/all.js';
import { examineMigrations } from './examine-migrations.js';
import type { Query } from './examine.js';
import { explained, StoreError } from './store-error.js';

/** The SQLite file, opened so that not even its side files change. */
export function sqliteChecks(file: string): readonly Check[] {
  return [
    { area: 'database', name: 'reachable', look: () => reachable(file) },
    { area: 'database', name: 'rights', look: () => rights(file) },
    { area: 'database', name: 'migrations', look: () => migrations(file) },
  ];
}

async function reachable(file: string): Promise<readonly Finding[]> {
  if (!(await isThere(file))) return passed(`${file} is made at the start`);
  try {
    const version = await withFile(file, async (query) => {
      await query('SELECT count(*) AS tables FROM sqlite_master');
      return query('SELECT sqlite_version() AS version');
    });
    return passed(`${file} is an SQLite database (SQLite ${String(version[0]?.['version'])})`);
  } catch (error) {
    const told = explained(error, file);
    if (!(told instanceof StoreError)) throw told;
    return failed(told.message, 'calls are handled meanwhile and facts wait in the journal');
  }
}

async function rights(file: string): Promise<readonly Finding[]> {
  const files = [file, `${file}-wal`, `${file}-shm`];
  const locked: string[] = [];
  for (const each of files) {
    if (!(await isThere(each))) continue;
    await access(each, constants.R_OK | constants.W_OK).catch(() => locked.push(each));
  }
  if (locked.length === 0) return passed('this user may read and write it');
  return failed(
    `this user may not write ${locked.join(', ')}`,
    'give the files to the user whose service Callplane is (chown), and run this as that user',
  );
}

async function migrations(file: string): Promise<readonly Finding[]> {
  if (!(await isThere(file))) return passed('the tables are made at the start');
  const known = MIGRATIONS.map((migration) => new migration());
  return withFile(file, (query) => examineMigrations(query, known, file));
}

/** SQLite's own read-only modes: `immutable` where nobody has it open, else one that sees what others write. */
async function withFile<Result>(file: string, work: (query: Query) => Promise<Result>): Promise<Result> {
  const mode = (await isThere(`${file}-wal`)) ? 'mode=ro' : 'mode=ro&immutable=1';
  const database = new libsql(`file:${encodeURI(file).replace(/[?#]/g, encodeURIComponent)}?${mode}`);
  try {
    return await work((sql) => Promise.resolve(database.prepare(sql).all() as Awaited<ReturnType<Query>>));
  } finally {
    database.close();
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
