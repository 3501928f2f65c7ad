import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDerived, dropDerived } from './derived.js';
import { tailOf } from './number-tail.js';

const TABLE = 'stored_calls';
const COLUMN = 'called_tail';
/** What an agent called; of calls from outside it is a number of ours, by which nobody searches. */
const TAIL = `CASE WHEN direction <> 'outbound' THEN NULL ELSE ${tailOf('dialled')} END`;

/** Calls that agents make can be found by how the number that they called ends, however long the past is. */
export class AddsCalledTails1732000000024 implements MigrationInterface {
  readonly name = 'AddsCalledTails1732000000024';

  async up(runner: QueryRunner): Promise<void> {
    const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
    const type = isSqlite ? 'VARCHAR(8)' : 'VARCHAR(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
    await addDerived(runner, {
      ...{ table: TABLE, column: COLUMN, type, as: TAIL },
      indexed: [COLUMN, 'arrived_at'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropDerived(runner, { table: TABLE, column: COLUMN });
  }
}
