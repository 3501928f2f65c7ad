import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';

const QUEUE_LOG: NewTable = {
  name: 'queue_log',
  columns: {
    ...{
      record: 'integer',
      place: 'integer',
      time: 'id',
      callid: 'id',
      queuename: 'id',
      agent: 'id',
      event: 'id',
    },
    ...{ data1: 'text', data2: 'text', data3: 'text', data4: 'text', data5: 'text' },
    happened_at: 'integer',
  },
  key: ['record', 'place'],
  indexes: [['happened_at'], ['callid'], ['time']],
};

/** The table that programs for Asterisk's own queues read. */
export class AddsQueueLog1732000000016 implements MigrationInterface {
  readonly name = 'AddsQueueLog1732000000016';

  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, QUEUE_LOG);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS ${QUEUE_LOG.name}`);
  }
}
