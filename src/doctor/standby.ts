import { type Check, passed, warned } from '../ports/diagnosis.js';

/** A second installation can only take over what both can reach. */
export function standbyCheck(isDatabaseShared: boolean): Check {
  const look = () =>
    isDatabaseShared
      ? passed('the database is one that a second installation can share')
      : warned(
          'there can be no standby: the facts are in an SQLite file of this machine',
          'nothing, if one machine is enough; else a MySQL or MariaDB that both machines reach (DATABASE_URL)',
        );
  return { area: 'standby', name: 'database', look: () => Promise.resolve(look()) };
}
