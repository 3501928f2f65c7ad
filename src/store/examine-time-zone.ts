import { type Finding, passed, warned } from '../ports/diagnosis.js';
import type { Query } from './examine.js';

/** Facts are milliseconds UTC and every session of ours is in UTC; other people's queries may want zones by name. */
export async function examineTimeZone(query: Query): Promise<readonly Finding[]> {
  const [row] = await query(
    "SELECT @@session.time_zone AS ours, @@global.time_zone AS theirs, CONVERT_TZ('2026-01-01 00:00:00', '+00:00', 'Europe/Sofia') AS named",
  );
  const theirs = String(row?.['theirs'] ?? '');
  if (row?.['ours'] !== '+00:00') {
    return warned(
      `our session is in ${String(row?.['ours'])}, not in UTC`,
      'let no init_connect or proxy set time_zone',
    );
  }
  if (row['named'] !== null)
    return passed(`our session is in UTC, the server in ${theirs}, zones are known by name`);
  return warned(
    `our session is in UTC (facts are right), but the server (${theirs}) knows no time zones by name: CONVERT_TZ in your own queries gives NULL`,
    'mariadb-tzinfo-to-sql /usr/share/zoneinfo | mariadb -u root mysql (MySQL: mysql_tzinfo_to_sql)',
  );
}
