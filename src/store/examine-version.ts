import { type Finding, passed, warned } from '../ports/diagnosis.js';
import type { Query } from './examine.js';

/** The oldest that are tested: MariaDB of Debian 12, MySQL with a long-term series. */
const OLDEST = { MariaDB: [10, 6], MySQL: [8, 0] } as const;

export async function examineVersion(query: Query): Promise<readonly Finding[]> {
  const [row] = await query('SELECT VERSION() AS version');
  const version = String(row?.['version'] ?? '');
  const kind = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [oldMajor, oldMinor] = OLDEST[kind];
  const isGood = major > oldMajor || (major === oldMajor && minor >= oldMinor);
  if (isGood) return passed(`${kind} ${version}`);
  return warned(
    `${kind} ${version} is older than ${oldMajor}.${oldMinor}: it is not tested with Callplane`,
    `install ${kind} ${oldMajor}.${oldMinor} or later`,
  );
}
