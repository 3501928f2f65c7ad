import type { Mutant } from './mutant.js';

/** Faults in what is kept for a time only. */
export const RETENTION_MUTANTS: readonly Mutant[] = [
  {
    name: 'archive-without-copy',
    what: 'a recording is gone from Asterisk and in no archive',
    file: 'retention/run-retention.ts',
    find: 'await folders.copyToArchive(files);',
    replace: 'await Promise.resolve(files);',
    reportTests: ['retention'],
  },
  {
    name: 'number-without-time',
    what: 'numbers of yesterday are cleared with those of last year',
    file: 'retention/run-retention.ts',
    find: 'before: parts.now - numbers.keepMs',
    replace: 'before: parts.now',
    reportTests: ['retention'],
  },
  {
    name: 'clients-by-number',
    what: 'who called before and after his number was replaced counts twice',
    file: 'reports/slicing/callers.ts',
    find: 'map(({ call, client }) => client ??',
    replace: 'map(({ call, from }) => from ??',
    reportTests: ['retention-figures'],
  },
  {
    name: 'night-again-and-again',
    what: 'the run of the night is done every minute',
    file: 'retention/nightly.ts',
    find: "?.state === 'done'",
    replace: "?.state === 'failed'",
    reportTests: ['retention-nights'],
  },
  {
    name: 'voice-stays',
    what: 'a person is deleted, his recordings stay',
    file: 'retention/person.ts',
    find: 'await folders?.remove(found);',
    replace: '',
    reportTests: ['person'],
  },
  {
    name: 'piece-taken-for-the-whole',
    what: 'of many numbers whose time is over only the first are cleared',
    file: 'store/personal-data.ts',
    find: 'await markCleared(manager, name, clearing.rule, to);',
    replace: 'await markCleared(manager, name, clearing.rule, clearing.before);',
    reportTests: ['retention'],
  },
];
