import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropIndex } from './derived.js';

const INDEX = 'kept_days_by_asked';

/** Which questions are kept of which days is found without reading what is kept. */
export class AddsIndexOfKeptDays1732000000031 implements MigrationInterface {
  readonly name = 'AddsIndexOfKeptDays1732000000031';

  /** MySQL and MariaDB keep the index that a migration which broke off has made: that goes first. */
  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    await runner.query(`CREATE INDEX ${INDEX} ON kept_days (asked, from_at, to_at, revision)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'kept_days', INDEX);
  }
}
