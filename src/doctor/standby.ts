import { type Check, type Finding, passed, warned } from '../ports/diagnosis.js';
import type { Said } from './callplane.js';

/** Where a second installation would be, and how this one stands to it. */
export interface StandbyPlace {
  readonly database: 'shared' | 'of-this-machine';
  /** The other installation's address for the journal; null: none is set. */
  readonly peer: string | null;
  /** Whether a connection to it is taken. */
  readonly reachPeer: () => Promise<'reached' | 'not-reached'>;
  /** What the Callplane of these settings says of itself; null: none runs. */
  readonly said: Said | null;
}

/** Whether another installation could take over now. */
export function standbyChecks(place: StandbyPlace): readonly Check[] {
  const { peer } = place;
  const area = 'standby';
  if (peer === null)
    return [{ area, name: 'database', look: () => Promise.resolve(possible(place.database)) }];
  return [
    { area, name: 'other', look: async () => reached(peer, await place.reachPeer()) },
    { area, name: 'role', look: () => Promise.resolve(role(place.said)) },
  ];
}

/** A second installation can only take over what both can reach. */
function possible(database: StandbyPlace['database']): readonly Finding[] {
  if (database === 'shared')
    return passed('no standby is set up; the database is one that a second installation can share');
  return warned(
    'there can be no standby: the facts are in an SQLite file of this machine',
    'nothing, if one machine is enough; else a MySQL or MariaDB that both machines reach (DATABASE_URL)',
  );
}

function reached(peer: string, answer: 'reached' | 'not-reached'): readonly Finding[] {
  if (answer === 'reached') return passed(`the other installation takes connections at ${peer}`);
  return warned(
    `nobody takes connections at ${peer}: the other installation cannot give or get the journal there`,
    'start Callplane on the other machine, open the port between the two, or mend CALLPLANE_STANDBY_PEER here or CALLPLANE_STANDBY_LISTEN there',
  );
}

function role(said: Said | null): readonly Finding[] {
  if (said === null)
    return passed('nothing runs with these settings, so this installation neither leads nor follows');
  if (said.state === 'standby') return passed('this installation stands by, and takes over when it must');
  if (said.state === 'not-ready')
    return warned('this installation neither leads nor stands by', 'the line "readiness" above says why');
  if (said.reasons.some((reason) => reason.startsWith('no standby follows')))
    return warned(
      'this installation leads, and none follows: nobody could take over',
      'look at the log of the other installation; docs/standby.md lists what it may say',
    );
  return passed('this installation leads, and the other follows');
}
