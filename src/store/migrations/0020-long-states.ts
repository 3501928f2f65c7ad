import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDerived, dropDerived } from './derived.js';

const TABLE = 'stored_agent_states';
const COLUMN = 'long_until';
/** A state of a day or more ends then; nothing for all others. A day is `LONG_STATE_MS`. */
const UNTIL = 'CASE WHEN to_at - from_at >= 86400000 THEN to_at ELSE NULL END';

/** The few states that last for days can be found by their end, so that all others need to be looked for in one day only. */
export class AddsLongStates1732000000020 implements MigrationInterface {
  readonly name = 'AddsLongStates1732000000020';

  async up(runner: QueryRunner): Promise<void> {
    const derived = { table: TABLE, column: COLUMN, type: 'BIGINT', as: UNTIL };
    await addDerived(runner, { ...derived, indexed: [COLUMN, 'from_at'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropDerived(runner, { table: TABLE, column: COLUMN });
  }
}
