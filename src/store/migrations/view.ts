import type { QueryRunner } from 'typeorm';

/** A view as a migration makes it. */
export interface NewView {
  readonly name: string;
  readonly sqlite: string;
  /** For MySQL and MariaDB; none: the same words. */
  readonly mysql?: string;
}

/** Makes the view anew, whatever it was before. */
export async function createView(runner: QueryRunner, view: NewView): Promise<void> {
  const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
  await dropView(runner, view.name);
  await runner.query(`CREATE VIEW ${view.name} AS ${isSqlite ? view.sqlite : (view.mysql ?? view.sqlite)}`);
}

export async function dropView(runner: QueryRunner, name: string): Promise<void> {
  await runner.query(`DROP VIEW IF EXISTS ${name}`);
}

/** Gives a table another name, unless a migration that broke off has done so already. */
export async function moveTable(runner: QueryRunner, from: string, to: string): Promise<void> {
  if (await runner.hasTable(to)) return;
  await runner.query(`ALTER TABLE ${from} RENAME TO ${to}`);
}
