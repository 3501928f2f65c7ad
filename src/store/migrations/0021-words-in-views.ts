import type { QueryRunner } from 'typeorm';
import { callsView } from './0007-dialplan-in-views.js';
import { dropIndex } from './derived.js';
import { createView, type MakesViews } from './view.js';

const TABLE = 'stored_callback_attempts';
const INDEX = `${TABLE}_by_call_id`;

/**
 * A word that stands in the view itself has no collation but that of the connection which made the view. MariaDB refuses to
 * compare it with a word of a connection that has another ("Illegal mix of collations"), so it is given that of the tables.
 */
const CALLS = callsView((word) => `'${word}' COLLATE utf8mb4_bin`);

/** Every account can ask the view `calls` for its words, and the tries of a callback are found by their call. */
export class AddsWordsInViews1732000000021 implements MakesViews {
  readonly name = 'AddsWordsInViews1732000000021';
  readonly views = [CALLS.name];

  async up(runner: QueryRunner): Promise<void> {
    await this.makeViews(runner);
    await dropIndex(runner, TABLE, INDEX);
    await runner.query(`CREATE INDEX ${INDEX} ON ${TABLE} (call_id)`);
  }

  makeViews(runner: QueryRunner): Promise<void> {
    return createView(runner, CALLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, TABLE, INDEX);
    await createView(
      runner,
      callsView((word) => `'${word}'`),
    );
  }
}
