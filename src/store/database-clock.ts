import type { DataSource } from 'typeorm';

/** The clock of the database in milliseconds, as SQL: claims end by it, whatever the clocks of two installations say. */
export function databaseClock({ options }: DataSource): string {
  return options.type === 'better-sqlite3'
    ? "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
    : 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)';
}
