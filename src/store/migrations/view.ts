import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A view as a migration makes it. */
export interface NewView {
  readonly name: string;
  readonly sqlite: string;
  /** For MySQL and MariaDB; none: the same words. */
  readonly mysql?: string;
}

/**
 * A migration after which there are views. A dump leaves views out, because on MySQL and MariaDB they belong to the account
 * that made them, which may not be there where it is restored; so a restore makes them again.
 */
export interface MakesViews extends MigrationInterface {
  readonly name: string;
  readonly views: readonly string[];
  /** Makes the views anew, whatever they were before. */
  makeViews(runner: QueryRunner): Promise<void>;
}

export function makesViews(migration: MigrationInterface): migration is MakesViews {
  return 'makeViews' in migration;
}

/** Makes the view anew, whatever it was before. */
export async function createView(runner: QueryRunner, view: NewView): Promise<void> {
  if (runner.dataSource.options.type !== 'better-sqlite3') {
    // In one step: somebody may be reading it.
    await runner.query(`CREATE OR REPLACE VIEW ${view.name} AS ${view.mysql ?? view.sqlite}`);
    return;
  }
  await dropView(runner, view.name);
  await runner.query(`CREATE VIEW ${view.name} AS ${view.sqlite}`);
}

export async function dropView(runner: QueryRunner, name: string): Promise<void> {
  await runner.query(`DROP VIEW IF EXISTS ${name}`);
}

/** Gives a table another name, unless a migration that broke off has done so already. */
export async function moveTable(runner: QueryRunner, from: string, to: string): Promise<void> {
  if (await runner.hasTable(to)) return;
  await runner.query(`ALTER TABLE ${from} RENAME TO ${to}`);
}
