import type { Mutant } from './mutant.js';

/**
 * Faults in recovery and in what is made of failed commands. They show only when replies fail or come late, signals are
 * lost and processes die at the wrong moment: the failures that the simulator puts in.
 */
export const RECOVERY_MUTANTS: readonly Mutant[] = [
  {
    name: 'gone-not-believed',
    what: 'a command that finds the caller gone does not end his call',
    file: 'core/failures.ts',
    find: "if (leg !== null && failure === 'gone') legEnded(work, leg, 'normal');",
    replace: "if (leg !== null && failure === 'gone') return;",
  },
  {
    name: 'users-forgotten',
    what: 'after a restart nobody sits at the phone at which an agent talks',
    file: 'core/snapshot.ts',
    find: 'if (isSignedIn(agent) && !isLineOfPartner(agent)) addUser(',
    replace: "if (isSignedIn(agent) && agent.work.kind !== 'talking' && !isLineOfPartner(agent)) addUser(",
  },
  {
    name: 'trailing-phone-for-ever',
    what: 'after a restart a phone whose state had not followed yet is never read anew',
    file: 'core/snapshot.ts',
    find: 'deadlines: deadlines.list().map(',
    replace: "deadlines: deadlines.list().filter(({ kind }) => kind !== 'phone-trails').map(",
  },
  {
    name: 'rest-for-ever',
    what: 'after a restart an agent who missed an offer rests for ever',
    file: 'core/snapshot.ts',
    find: 'deadlines: deadlines.list().map(',
    replace: "deadlines: deadlines.list().filter(({ kind }) => kind !== 'rest').map(",
  },
  {
    name: 'turn-forgotten',
    what: 'after a restart a rotating queue begins again with its first agent',
    file: 'core/snapshot.ts',
    find: '({ kind, id, at })),\n  });',
    replace: "({ kind, id, at })),\n  }, (key, value: unknown) => (key === 'lastServed' ? null : value));",
  },
  {
    name: 'missed-in-row-forgotten',
    what: 'after a restart missed offers in a row count from nought',
    file: 'core/snapshot.ts',
    find: '({ kind, id, at })),\n  });',
    replace: "({ kind, id, at })),\n  }, (key, value: unknown) => (key === 'missedInRow' ? 0 : value));",
  },
];
