import type { QueryRunner } from 'typeorm';
import { createTable, type NewTable } from './table.js';
import { createView, type MakesViews, type NewView } from './view.js';

const TABLES: readonly NewTable[] = [
  {
    name: 'retention_marks',
    columns: { place: 'id', rule: 'id', until_at: 'integer' },
    key: ['place'],
    indexes: [],
  },
  {
    name: 'recording_places',
    columns: { recording_id: 'id', place: 'id' },
    key: ['recording_id'],
    indexes: [],
  },
  {
    name: 'retention_runs',
    columns: {
      ...{ run: 'id', started_at: 'integer', ended_at: 'integer?', state: 'id', counts: 'long-text' },
      said: 'long-text?',
    },
    key: ['run'],
    indexes: [['started_at']],
  },
];

const COLUMNS = [
  ...[
    'recording_id',
    'call_id',
    'conversation_id',
    'queue_id',
    'agent_id',
    'started_at',
    'ended_at',
    'duration_ms',
  ],
  ...['result', 'failure'],
];
const RECORDINGS: NewView = {
  name: 'recordings',
  sqlite:
    `SELECT ${COLUMNS.map((column) => `r.${column}`).join(', ')}, COALESCE(p.place, 'recordings') AS place ` +
    'FROM stored_recordings r LEFT JOIN recording_places p ON p.recording_id = r.recording_id',
};
const WITHOUT_PLACE: NewView = {
  name: RECORDINGS.name,
  sqlite: `SELECT ${COLUMNS.join(', ')} FROM stored_recordings`,
};

/** Up to where numbers are cleared, the log of it, and where the file of each recording is. */
export class AddsRetention1732000000012 implements MakesViews {
  readonly name = 'AddsRetention1732000000012';
  readonly views = [RECORDINGS.name];

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
    await this.makeViews(runner);
  }

  makeViews(runner: QueryRunner): Promise<void> {
    return createView(runner, RECORDINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createView(runner, WITHOUT_PLACE);
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}
