import type { Mutant } from './mutant.js';

/** Faults about callers who are known by their numbers. */
export const KNOWN_MUTANTS: readonly Mutant[] = [
  {
    name: 'blocked-let-in',
    what: 'a blocked number is served like any other',
    file: 'core/call/arriving.ts',
    find: "return blocked ? 'blocked' : 'welcome';",
    replace: "return 'welcome';",
  },
  {
    name: 'known-by-one-spelling',
    what: 'a client is not known when his line writes the number in another way',
    file: 'app/caller-number.ts',
    find: 'return number === null ? null : read(number);',
    replace: 'return number;',
  },
  {
    name: 'client-without-priority',
    what: 'the priority of a client is forgotten as he arrives',
    file: 'core/call/arriving.ts',
    find: '  call.priority = priority;\n',
    replace: '',
  },
];
