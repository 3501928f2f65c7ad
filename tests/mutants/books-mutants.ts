import type { Mutant } from './mutant.js';

/** Faults in what is written and counted for others. */
export const BOOKS_MUTANTS: readonly Mutant[] = [
  {
    name: 'queue-log-twice',
    what: 'after a death the queue_log has the lines twice that were being written',
    file: 'queue-log/log-file.ts',
    find: 'return piece.subarray(found.length);',
    replace: 'return piece;',
    reportTests: ['../queue-log/log-file'],
  },
  {
    name: 'queue-log-at-the-door',
    what: 'whoever is turned away stands in the queue_log as waiting for ever',
    file: 'queue-log/write-rows.ts',
    find: "(exit === 'full' || exit === 'nobody') && position === undefined",
    replace: "exit === 'full' && exit !== 'full' && position === undefined",
    reportTests: ['../queue-log/write-rows'],
  },
  {
    name: 'queue-log-forgets-members',
    what: 'a new plan leaves the queue_log with members of queues that are gone',
    file: 'queue-log/agent-lines.ts',
    find: "...membership('REMOVEMEMBER', agent, at, left)",
    replace: "...membership('REMOVEMEMBER', agent, at, [])",
    reportTests: ['../queue-log/write-rows'],
  },
  {
    name: 'queue-log-hand-over-is-the-end',
    what: 'whoever hands his caller over stands in the queue_log as having ended the call',
    file: 'queue-log/write-rows.ts',
    find: "other.event !== 'handed-over'",
    replace: "other.event !== 'held'",
    reportTests: ['../queue-log/write-rows'],
  },
  {
    name: 'queue-log-among-others',
    what: 'where another writes the same file, lines of ours are cut off in the middle',
    file: 'queue-log/log-file.ts',
    find: 'if (found.length <= piece.length && isSame(found, piece))',
    replace: 'if (found.length <= piece.length)',
    reportTests: ['../queue-log/log-file'],
  },
  {
    name: 'contact-at-every-answer',
    what: 'a caller who is answered twice in a queue is two contacts of it',
    file: 'reports/catalogue/usage.ts',
    find: 'if (seen.has(key)) return false;',
    replace: 'if (seen.has(key)) return true;',
    reportTests: ['usage'],
  },
  {
    name: 'begun-minute-for-nothing',
    what: 'a package of minutes more than was used up is not counted until it is full',
    file: 'reports/catalogue/usage.ts',
    find: 'Math.ceil(minutes / MINUTES_IN_PACKAGE)',
    replace: 'Math.max(1, Math.floor(minutes / MINUTES_IN_PACKAGE))',
    reportTests: ['usage'],
  },
  {
    name: 'contacts-in-big-packages',
    what: 'contacts are sold in packages of minutes',
    file: 'reports/catalogue/usage.ts',
    find: 'Math.ceil(contacts / CONTACTS_IN_PACKAGE)',
    replace: 'Math.ceil(contacts / MINUTES_IN_PACKAGE)',
    reportTests: ['usage'],
  },
];
