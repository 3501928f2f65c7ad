import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDerived, dropDerived } from './derived.js';
import { tailOf } from './number-tail.js';

/** Those that Callplane had, and those that the dialplan handled by itself. */
const TABLES = ['stored_calls', 'dialplan_calls'];
const COLUMN = 'caller_tail';

/**
 * The last four digits of a caller's number (all, where there are fewer), `?` for one with other signs, nothing for one that is hidden
 * or replaced. The database derives it from the number, so it is gone when the number is.
 */
const TAIL = tailOf('from_number');

/** Calls can be found by how the caller's number ends, however long the past is. */
export class AddsCallerTails1732000000018 implements MigrationInterface {
  readonly name = 'AddsCallerTails1732000000018';

  async up(runner: QueryRunner): Promise<void> {
    const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
    const type = isSqlite ? 'VARCHAR(8)' : 'VARCHAR(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
    for (const table of TABLES)
      await addDerived(runner, { table, column: COLUMN, type, as: TAIL, indexed: [COLUMN, 'arrived_at'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await dropDerived(runner, { table, column: COLUMN });
  }
}
